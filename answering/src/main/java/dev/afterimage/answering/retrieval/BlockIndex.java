package dev.afterimage.answering.retrieval;

import dev.afterimage.answering.time.TimeReference;
import dev.afterimage.core.answer.Retrieval.Policy;
import dev.afterimage.core.answer.RetrievalPolicy;
import dev.afterimage.core.block.BlockEntry;
import dev.afterimage.core.model.LanguageModel;
import dev.afterimage.core.model.PromptPart;
import dev.afterimage.core.model.RetrievalProbe;
import dev.afterimage.core.model.TextEmbedder;
import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.core.stream.StreamInfo;
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

    /** Policies that never look at the mean keys of all layers. */
    private static final Set<Policy> OF_ONE_LAYER = Set.of(Policy.DEFAULT, Policy.UNIFORM, Policy.RECENT, Policy.ALL);

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
        return streams.upTo(store, stream, now, !OF_ONE_LAYER.contains(policy));
    }

    /**
     * One choice for all layers.
     *
     * @param wanted block numbers that the answer rests on already; they come first
     */
    public Retrieved retrieve(String question, TimeReference time, StreamIndex.Blocks blocks, Set<Long> wanted,
            RetrievalSettings settings) {
        if (blocks.firstKept() >= blocks.size()) {
            return new Retrieved(List.of(), new double[blocks.size()], -1);
        }
        IndexedCandidates candidates = new IndexedCandidates(question, time, blocks, wanted, settings);
        RetrievalPolicy.Choice choice = RetrievalPolicies.of(settings.policy()).choose(candidates);
        double[] scores = ofAll(choice.scores(), blocks);
        Optional<Lead> lead = Lead.of(candidates.probed, model.probe().scale(), blocks.entries());
        Optional<Lead> alone = lead.filter(known -> settings.sparing() && wanted.isEmpty() && known.alone()
                && best(scores, blocks.entries()).equals(Optional.of(known.best())));
        Collection<Integer> chosen = alone.map(known -> besideTheNewest(known.best(), blocks, settings))
                .orElseGet(() -> taken(choice.order(), blocks, settings));
        return new Retrieved(chosen.stream().map(blocks.entries()::get).toList(), scores, Arrays.stream(candidates.text()).max().orElse(-1),
                lead);
    }

    /** @param order indices among the blocks whose KV is kept */
    private static Collection<Integer> taken(List<Integer> order, StreamIndex.Blocks blocks, RetrievalSettings settings) {
        Budget budget = new Budget(blocks, settings.tokenBudget(), settings.blocks());
        order.stream().filter(i -> i >= 0 && i < blocks.size() - blocks.firstKept()).forEach(i -> budget.take(blocks.firstKept() + i));
        return budget.taken();
    }

    /** Blocks whose KV is gone score as low as any. */
    private static double[] ofAll(double[] kept, StreamIndex.Blocks blocks) {
        double[] all = new double[blocks.size()];
        Arrays.fill(all, Arrays.stream(kept).min().orElse(0));
        System.arraycopy(kept, 0, all, blocks.firstKept(), Math.min(kept.length, blocks.size() - blocks.firstKept()));
        return all;
    }

    /** What the index tells of the blocks whose KV is kept, each kind of score computed once and only where it is asked for. */
    private final class IndexedCandidates implements RetrievalPolicy.Candidates {

        private final String question;
        private final TimeReference time;
        private final StreamIndex.Blocks blocks;
        private final Set<Long> wanted;
        private final RetrievalSettings settings;
        private double[] text;
        private double[] probed = new double[0];

        IndexedCandidates(String question, TimeReference time, StreamIndex.Blocks blocks, Set<Long> wanted, RetrievalSettings settings) {
            this.question = question;
            this.time = time;
            this.blocks = blocks;
            this.wanted = wanted;
            this.settings = settings;
        }

        @Override
        public String question() {
            return question;
        }

        @Override
        public List<BlockEntry> blocks() {
            return blocks.entries().subList(blocks.firstKept(), blocks.size());
        }

        private double[] kept(double[] all) {
            return all.length == 0 ? all : Arrays.copyOfRange(all, blocks.firstKept(), all.length);
        }

        @Override
        public Set<Long> wanted() {
            return wanted;
        }

        @Override
        public double[] text() {
            if (text == null) {
                text = blocks.hasText() ? blocks.text(embedder.embed(question)) : new double[0];
            }
            return kept(text);
        }

        @Override
        public double[] probe() {
            if (probed.length == 0) {
                text();
                probed = probed(question, text, blocks);
            }
            return kept(probed);
        }

        @Override
        public double[] meanKeys() {
            return kept(meanOverLayers(question, blocks));
        }

        @Override
        public Optional<double[]> nearness() {
            return time.bounded() ? Optional.of(kept(BlockIndex.nearness(time, blocks.entries()))) : Optional.empty();
        }

        @Override
        public RetrievalPolicy.Limits limits() {
            return new RetrievalPolicy.Limits(settings.tokenBudget(), settings.blocks(), settings.recentBlocks(), settings.scoreMass());
        }
    }

    /**
     * The note nearest to a question in the text index.
     *
     * @param block  its index among the blocks; the newest where none has text, -1 where there is none
     * @param cosine -1..1; -1 where none has text
     */
    public record Nearest(int block, double cosine) {

        /** That block of {@code entries}, with its cosine. */
        public Optional<Near> cited(List<BlockEntry> entries) {
            return block < 0 ? Optional.empty() : Optional.of(new Near(entries.get(block), cosine));
        }
    }

    /** A block and the cosine of its note with a question. */
    public record Near(BlockEntry entry, double cosine) { }

    /** Finds a note without the model. */
    public Nearest nearest(String question, StreamIndex.Blocks blocks) {
        if (blocks.size() == 0 || !blocks.hasText()) {
            return new Nearest(blocks.size() - 1, -1);
        }
        double[] text = blocks.text(embedder.embed(question));
        int best = Ranking.best(text, 1)[0];
        return new Nearest(best, text[best]);
    }

    /** The newest as well, since a question may be about now. */
    private static Collection<Integer> besideTheNewest(BlockEntry block, StreamIndex.Blocks blocks, RetrievalSettings settings) {
        Budget budget = new Budget(blocks, settings.tokenBudget(), settings.blocks());
        budget.take((int) block.number());
        budget.take(blocks.size() - 1);
        return budget.taken();
    }

    private float[] grouped(float[] queries) {
        return BlockScores.grouped(queries, model.queryHeads(), model.layout().kvHeads(), model.layout().headDim());
    }

    /** ReKV's question vectors of some layers, in their order. */
    private List<float[]> means(String question, List<Integer> layers) {
        return model.queries(new PromptPart.Text(question), layers).stream()
                .map(queries -> BlockScores.mean(grouped(queries), model.layout().keyWidth())).toList();
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

    /** Blocks that an oracle named, as far as they are there and fit; all alike. */
    public static Retrieved given(List<Long> numbers, StreamIndex.Blocks blocks, RetrievalSettings settings) {
        Budget budget = new Budget(blocks, settings.tokenBudget(), settings.blocks());
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
