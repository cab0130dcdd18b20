package dev.afterimage.model.graph;

/** Floats to 8 bits, symmetric around zero. */
final class Quantizer {

    private static final int ROW_LARGEST = 63;

    private Quantizer() { }

    /** @param values of {@link #blocks} with 128 added, so that they read as unsigned */
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
        for (int b = 0; b < scales.length; b++) {
            scales[b] = largest(weight, b * block, block) / 127;
            for (int i = b * block; i < (b + 1) * block; i++) {
                values[i] = (byte) (round(weight[i], scales[b]) + 128);
            }
        }
        return new Blocks(values, scales);
    }

    /**
     * A scale for each row of (rows, columns); the values, signed and of seven bits, come out turned to (columns, rows). On x86 without VNNI products of two
     * unsigned and two signed bytes are summed in 16 bits and cut off there: with weights up to 63, 2 x 255 x 63 still fits.
     */
    static Blocks rows(float[] weight, int rows, int columns) {
        byte[] values = new byte[weight.length];
        float[] scales = new float[rows];
        for (int r = 0; r < rows; r++) {
            scales[r] = largest(weight, r * columns, columns) / ROW_LARGEST;
            for (int c = 0; c < columns; c++) {
                values[c * rows + r] = round(weight[r * columns + c], scales[r]);
            }
        }
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
