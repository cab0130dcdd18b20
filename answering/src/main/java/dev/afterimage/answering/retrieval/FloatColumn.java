package dev.afterimage.answering.retrieval;

import java.util.Arrays;

/**
 * Vectors of one width, one a block, kept so that a question meets all of them in one sweep: in chunks that lie
 * dimension by dimension, where the innermost loop runs over blocks and the compiler makes it wide. Rows are only ever
 * added; readers need no lock for rows they were told of.
 */
public final class FloatColumn {

    private static final int CHUNK = 1024;

    private final int width;
    private volatile float[][] chunks = {}; // each (width, CHUNK); null where no row has a vector
    private int rows;

    public FloatColumn(int width) {
        this.width = width;
    }

    /** @param source an empty one stands for no vector: it meets every query with 0 */
    public void add(float[] source, int from) {
        if (rows == chunks.length * CHUNK) {
            chunks = Arrays.copyOf(chunks, chunks.length + 1);
        }
        int chunk = rows / CHUNK;
        if (source.length > 0) {
            float[] cells = chunks[chunk] == null ? new float[width * CHUNK] : chunks[chunk];
            for (int d = 0; d < width; d++) {
                cells[d * CHUNK + rows % CHUNK] = source[from + d];
            }
            chunks[chunk] = cells;
        }
        rows++;
    }

    /** Dot products of the query with the first {@code scores.length} rows, added to {@code scores}. */
    public void dots(float[] query, double[] scores) {
        float[] sums = new float[CHUNK];
        for (int chunk = 0; chunk * CHUNK < scores.length; chunk++) {
            float[] cells = chunks[chunk];
            if (cells != null) {
                Arrays.fill(sums, 0);
                for (int d = 0; d < width; d++) {
                    accumulate(query[d], cells, d * CHUNK, sums);
                }
                for (int row = chunk * CHUNK; row < Math.min((chunk + 1) * CHUNK, scores.length); row++) {
                    scores[row] += sums[row % CHUNK];
                }
            }
        }
    }

    private static void accumulate(float factor, float[] cells, int from, float[] sums) {
        for (int i = 0; i < CHUNK; i++) {
            sums[i] += factor * cells[from + i];
        }
    }
}
