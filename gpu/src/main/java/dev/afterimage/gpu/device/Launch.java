package dev.afterimage.gpu.device;

/**
 * How many blocks of how many threads.
 *
 * @param x           blocks along the grid's first side; at least 1
 * @param threads     of a block, whole warps
 * @param sharedBytes dynamic shared memory of a block
 */
public record Launch(int x, int y, int z, int threads, int sharedBytes) {

    /** Threads that run in step. */
    public static final int WARP = 32;

    private static final int MOST_THREADS = 1024;
    /** Of the grid's second and third side. */
    private static final int MOST_BLOCKS = 65_535;

    public Launch {
        if (threads < WARP || threads > MOST_THREADS || threads % WARP != 0) {
            throw new IllegalArgumentException(threads + " threads are not 1 to " + MOST_THREADS / WARP + " warps");
        }
        if (x < 1 || y < 1 || z < 1 || y > MOST_BLOCKS || z > MOST_BLOCKS) {
            throw new IllegalArgumentException("a grid of (" + x + ", " + y + ", " + z + ") blocks cannot be launched");
        }
    }

    /** Blocks that need no shared memory. */
    public static Launch of(int x, int y, int threads) {
        return new Launch(x, y, 1, threads, 0);
    }

    /** A thread an element. */
    public static Launch elements(long count, int threads) {
        return of(Math.toIntExact((count + threads - 1) / threads), 1, threads);
    }

    public Launch sharing(int floats) {
        return new Launch(x, y, z, threads, Math.multiplyExact(floats, Float.BYTES));
    }
}
