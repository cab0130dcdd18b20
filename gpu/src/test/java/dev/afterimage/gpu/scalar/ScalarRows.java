package dev.afterimage.gpu.scalar;

import dev.afterimage.gpu.kernel.Halves;
import java.util.Arrays;

/** What rows.cu, product.cu and fourbits.cu compute, in plain Java. Matrices are row-major. */
public final class ScalarRows {

    private ScalarRows() { }

    /** @return (ids, width) */
    public static float[] embed(float[] table, int[] ids, int width) {
        float[] out = new float[ids.length * width];
        for (int i = 0; i < ids.length; i++) {
            System.arraycopy(table, ids[i] * width, out, i * width, width);
        }
        return out;
    }

    public static float[] rmsNorm(float[] in, float[] scale, float epsilon) {
        int width = scale.length;
        float[] out = new float[in.length];
        for (int row = 0; row < in.length; row += width) {
            double squares = 0;
            for (int i = 0; i < width; i++) {
                squares += (double) in[row + i] * in[row + i];
            }
            double factor = 1 / Math.sqrt(squares / width + epsilon);
            for (int i = 0; i < width; i++) {
                out[row + i] = (float) (in[row + i] * factor * scale[i]);
            }
        }
        return out;
    }

    public static float[] add(float[] sum, float[] more) {
        float[] out = sum.clone();
        for (int i = 0; i < out.length; i++) {
            out[i] += more[i % more.length];
        }
        return out;
    }

    /** @param gateUp (rows, 2 width) */
    public static float[] gate(float[] gateUp, int width, int activation) {
        float[] out = new float[gateUp.length / 2];
        for (int i = 0; i < out.length; i++) {
            int at = i / width * 2 * width + i % width;
            out[i] = (float) (activated(gateUp[at], activation) * gateUp[at + width]);
        }
        return out;
    }

    private static double activated(double x, int activation) {
        return switch (activation) {
            case 0 -> x / (1 + Math.exp(-x));
            case 1 -> 0.5 * x * (1 + errorFunction(x * Math.sqrt(0.5)));
            case 2 -> 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
            case 3 -> x / (1 + Math.exp(-1.702 * x));
            default -> Math.max(x, 0);
        };
    }

    /** By its Taylor series up to 3, past which it is 1 to five digits. */
    private static double errorFunction(double x) {
        if (Math.abs(x) > 3) {
            return Math.signum(x);
        }
        double term = x;
        double sum = x;
        for (int n = 1; n < 100; n++) {
            term *= -x * x / n;
            sum += term / (2 * n + 1);
        }
        return 2 / Math.sqrt(Math.PI) * sum;
    }

    /** y = x W^T. @param weights (outs, ins), @param in (rows, ins), @return (rows, outs) */
    public static float[] product(float[] weights, float[] in, int outs, int ins) {
        int rows = in.length / ins;
        float[] out = new float[rows * outs];
        for (int row = 0; row < rows; row++) {
            for (int o = 0; o < outs; o++) {
                double sum = 0;
                for (int i = 0; i < ins; i++) {
                    sum += (double) in[row * ins + i] * weights[o * ins + i];
                }
                out[row * outs + o] = (float) sum;
            }
        }
        return out;
    }

    /** @param values with 128 added, in blocks with a scale each */
    public static float[] widen(byte[] values, float[] scales, int block) {
        float[] out = new float[values.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = ((values[i] & 0xff) - 128) * scales[i / block];
        }
        return out;
    }

    /**
     * Weights in 4 bits.
     *
     * @param words  (outs, blocks of a row, 4): 8 numbers each, the first lowest
     * @param scales (outs, blocks of a row): the least number low and the step high, in halves
     */
    public record FourBits(int[] words, int[] scales, int ins) {

        private static final int BLOCK = 32;

        /** @param in (outs, ins) */
        public static FourBits of(float[] in, int outs, int ins) {
            int each = (ins + BLOCK - 1) / BLOCK;
            FourBits made = new FourBits(new int[outs * each * 4], new int[outs * each], ins);
            for (int row = 0; row < outs; row++) {
                for (int block = 0; block < each; block++) {
                    made.put(Arrays.copyOfRange(in, row * ins + block * BLOCK, row * ins + Math.min(ins, (block + 1) * BLOCK)),
                            row * each + block);
                }
            }
            return made;
        }

        private void put(float[] numbers, int block) {
            float least = Float.POSITIVE_INFINITY;
            float most = Float.NEGATIVE_INFINITY;
            for (float number : numbers) {
                least = Math.min(least, number);
                most = Math.max(most, number);
            }
            short low = Halves.of(least);
            short high = Halves.of((most - Halves.toFloat(low)) / 15);
            scales[block] = low & 0xffff | high << 16;
            float step = Halves.toFloat(high);
            for (int i = 0; i < numbers.length; i++) {
                int q = step > 0 ? (int) Math.min(Math.max((numbers[i] - Halves.toFloat(low)) / step + 0.5f, 0), 15) : 0;
                words[block * 4 + i / 8] |= q << 4 * (i % 8);
            }
        }

        /** (outs, ins) */
        public float[] widened() {
            int each = (ins + BLOCK - 1) / BLOCK;
            float[] out = new float[scales.length / each * ins];
            for (int i = 0; i < out.length; i++) {
                int block = i / ins * each + i % ins / BLOCK;
                int q = words[block * 4 + i % ins % BLOCK / 8] >>> 4 * (i % ins % 8) & 15;
                out[i] = Halves.toFloat((short) scales[block]) + Halves.toFloat((short) (scales[block] >> 16)) * q;
            }
            return out;
        }
    }
}
