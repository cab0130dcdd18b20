package dev.afterimage.memory.retrieval;

import dev.afterimage.core.BlockEntry;
import dev.afterimage.core.LanguageModel;
import dev.afterimage.core.PromptPart;
import dev.afterimage.core.Retrieval.Policy;
import dev.afterimage.core.RetrievalProbe;
import dev.afterimage.core.SegmentStore;
import dev.afterimage.core.StreamInfo;
import dev.afterimage.core.TextEmbedder;
import dev.afterimage.memory.time.TimeReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/**
 * Chooses the stored blocks that a question's context is made of. Keeps a compact index of every stream it was asked about; safe for use by
 * several threads.
 */
public final class BlockIndex {

    /** Against 1 for the model's own keys: measured on timed notes, see {@code docs/LOG.md}. */
    private static final double TEXT_WEIGHT = 4;
    private static final double TIME_WEIGHT = 8;

    private final LanguageModel model;
    private final TextEmbedder embedder;
    private final StreamIndexes streams;
    private final LateInteraction late;

    public BlockIndex(LanguageModel model, TextEmbedder embedder) {
        this.model = model;
        this.embedder = embedder;
        this.streams = new StreamIndexes(model);
        this.late = new LateInteraction(model);
    }

    /**
     * What was chosen.
     *
     * @param blocks  in time order
     * @param scores  score of every block looked at, in their order
     * @param nearest highest cosine of the question with a note in the text index, -1..1; -1 when there is none
     * @param lead    how far one of them stands out by the model's own keys; empty where the probe has no scale or something else chose
     */
    public record Retrieved(List<BlockEntry> blocks, double[] scores, double nearest, Optional<Lead> lead) {

        public Retrieved(List<BlockEntry> blocks, double[] scores, double nearest) {
            this(blocks, scores, nearest, Optional.empty());
        }
    }

    /** The blocks of a stream up to a moment; nothing later is looked at. */
    public StreamIndex.Blocks blocks(SegmentStore store, StreamInfo stream, double now, Policy policy) {
        return streams.upTo(store, stream, now, policy == Policy.REKV);
    }

    /**
     * One choice for all layers.
     *
     * @param wanted block numbers that the answer rests on already; they come first
     */
    public Retrieved retrieve(String question, TimeReference time, StreamIndex.Blocks blocks, Set<Long> wanted, RetrievalSettings settings) {
        if (blocks.size() == 0) {
            return new Retrieved(List.of(), new double[0], -1);
        }
        double[] text = blocks.hasText() ? blocks.text(embedder.embed(question)) : new double[0];
        double[] probed = settings.policy() == Policy.DEFAULT ? probed(question, text, blocks) : new double[0];
        double[] scores = scores(question, time, blocks, text, probed, settings.policy());
        Optional<Lead> lead = Lead.of(probed, model.probe().scale(), blocks.entries());
        Optional<Lead> alone = lead.filter(known -> settings.sparing() && wanted.isEmpty() && known.alone() && best(scores, blocks.entries()).equals(Optional.of(known.best())));
        Collection<Integer> chosen = alone.map(known -> besideTheNewest(known.best(), blocks.entries(), settings)).orElseGet(() -> choose(scores, blocks.entries(), wanted, settings));
        return new Retrieved(chosen.stream().map(blocks.entries()::get).toList(), scores, Arrays.stream(text).max().orElse(-1), lead);
    }

    /** The newest as well, since a question may be about now. */
    private static Collection<Integer> besideTheNewest(BlockEntry block, List<BlockEntry> entries, RetrievalSettings settings) {
        Budget budget = new Budget(entries, settings.tokenBudget(), settings.blocks());
        budget.take((int) block.number());
        budget.take(entries.size() - 1);
        return budget.taken();
    }

    private double[] scores(String question, TimeReference time, StreamIndex.Blocks blocks, double[] text, double[] probed, Policy policy) {
        return switch (policy) {
            case REKV -> meanOverLayers(question, blocks);
            case DEFAULT -> {
                List<Ranking.Weighted> rankings = new ArrayList<>();
                rankings.add(new Ranking.Weighted(Ranking.withoutDrift(probed, seconds(blocks)), 1));
                if (blocks.hasText()) {
                    rankings.add(new Ranking.Weighted(text, TEXT_WEIGHT));
                }
                if (time.bounded()) {
                    rankings.add(new Ranking.Weighted(nearness(time, blocks.entries()), TIME_WEIGHT));
                }
                yield Ranking.fused(rankings, blocks.size());
            }
            case UNIFORM, RECENT, ALL -> seconds(blocks);
        };
    }

    private static double[] seconds(StreamIndex.Blocks blocks) {
        return blocks.entries().stream().mapToDouble(BlockEntry::seconds).toArray();
    }

    private float[] grouped(float[] queries) {
        return BlockScores.grouped(queries, model.queryHeads(), model.layout().kvHeads(), model.layout().headDim());
    }

