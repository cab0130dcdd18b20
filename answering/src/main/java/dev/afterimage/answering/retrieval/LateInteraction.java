package dev.afterimage.answering.retrieval;

import dev.afterimage.core.model.LanguageModel;
import dev.afterimage.core.model.RetrievalProbe;
import java.util.Arrays;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Scores by late interaction: with {@code s_i(b) = max over a block's tokens j of q_i . k_j}, either ColBERT's
 * {@code S(b) = sum over question tokens i of s_i(b)}, for keys trained for it, or, for keys that were not, {@code S(b)
 * = max over i of (s_i(b) - mean over blocks of s_i)} with queries and keys of unit length: a token that every block
 * answers alike ("the", "was") says nothing about any; the one that some block answers far better than the others do
 * ("umbrella") decides.
 *
 * <p>Its cost grows with the stream's tokens. Keys that were trained for it are all looked at: a mean key, which
 * nothing was trained to tell apart, would pass over most of what they find. Of others, past {@value #FEW} blocks, only
 * those are looked at that come first by text and by mean keys, and as many spread over the stream, against which the
 * mean is taken.
 */
final class LateInteraction {

    /** Some two hours of notes. */
    static final int FEW = 2048;
    private static final int EACH = 512;

    private final LanguageModel model;

    LateInteraction(LanguageModel model) {
        this.model = model;
    }

    /**
     * @param queries (question tokens, kvHeads x headDim), KV groups summed
     * @param text    score of every block in the text index, or empty
     * @return a score for every block; negative infinity for one not looked at
     */
    double[] scores(float[] queries, double[] text, StreamIndex.Blocks blocks) {
        int width = model.layout().keyWidth();
        boolean distinctive = model.probe().kind() == RetrievalProbe.Kind.DISTINCTIVE;
        boolean all = blocks.size() <= FEW || !distinctive;
        int[] spread = spread(blocks.size(), all ? blocks.size() : EACH);
        int[] wanted = all ? spread : candidates(BlockScores.mean(queries, width), text, spread, blocks);
        double[][] matches = blocks.matches(distinctive ? BlockScores.unitRows(queries, width) : queries, wanted, distinctive);
        double[] found = distinctive ? distinctive(matches, wanted.length, IntStream.range(0, wanted.length)
                .filter(i -> Arrays.binarySearch(spread, wanted[i]) >= 0).toArray())
                : summed(matches, wanted.length);
        double[] scores = new double[blocks.size()];
        Arrays.fill(scores, Double.NEGATIVE_INFINITY);
        IntStream.range(0, wanted.length).forEach(i -> scores[wanted[i]] = found[i]);
        return scores;
    }

    /** Every block of few, evenly spread ones of many. */
    private static int[] spread(int blocks, int count) {
        return IntStream.range(0, count).map(i -> (int) ((i + 0.5) * blocks / count)).toArray();
    }

    private int[] candidates(float[] mean, double[] text, int[] spread, StreamIndex.Blocks blocks) {
        TreeSet<Integer> wanted = new TreeSet<>();
        Arrays.stream(spread).forEach(wanted::add);
        Arrays.stream(Ranking.best(blocks.probed(model.retrievalLayer(), mean), EACH)).forEach(wanted::add);
        Arrays.stream(Ranking.best(text, EACH)).forEach(wanted::add);
        return wanted.stream().mapToInt(Integer::intValue).toArray();
    }

    private static double[] summed(double[][] matches, int blocks) {
        double[] scores = new double[blocks];
        for (double[] token : matches) {
            Arrays.setAll(scores, b -> scores[b] + token[b]);
        }
        return scores;
    }

    private static double[] distinctive(double[][] matches, int blocks, int[] among) {
        double[] scores = new double[blocks];
        Arrays.fill(scores, matches.length == 0 ? 0 : Double.NEGATIVE_INFINITY);
        for (double[] token : matches) {
            double mean = Arrays.stream(among).mapToDouble(b -> token[b]).average().orElse(0);
            Arrays.setAll(scores, b -> Math.max(scores[b], token[b] - mean));
        }
        return scores;
    }
}
