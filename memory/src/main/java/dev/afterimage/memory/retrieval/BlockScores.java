package dev.afterimage.memory.retrieval;

import dev.afterimage.core.BlockEntry;
import java.util.Arrays;
import java.util.List;

/**
 * How well blocks fit a question by the model's own keys and by text. Queries and keys are those before RoPE, so that a block's score does
 * not hang on where it stands. Under grouped-query attention several query heads share one KV head: summing them first gives the same dot
 * products as repeating the keys (exact, by linearity), on an index smaller by the group's size.
 */
public final class BlockScores {

    private BlockScores() { }

    /**
     * Sums the query heads of each KV group.
     *
     * @param queries (tokens, queryHeads, headDim)
     * @return (tokens, kvHeads x headDim)
     */
    public static float[] grouped(float[] queries, int queryHeads, int kvHeads, int headDim) {
        int group = queryHeads / kvHeads;
        int tokens = queries.length / (queryHeads * headDim);
        float[] grouped = new float[tokens * kvHeads * headDim];
        for (int token = 0; token < tokens; token++) {
            for (int head = 0; head < queryHeads; head++) {
                for (int d = 0; d < headDim; d++) {
                    grouped[(token * kvHeads + head / group) * headDim + d] += queries[(token * queryHeads + head) * headDim + d];
                }
            }
        }
        return grouped;
    }

    /**
     * Late interaction as ColBERT has it (MaxSim): {@code S(b) = sum over question tokens i of s_i(b)}, where {@code s_i(b) = max over the
     * block's tokens j of q_i . k_j}, queries and keys of one layer scaled to unit length.
     *
     * @param queries (question tokens, kvHeads x headDim), KV groups summed
     */
    public static double[] lateInteraction(float[] queries, int width, List<BlockEntry> blocks) {
        double[] scores = new double[blocks.size()];
        for (double[] token : matches(queries, width, blocks)) {
            Arrays.setAll(scores, b -> scores[b] + token[b]);
        }
        return scores;
    }

    /**
     * Late interaction for keys that were not trained to retrieve: {@code S(b) = max over i of (s_i(b) - mean over all blocks of s_i)}. A token
     * that every block answers alike ("the", "was") says nothing about any; the one that some block answers far better than the others do
     * ("umbrella") decides. ColBERT's sum drowns it in the rest.
     *
     * @param queries (question tokens, kvHeads x headDim), KV groups summed
     */
    public static double[] distinctiveInteraction(float[] queries, int width, List<BlockEntry> blocks) {
        double[] scores = new double[blocks.size()];
        Arrays.fill(scores, Double.NEGATIVE_INFINITY);
        for (double[] token : matches(queries, width, blocks)) {
            double mean = Arrays.stream(token).average().orElse(0);
            Arrays.setAll(scores, b -> Math.max(scores[b], token[b] - mean));
        }
        return scores;
    }

    /** @return (question tokens, blocks): each question token's best match in each block */
    private static double[][] matches(float[] queries, int width, List<BlockEntry> blocks) {
        float[] units = unitRows(queries, width);
        double[][] matches = new double[units.length / width][blocks.size()];
        int b = 0;
        for (BlockEntry block : blocks) {
            float[] keys = block.tokenKeys();
            float[] scales = inverseNorms(keys, width);
            for (int q = 0; q < matches.length; q++) {
                matches[q][b] = bestMatch(units, q * width, keys, scales, width);
            }
            b++;
        }
        return matches;
    }

    private static double bestMatch(float[] queries, int q, float[] keys, float[] scales, int width) {
        float best = scales.length == 0 ? 0 : Float.NEGATIVE_INFINITY;
        for (int key = 0; key < scales.length; key++) {
            best = Math.max(best, fastDot(queries, q, keys, key * width, width) * scales[key]);
        }
        return best;
    }

    /** @return one over each row's length */
    private static float[] inverseNorms(float[] rows, int width) {
        float[] inverse = new float[rows.length / width];
        for (int row = 0; row < inverse.length; row++) {
            inverse[row] = (float) (1 / Math.max(Math.sqrt(fastDot(rows, row * width, rows, row * width, width)), 1e-12));
        }
        return inverse;
    }

    /** Eight sums side by side: one sum would make every addition wait for the last, and this is the inner loop of every question. */
    private static float fastDot(float[] a, int fromA, float[] b, int fromB, int width) {
        float s0 = 0, s1 = 0, s2 = 0, s3 = 0, s4 = 0, s5 = 0, s6 = 0, s7 = 0;
        int d = 0;
        for (; d <= width - 8; d += 8) {
            int i = fromA + d;
            int j = fromB + d;
            s0 += a[i] * b[j];
            s1 += a[i + 1] * b[j + 1];
            s2 += a[i + 2] * b[j + 2];
            s3 += a[i + 3] * b[j + 3];
            s4 += a[i + 4] * b[j + 4];
            s5 += a[i + 5] * b[j + 5];
            s6 += a[i + 6] * b[j + 6];
            s7 += a[i + 7] * b[j + 7];
        }
        for (; d < width; d++) {
            s0 += a[fromA + d] * b[fromB + d];
        }
        return s0 + s1 + (s2 + s3) + (s4 + s5) + (s6 + s7);
    }

    /**
     * ReKV's internal score (section 3.2): the mean question query with the block's mean key, by cosine, one layer.
     *
     * @param queries (question tokens, kvHeads x headDim), KV groups summed
     */
    public static double[] meanKey(float[] queries, int width, int layer, List<BlockEntry> blocks) {
        float[] mean = new float[width];
        for (int i = 0; i < queries.length; i++) {
            mean[i % width] += queries[i] * width / queries.length;
        }
        double norm = Math.sqrt(dot(mean, 0, mean, 0, width));
        return blocks.stream().mapToDouble(block -> {
            float[] keys = block.meanKeys();
            double keyNorm = Math.sqrt(dot(keys, layer * width, keys, layer * width, width));
            return dot(mean, 0, keys, layer * width, width) / Math.max(norm * keyNorm, 1e-12);
        }).toArray();
    }

    /** Cosine of the question's and the note's vectors in the text index. */
    public static double[] text(float[] question, List<BlockEntry> blocks) {
        return blocks.stream().mapToDouble(block -> dot(question, 0, block.textVector(), 0, Math.min(question.length, block.textVector().length))).toArray();
    }

    private static float[] unitRows(float[] rows, int width) {
        float[] units = rows.clone();
        for (int row = 0; row < rows.length; row += width) {
            float norm = (float) Math.max(Math.sqrt(dot(rows, row, rows, row, width)), 1e-12);
            for (int d = 0; d < width; d++) {
                units[row + d] /= norm;
            }
        }
        return units;
    }

    private static double dot(float[] a, int fromA, float[] b, int fromB, int width) {
        double sum = 0;
        for (int d = 0; d < width; d++) {
            sum += (double) a[fromA + d] * b[fromB + d];
        }
        return sum;
    }
}
