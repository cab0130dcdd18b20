package dev.afterimage.memory.retrieval;

import dev.afterimage.core.BlockEntry;
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
     * Late interaction (ColBERT's MaxSim): {@code S = sum over question tokens i of max over block tokens j of q_i . k_j}, with queries and
     * keys of one layer scaled to unit length as ColBERT's are.
     *
     * @param queries (question tokens, kvHeads x headDim), KV groups summed
     */
    public static double[] lateInteraction(float[] queries, int width, List<BlockEntry> blocks) {
        float[] units = unitRows(queries, width);
        double[] scores = new double[blocks.size()];
        for (int b = 0; b < scores.length; b++) {
            float[] keys = unitRows(blocks.get(b).tokenKeys(), width);
            for (int q = 0; q < units.length; q += width) {
                scores[b] += bestDot(units, q, keys, width);
            }
        }
        return scores;
    }

    private static double bestDot(float[] queries, int q, float[] keys, int width) {
        double best = keys.length == 0 ? 0 : Double.NEGATIVE_INFINITY;
        for (int k = 0; k < keys.length; k += width) {
            best = Math.max(best, dot(queries, q, keys, k, width));
        }
        return best;
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
