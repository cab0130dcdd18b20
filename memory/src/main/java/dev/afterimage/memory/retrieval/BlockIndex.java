package dev.afterimage.memory.retrieval;

import dev.afterimage.core.BlockEntry;
import dev.afterimage.core.LanguageModel;
import dev.afterimage.core.PromptPart;
import dev.afterimage.core.TextEmbedder;
import dev.afterimage.memory.time.TimeReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Chooses the stored blocks that a question's context is made of. Stateless; safe for use by several threads. */
public final class BlockIndex {

    /** Against 1 for the model's own keys: measured on timed notes, see {@code docs/LOG.md}. */
    private static final double TEXT_WEIGHT = 4;
    private static final double TIME_WEIGHT = 8;

    private final LanguageModel model;
    private final TextEmbedder embedder;
    private final RetrievalSettings settings;

    public BlockIndex(LanguageModel model, TextEmbedder embedder, RetrievalSettings settings) {
        this.model = model;
        this.embedder = embedder;
        this.settings = settings;
    }

    /**
     * What was chosen.
     *
     * @param blocks  in time order
     * @param scores  fused score of every entry given, in their order
     * @param nearest highest cosine of the question with a note in the text index, -1..1; -1 when there is none
     */
    public record Retrieved(List<BlockEntry> blocks, double[] scores, double nearest) { }

    /**
     * @param entries all blocks up to the question's moment, ascending
     * @param wanted  block numbers that the answer rests on already; they come first
     */
    public Retrieved retrieve(String question, TimeReference time, List<BlockEntry> entries, Set<Long> wanted) {
        if (entries.isEmpty()) {
            return new Retrieved(List.of(), new double[0], -1);
        }
        double[] text = BlockScores.text(embedder.embed(question), entries);
        double[] scores = scores(question, time, entries, text);
        Set<Integer> chosen = choose(scores, entries, wanted);
        return new Retrieved(chosen.stream().map(entries::get).toList(), scores, Arrays.stream(text).max().orElse(-1));
    }

    private double[] scores(String question, TimeReference time, List<BlockEntry> entries, double[] text) {
        double[] seconds = entries.stream().mapToDouble(BlockEntry::seconds).toArray();
        return switch (settings.policy()) {
            case REKV -> Ranking.withoutDrift(meanOverLayers(question, entries), seconds);
            case DEFAULT -> {
                List<Ranking.Weighted> rankings = new ArrayList<>();
                rankings.add(new Ranking.Weighted(Ranking.withoutDrift(lateInteraction(question, entries), seconds), 1));
                rankings.add(new Ranking.Weighted(text, TEXT_WEIGHT));
                if (time.bounded()) {
                    rankings.add(new Ranking.Weighted(nearness(time, entries), TIME_WEIGHT));
                }
                yield Ranking.fused(rankings, entries.size());
            }
            case UNIFORM -> uniform(entries.size());
            case RECENT, ALL -> seconds;
        };
    }

    private float[] grouped(String question, int layer) {
        return BlockScores.grouped(model.queries(new PromptPart.Text(question), layer), model.queryHeads(), model.layout().kvHeads(), model.layout().headDim());
    }

    private double[] lateInteraction(String question, List<BlockEntry> entries) {
        return BlockScores.distinctiveInteraction(grouped(question, model.retrievalLayer()), model.layout().keyWidth(), entries);
    }

    private double[] meanOverLayers(String question, List<BlockEntry> entries) {
        double[] sum = new double[entries.size()];
        for (int layer = 0; layer < model.layout().layers(); layer++) {
            double[] scores = BlockScores.meanKey(grouped(question, layer), model.layout().keyWidth(), layer, entries);
            Arrays.setAll(sum, i -> sum[i] + scores[i]);
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

    /** Bit-reversal order: every prefix of it lies evenly over the stream. */
    private static double[] uniform(int blocks) {
        int bits = 32 - Integer.numberOfLeadingZeros(Math.max(1, blocks - 1));
        return IntStream.range(0, blocks).mapToDouble(i -> -(double) (Integer.reverse(i) >>> (32 - bits))).toArray();
    }

    private Set<Integer> choose(double[] scores, List<BlockEntry> entries, Set<Long> wanted) {
        Budget budget = new Budget(entries, settings.tokenBudget());
        for (int i = entries.size() - 1; i >= Math.max(0, entries.size() - Math.max(1, settings.recentBlocks())); i--) {
            budget.take(i);
        }
        IntStream.range(0, entries.size()).filter(i -> wanted.contains(entries.get(i).number())).forEach(budget::take);
        if (settings.policy() == RetrievalSettings.Policy.RECENT) {
            return budget.taken;
        }
        double floor = Arrays.stream(scores).min().orElse(0);
        double whole = Arrays.stream(scores).map(score -> score - floor).sum();
        boolean byMass = settings.policy() == RetrievalSettings.Policy.DEFAULT || settings.policy() == RetrievalSettings.Policy.REKV;
        double mass = 0;
        for (int i : Ranking.order(scores)) {
            if (byMass && mass >= settings.scoreMass() * whole) {
                break;
            }
            budget.take(i);
            mass += scores[i] - floor;
        }
        return budget.taken;
    }

    /** Indices taken so far, ascending, within the tokens allowed. */
    private static final class Budget {
        private final List<BlockEntry> entries;
        private final Set<Integer> taken = new TreeSet<>();
        private int left;

        Budget(List<BlockEntry> entries, int tokens) {
            this.entries = entries;
            this.left = tokens;
        }

        void take(int index) {
            int tokens = entries.get(index).tokens();
            if (tokens <= left && taken.add(index)) {
                left -= tokens;
            }
        }
    }

    /** The entry that scores best, if there is any. */
    public static Optional<BlockEntry> best(Retrieved retrieved, List<BlockEntry> entries) {
        return entries.isEmpty() ? Optional.empty() : Optional.of(entries.get(Ranking.order(retrieved.scores())[0]));
    }
}