    /** ReKV's question vectors of some layers, in their order. */
    private List<float[]> means(String question, List<Integer> layers) {
        return model.queries(new PromptPart.Text(question), layers).stream().map(queries -> BlockScores.mean(grouped(queries), model.layout().keyWidth())).toList();
    }

    private double[] probed(String question, double[] text, StreamIndex.Blocks blocks) {
        RetrievalProbe probe = model.probe();
        if (probe.kind() != RetrievalProbe.Kind.MEAN) {
            return late.scores(grouped(model.queries(new PromptPart.Text(question), model.retrievalLayer())), text, blocks);
        }
        return summed(question, probe.layers(), blocks::probed, blocks.size());
    }

    /** ReKV's scores where layers cannot choose apart: those of all layers together, for queries that recalled nothing. */
    private double[] meanOverLayers(String question, StreamIndex.Blocks blocks) {
        return summed(question, IntStream.range(0, model.layout().layers()).boxed().toList(), blocks::meanOf, blocks.size());
    }

    private double[] summed(String question, List<Integer> layers, BiFunction<Integer, float[], double[]> scored, int blocks) {
        double[] sum = new double[blocks];
        List<float[]> means = means(question, layers);
        for (int i = 0; i < means.size(); i++) {
            double[] scores = scored.apply(layers.get(i), means.get(i));
            Arrays.setAll(sum, block -> sum[block] + scores[block]);
        }
        return sum;
    }

    /** 0 for blocks that hold within the span, else how far they lie from it. */
    private static double[] nearness(TimeReference time, List<BlockEntry> entries) {
        return IntStream.range(0, entries.size()).mapToDouble(i -> {
            double start = entries.get(i).seconds();
            double end = i + 1 < entries.size() ? entries.get(i + 1).seconds() : Double.POSITIVE_INFINITY;
            return -Math.max(0, Math.max(start - time.span().end(), time.span().start() - end));
        }).toArray();
    }

    private static Collection<Integer> choose(double[] scores, List<BlockEntry> entries, Set<Long> wanted, RetrievalSettings settings) {
        Budget budget = new Budget(entries, settings.tokenBudget(), settings.blocks());
        IntStream newestFirst = IntStream.range(0, entries.size()).map(i -> entries.size() - 1 - i);
        switch (settings.policy()) {
            case RECENT -> newestFirst.limit(settings.recentBlocks()).forEach(budget::take);
            case ALL -> newestFirst.forEach(budget::take);
            case UNIFORM -> evenly(entries, settings).forEach(budget::take);
            case REKV -> Arrays.stream(Ranking.best(scores, settings.most())).forEach(budget::take);
            case DEFAULT -> {
                newestFirst.limit(settings.recentBlocks()).forEach(budget::take);
                IntStream.range(0, entries.size()).filter(i -> wanted.contains(entries.get(i).number())).forEach(budget::take);
                byMass(scores, settings, budget);
            }
        }
        return budget.taken();
    }

    private static void byMass(double[] scores, RetrievalSettings settings, Budget budget) {
        double floor = Arrays.stream(scores).min().orElse(0);
        double whole = Arrays.stream(scores).map(score -> score - floor).sum();
        double mass = 0;
        for (int i : Ranking.best(scores, settings.most())) {
            if (mass >= settings.scoreMass() * whole) {
                return;
            }
            budget.take(i);
            mass += scores[i] - floor;
        }
    }

    /** As many as fit, judged by the mean block, in the middles of equal stretches of the stream. */
    private static IntStream evenly(List<BlockEntry> entries, RetrievalSettings settings) {
        double mean = entries.stream().mapToInt(BlockEntry::tokens).average().orElse(1);
        int count = (int) Math.max(1, Math.min(Math.min(settings.blocks(), entries.size()), settings.tokenBudget() / mean));
        return IntStream.range(0, count).map(i -> (int) ((i + 0.5) * entries.size() / count));
    }

    /** Blocks that an oracle named, as far as they are there and fit; all alike. */
    public static Retrieved given(List<Long> numbers, StreamIndex.Blocks blocks, RetrievalSettings settings) {
        Budget budget = new Budget(blocks.entries(), settings.tokenBudget(), settings.blocks());
        numbers.stream().filter(number -> number >= 0 && number < blocks.size()).forEach(number -> budget.take(number.intValue()));
        return new Retrieved(budget.taken().stream().map(blocks.entries()::get).toList(), new double[blocks.size()], -1);
    }

    /** The entry that scores best, if there is any. */
    public static Optional<BlockEntry> best(Retrieved retrieved, List<BlockEntry> entries) {
        return best(retrieved.scores(), entries);
    }

    private static Optional<BlockEntry> best(double[] scores, List<BlockEntry> entries) {
        return entries.isEmpty() ? Optional.empty() : Optional.of(entries.get(Ranking.best(scores, 1)[0]));
    }
}
