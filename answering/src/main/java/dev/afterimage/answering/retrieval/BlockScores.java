package dev.afterimage.answering.retrieval;

/**
 * The question's side of scores by the model's own keys. Queries and keys are those before RoPE, so that a block's
 * score does not hang on where it stands. Under grouped-query attention several query heads share one KV head: summing
 * them first gives the same dot products as repeating the keys (exact, by linearity), on an index smaller by the
 * group's size.
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
     * ReKV's question vector in one layer (section 3.2): the mean over the question's tokens. Its dot product with a
     * block's mean key is the block's score.
     *
     * @param queries (question tokens, width), KV groups summed
     */
    public static float[] mean(float[] queries, int width) {
        float[] mean = new float[width];
        for (int i = 0; i < queries.length; i++) {
            mean[i % width] += queries[i] * width / queries.length;
        }
        return mean;
    }

    /** @return every row scaled to unit length */
    static float[] unitRows(float[] rows, int width) {
        float[] units = rows.clone();
        for (int row = 0; row < rows.length; row += width) {
            float norm = (float) Math.max(Math.sqrt(Dots.of(rows, row, rows, row, width)), 1e-12);
            for (int d = 0; d < width; d++) {
                units[row + d] /= norm;
            }
        }
        return units;
    }
}
