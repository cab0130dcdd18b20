package dev.afterimage.gpu.kernel;

import dev.afterimage.gpu.device.Cell;
import dev.afterimage.gpu.device.DeviceStream;
import dev.afterimage.gpu.device.Launch;

/**
 * Launches the kernels of rows.cu, product.cu and fourbits.cu. Addresses are of floats, row-major, unless a {@link Cell} says otherwise;
 * nothing is done for no rows.
 *
 * @param threads of a block
 */
public record RowKernels(int threads) {

    private static final int TILE = 16;
    /** Inputs of a block of weights in 4 bits; the source says the same. */
    private static final int FOUR_BITS_BLOCK = 32;

    /** @param table (vocabulary, width) cells, @param ids (tokens) ints, all of them in the vocabulary, @param out (tokens, width) */
    public void embed(DeviceStream stream, Cell cell, long table, long ids, long out, int tokens, int width) {
        if (tokens > 0) {
            stream.launch("embed" + cell.suffix(), Launch.of(tokens, 1, threads), table, ids, out, width);
        }
    }

    /** @param in (rows, width), @param scale (width), @param out (rows, width), may be {@code in} */
    public void rmsNorm(DeviceStream stream, long in, long scale, long out, int rows, int width, float epsilon) {
        if (rows > 0) {
            stream.launch("rms_norm", Launch.of(rows, 1, threads).sharing(Launch.WARP), in, scale, out, width, epsilon);
        }
    }

    /**
     * RMSNorm of single heads, in place.
     *
     * @param matrix (rows, rowWidth); the heads stand one behind the other from element {@code first} of each row on
     * @param scale  (headDim)
     */
    public void headNorm(DeviceStream stream, long matrix, long scale, int rows, int rowWidth, int first, int heads, int headDim,
            float epsilon) {
        if (rows > 0) {
            stream.launch("head_norm", Launch.of(rows, heads, Launch.WARP), matrix, scale, rowWidth, first, headDim, epsilon);
        }
    }

    /** {@code sum += more}. */
    public void add(DeviceStream stream, long sum, long more, long count) {
        if (count > 0) {
            stream.launch("residual_add", Launch.elements(count, threads), sum, more, count);
        }
    }

    /** @param bias (width), added to each of the rows (rows, width) */
    public void addBias(DeviceStream stream, long rows, long bias, int count, int width) {
        if (count > 0) {
            stream.launch("bias_add", Launch.elements((long) count * width, threads), rows, bias, width, (long) count * width);
        }
    }

    /**
     * @param gateUp     (rows, 2 width): gate and up side by side
     * @param out        (rows, width)
     * @param activation 0 SiLU, 1 GELU, 2 its approximation by tanh, 3 by a sigmoid, 4 ReLU
     */
    public void gate(DeviceStream stream, long gateUp, long out, int rows, int width, int activation) {
        if (rows > 0) {
            long count = (long) rows * width;
            stream.launch("gated", Launch.elements(count, threads), gateUp, out, width, count, activation);
        }
    }

    /** Floats to halves. */
    public void halve(DeviceStream stream, long in, long out, long count) {
        if (count > 0) {
            stream.launch("halve", Launch.elements(count, threads), in, out, count);
        }
    }

    /**
     * 8-bit weights of a pack to cells.
     *
     * @param values (count) bytes, 128 added
     * @param scales (count / block)
     */
    public void widen(DeviceStream stream, Cell cell, long values, long scales, long out, int block, long count) {
        if (count > 0) {
            stream.launch("widen" + cell.suffix(), Launch.elements(count, threads), values, scales, out, block, count);
        }
    }

    /** Blocks of 4-bit weights that a matrix has. */
    public static long fourBitsBlocks(int outs, int ins) {
        return (long) outs * blocks(ins, FOUR_BITS_BLOCK);
    }

    /** Bytes of the words of so many blocks; their scales have a quarter of that. */
    public static long fourBitsBytes(long blocks) {
        return blocks * FOUR_BITS_BLOCK / 2;
    }

    /**
     * Floats to 4 bits.
     *
     * @param in     (outs, ins)
     * @param words  {@link #fourBitsBytes}, filled
     * @param scales an int a block, filled
     */
    public void narrowFourBits(DeviceStream stream, long in, long words, long scales, int outs, int ins) {
        long count = fourBitsBlocks(outs, ins);
        stream.launch("narrow_four_bits", Launch.elements(count, threads), in, words, scales, ins, count);
    }

    /** 4 bits to cells. @param out (outs, ins) cells */
    public void widenFourBits(DeviceStream stream, Cell cell, long words, long scales, long out, int outs, int ins) {
        long count = (long) outs * ins;
        stream.launch("widen_four_bits" + cell.suffix(), Launch.elements(count, threads), words, scales, out, ins, count);
    }

    /** y = x W^T of one row with weights in 4 bits. @param in (ins), @param out (outs) */
    public void productFourBits(DeviceStream stream, long words, long scales, long in, long out, int outs, int ins) {
        stream.launch("product_four_bits", Launch.of(blocks(outs, threads / Launch.WARP), 1, threads), words, scales, in, out, outs, ins);
    }

    /** y = x W^T where there is no library for it. @param weights (outs, ins) cells, @param in (rows, ins), @param out (rows, outs) */
    public void product(DeviceStream stream, Cell cell, long weights, long in, long out, int rows, int outs, int ins) {
        if (rows == 1) {
            stream.launch("product_one" + cell.suffix(), Launch.of(blocks(outs, threads / Launch.WARP), 1, threads), weights, in, out,
                    outs, ins);
        } else if (rows > 0) {
            stream.launch("product" + cell.suffix(), Launch.of(blocks(outs, TILE), blocks(rows, TILE), TILE * TILE)
                    .sharing(2 * TILE * (TILE + 1)), weights, in,
                    out, rows, outs, ins);
        }
    }

    private static int blocks(int count, int each) {
        return (count + each - 1) / each;
    }
}
