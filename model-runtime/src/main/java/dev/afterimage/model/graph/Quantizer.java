package dev.afterimage.model.graph;

import java.util.stream.IntStream;

/** Floats to 8 or 4 bits, symmetric around zero. */
final class Quantizer {

    private static final int ROW_LARGEST = 63;
    /** Steps that the largest weight of a block of 4 bits may lie at; -8 to 7 are there. */
    private static final float[] STEPS = {-8, -7.6f, -7.2f, -8.4f, -8.8f, 7};

    private Quantizer() { }

    /** @param values of {@link #blocks} with 128 added, so that they read as unsigned; of {@link #nibbles} two in a byte, with 8 added */
    record Blocks(byte[] values, float[] scales) { }

    /** The largest block of 64, 32 or 16 that divides {@code in}; 0 when none does. */
    static int block(int in) {
        for (int block = 64; block >= 16; block /= 2) {
            if (in % block == 0) {
                return block;
            }
        }
        return 0;
    }

    static Blocks blocks(float[] weight, int block) {
        byte[] values = new byte[weight.length];
        float[] scales = new float[weight.length / block];
        IntStream.range(0, scales.length).parallel().forEach(b -> {
            scales[b] = largest(weight, b * block, block) / 127;
            for (int i = b * block; i < (b + 1) * block; i++) {
                values[i] = (byte) (round(weight[i], scales[b]) + 128);
            }
        });
        return new Blocks(values, scales);
    }

    /**
     * 4 bits. Of some scales near the one that takes the largest weight as -8, the one that leaves the least squared
     * error is kept, after the weights that it gives were fitted (least squares). The weight that comes first is in a
     * byte's lower half.
     */
    static Blocks nibbles(float[] weight, int block) {
        byte[] values = new byte[weight.length / 2];
        float[] scales = new float[weight.length / block];
        IntStream.range(0, scales.length).parallel().forEach(b -> {
            scales[b] = scale(weight, b * block, block);
            for (int i = b * block; i < (b + 1) * block; i += 2) {
                values[i / 2] = (byte) (nibble(weight[i], scales[b]) + 8 | nibble(weight[i + 1], scales[b]) + 8 << 4);
            }
        });
        return new Blocks(values, scales);
    }

    private static float scale(float[] weight, int from, int count) {
        float furthest = 0;
        for (int i = from; i < from + count; i++) {
            furthest = Math.abs(weight[i]) > Math.abs(furthest) ? weight[i] : furthest;
        }
        float best = 0;
        double most = 0;
        for (float step : furthest == 0 ? new float[0] : STEPS) {
            double products = 0;
            double squares = 0;
            for (int i = from; i < from + count; i++) {
                int nibble = nibble(weight[i], furthest / step);
                products += nibble * weight[i];
                squares += nibble * nibble;
            }
            // With the fitted scale, products / squares, the error is smaller by this much.
            if (squares > 0 && products * products / squares > most) {
                most = products * products / squares;
                best = (float) (products / squares);
            }
        }
        return best;
    }

    private static int nibble(float value, float scale) {
        return scale == 0 ? 0 : Math.max(-8, Math.min(7, Math.round(value / scale)));
    }

    /**
     * A scale for each row of (rows, columns); the values, signed and of seven bits, come out turned to (columns,
     * rows). On x86 without VNNI products of two unsigned and two signed bytes are summed in 16 bits and cut off there:
     * with weights up to 63, 2 x 255 x 63 still fits.
     */
    static Blocks rows(float[] weight, int rows, int columns) {
        byte[] values = new byte[weight.length];
        float[] scales = new float[rows];
        IntStream.range(0, rows).parallel().forEach(r -> {
            scales[r] = largest(weight, r * columns, columns) / ROW_LARGEST;
            for (int c = 0; c < columns; c++) {
                values[c * rows + r] = round(weight[r * columns + c], scales[r]);
            }
        });
        return new Blocks(values, scales);
    }

    static float largest(float[] values, int from, int count) {
        float largest = 0;
        for (int i = from; i < from + count; i++) {
            largest = Math.max(largest, Math.abs(values[i]));
        }
        return largest;
    }

    static byte round(float value, float scale) {
        return scale == 0 ? 0 : (byte) Math.round(value / scale);
    }
}
