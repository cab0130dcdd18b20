package dev.afterimage.benchmark.ask;

import dev.afterimage.answering.retrieval.BlockIndex;
import dev.afterimage.answering.retrieval.LayerChoices;
import dev.afterimage.answering.retrieval.ReadAhead;
import dev.afterimage.answering.retrieval.RetrievalSettings;
import dev.afterimage.answering.retrieval.StreamIndex;
import dev.afterimage.benchmark.common.CommonOptions;
import dev.afterimage.benchmark.report.Clock;
import dev.afterimage.benchmark.report.Samples;
import dev.afterimage.benchmark.report.Table;
import dev.afterimage.core.answer.Retrieval.Policy;
import dev.afterimage.core.block.KeyValues;
import dev.afterimage.core.block.StoredKeyValues;
import dev.afterimage.core.model.LanguageModel;
import dev.afterimage.core.model.LanguageSession;
import dev.afterimage.core.model.PromptPart;
import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.memory.prompt.StreamPrompt;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/** Loading blocks: against prefilling them, and with and without reading ahead. */
final class LoadTrial {

    private static final List<Integer> LOADED = List.of(4, 32);

    private final LanguageModel model;
    private final SegmentStore store;
    private final StreamPrompt prompt;
    private final int rounds;
    private final Clock clock;

    LoadTrial(LanguageModel model, SegmentStore store, StreamPrompt prompt, CommonOptions common) {
        this.model = model;
        this.store = store;
        this.prompt = prompt;
        this.rounds = common.rounds();
        this.clock = common.clock();
    }

    /**
     * One block behind the pinned prompt: read, checked, decoded, rotated and appended; or prefilled from its visual
     * tokens, without the eyes' work.
     */
    Table blocks(int tokens, int width) {
        Table table = new Table("one block of " + tokens + " tokens at the 256M shape, ms", "load", "prefill", "prefill / load");
        SplittableRandom random = new SplittableRandom(7);
        float[] embeddings = new float[tokens * width];
        for (int i = 0; i < embeddings.length; i++) {
            embeddings[i] = (float) random.nextDouble() - 0.5f;
        }
        PromptPart picture = new PromptPart.Visual(embeddings, tokens, width);
        double[] loads = new double[4 * rounds];
        double[] prefills = new double[4 * rounds];
        double[] ratios = new double[4 * rounds];
        try (LanguageSession session = pinned(tokens)) {
            int start = session.length();
            for (int round = -4; round < loads.length; round++) {
                long began = clock.nanos();
                session.append(store.read(SyntheticStream.STREAM, random.nextInt(200)).keyValues());
                long loaded = clock.nanos();
                session.truncate(start);
                session.prefill(picture);
                long prefilled = clock.nanos();
                session.truncate(start);
                if (round >= 0) {
                    loads[round] = (loaded - began) / 1e6;
                    prefills[round] = (prefilled - loaded) / 1e6;
                    ratios[round] = prefills[round] / loads[round];
                }
            }
        }
        return table.row(Samples.of(loads), Samples.of(prefills), Samples.of(ratios));
    }

    /**
     * The same blocks loaded one after the other, and with the next ones read meanwhile; ReKV's layers with and without
     * a guess at the next layer's.
     */
    Table readAhead(String question) {
        Table table = new Table("reading ahead, ms", "blocks", "one by one", "read ahead", "one by one / read ahead", "rekv without guess",
                "rekv with guess",
                "without / with", "guessed right %");
        StreamIndex.Blocks blocks = new BlockIndex(model, null)
                .blocks(store, store.stream(SyntheticStream.STREAM).orElseThrow(), 3600, Policy.REKV);
        for (int count : LOADED) {
            double[][] times = new double[6][rounds];
            double[] agreement = new double[rounds];
            for (int round = -1; round < rounds; round++) {
                double single = timed(count, session -> numbers(count)
                        .forEach(number -> session.append(store.read(SyntheticStream.STREAM, number).keyValues())));
                double ahead = timed(count, session -> ahead(count, session));
                LayerChoices[] last = new LayerChoices[1];
                double without = timed(count, session -> last[0] = recall(session, question, blocks, count, false));
                double with = timed(count, session -> last[0] = recall(session, question, blocks, count, true));
                if (round >= 0) {
                    double[] row = {single, ahead, single / ahead, without, with, without / with};
                    for (int i = 0; i < row.length; i++) {
                        times[i][round] = row[i];
                    }
                    agreement[round] = 100 * last[0].agreement();
                }
            }
            table.row(count, Samples.of(times[0]), Samples.of(times[1]), Samples.of(times[2]), Samples.of(times[3]), Samples.of(times[4]),
                    Samples.of(times[5]), Samples.of(agreement).median());
        }
        return table;
    }

    private static List<Long> numbers(int count) {
        return LongStream.range(0, count).map(i -> i * 5).boxed().toList();
    }

    private void ahead(int count, LanguageSession session) {
        try (ReadAhead reads = new ReadAhead(store, SyntheticStream.STREAM, StoredKeyValues::decoded)) {
            reads.blocks(numbers(count), session::append);
        }
    }

    private LayerChoices recall(LanguageSession session, String question, StreamIndex.Blocks blocks, int count, boolean guess) {
        try (ReadAhead reads = new ReadAhead(store, SyntheticStream.STREAM, StoredKeyValues::decoded)) {
            LayerChoices choices = new LayerChoices(model, blocks, new RetrievalSettings(Policy.REKV, 8000, 0, 1, count), reads, guess);
            session.recall(new PromptPart.Text(question), choices);
            return choices;
        }
    }

    private double timed(int count, Consumer<LanguageSession> work) {
        try (LanguageSession session = pinned(count * 80 + 64)) {
            long start = clock.nanos();
            work.accept(session);
            return (clock.nanos() - start) / 1e6;
        }
    }

    private LanguageSession pinned(int more) {
        KeyValues pinned = prompt.pinnedKeyValues();
        LanguageSession session = model.newSession(pinned.tokens() + more);
        session.append(pinned);
        return session;
    }
}
