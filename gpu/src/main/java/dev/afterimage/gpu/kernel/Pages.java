package dev.afterimage.gpu.kernel;

import dev.afterimage.gpu.device.Cell;

/**
 * The form of a paged KV cache. A page holds {@code pageTokens} tokens of one layer: keys, rotated to their positions, (kvHeads,
 * pageTokens, headDim), and behind them the values in the same shape.
 */
public record Pages(Cell cell, int kvHeads, int headDim, int pageTokens) {

    /** What the kernels of attention have registers for. */
    public static final int MOST_HEAD_DIM = 256;

    public Pages {
        if (headDim < 2 || headDim % 2 != 0 || headDim > MOST_HEAD_DIM) {
            throw new IllegalArgumentException("heads of " + headDim + " elements are not even and at most " + MOST_HEAD_DIM);
        }
    }

    public long pageBytes() {
        return 2L * kvHeads * pageTokens * headDim * cell.bytes();
    }

    public int pagesOf(int tokens) {
        return (tokens + pageTokens - 1) / pageTokens;
    }
}
