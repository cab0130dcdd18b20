package dev.afterimage.answering.retrieval;

import java.util.Arrays;

/**
 * Vectors of one width in a byte a number. Keys before RoPE differ in range from channel to channel (KIVI), so every
 * channel has a middle and a step of its own, taken from the first rows, which stay floats. Rows are only ever added;
 * readers need no lock for rows they were told of.
 */
final class ByteColumn {

    private static final int CHUNK = 1024;
    /** How much wider than in the first rows a channel may become before it is clipped. */
    private static final float HEADROOM = 1.5f;

    private final int width;
    private final int exactRows;
    private final float[] middles;
    private final float[] steps;
    private volatile float[] exact;
    private volatile byte[][] chunks = {}; // each (CHUNK, width)
    private int rows;

    /** @param exactRows how many of the first rows are kept as they are */
    ByteColumn(int width, int exactRows) {
        this.width = width;
        this.exactRows = exactRows;
        this.middles = new float[width];
        this.steps = new float[width];
        this.exact = new float[0];
    }

    /** @param source an empty one stands for no vector */
    void add(float[] source, int from) {
        if (source.length == 0) {
            add(new float[width], 0);
            return;
        }
        if (rows < exactRows) {
            if ((rows + 1) * width > exact.length) {
                exact = Arrays.copyOf(exact, Math.min(exactRows, Math.max(16, 2 * rows)) * width);
            }
            System.arraycopy(source, from, exact, rows * width, width);
            if (rows + 1 == exactRows) {
                measure();
            }
        } else {
            addBytes(source, from, rows - exactRows);
        }
        rows++;
    }

    private void measure() {
        for (int d = 0; d < width; d++) {
            float least = Float.POSITIVE_INFINITY;
            float most = Float.NEGATIVE_INFINITY;
            for (int row = 0; row < exactRows; row++) {
                least = Math.min(least, exact[row * width + d]);
                most = Math.max(most, exact[row * width + d]);
            }
            middles[d] = (least + most) / 2;
            steps[d] = Math.max((most - least) / 2 * HEADROOM / Byte.MAX_VALUE, Float.MIN_NORMAL);
        }
    }

    private void addBytes(float[] source, int from, int row) {
        if (row == chunks.length * CHUNK) {
            byte[][] more = Arrays.copyOf(chunks, chunks.length + 1);
            more[chunks.length] = new byte[CHUNK * width];
            chunks = more;
        }
        byte[] chunk = chunks[row / CHUNK];
        for (int d = 0; d < width; d++) {
            int step = Math.round((source[from + d] - middles[d]) / steps[d]);
            chunk[row % CHUNK * width + d] = (byte) Math.max(-Byte.MAX_VALUE, Math.min(Byte.MAX_VALUE, step));
        }
    }

    /** Dot products of the query with the first {@code count} rows. */
    double[] dots(float[] query, int count) {
        double[] scores = new double[count];
        float[] floats = exact;
        for (int row = 0; row < Math.min(count, exactRows); row++) {
            scores[row] = Dots.of(query, 0, floats, row * width, width);
        }
        float[] stepped = new float[width];
        for (int d = 0; d < width; d++) {
            stepped[d] = query[d] * steps[d];
        }
        float middle = Dots.of(query, 0, middles, 0, width);
        for (int row = exactRows; row < count; row++) {
            scores[row] = middle + Dots.of(stepped, chunks[(row - exactRows) / CHUNK], (row - exactRows) % CHUNK * width, width);
        }
        return scores;
    }

    /** Puts one row's vector into {@code target} from {@code to} on. */
    void read(int row, float[] target, int to) {
        if (row < exactRows) {
            System.arraycopy(exact, row * width, target, to, width);
            return;
        }
        byte[] chunk = chunks[(row - exactRows) / CHUNK];
        int from = (row - exactRows) % CHUNK * width;
        for (int d = 0; d < width; d++) {
            target[to + d] = middles[d] + chunk[from + d] * steps[d];
        }
    }
}
