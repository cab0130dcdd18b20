package dev.afterimage.model.gguf;

import java.nio.ByteBuffer;

/**
 * Blocks of 256 numbers with a scale for each of their groups ("k-quants", ggml-quants.c), back to floats in the
 * reference's order of products.
 */
final class KQuants {

    private static final int GROUPS = 8;
    private static final int GROUP = 32;

    private KQuants() { }

    static void q4(ByteBuffer data, float[] out, int at) {
        Scales scales = Scales.read(data);
        byte[] pairs = bytes(data, 128);
        for (int i = 0; i < 256; i++) {
            out[at + i] = scales.apply(i / GROUP, four(pairs, i));
        }
    }

    static void q5(ByteBuffer data, float[] out, int at) {
        Scales scales = Scales.read(data);
        byte[] fifth = bytes(data, 32);
        byte[] pairs = bytes(data, 128);
        for (int i = 0; i < 256; i++) {
            int high = fifth[i % GROUP] >> i / GROUP & 1;
            out[at + i] = scales.apply(i / GROUP, four(pairs, i) | high << 4);
        }
    }

    /** Groups lie in pairs of 32 bytes: low halves hold the first of the pair, high halves the second. */
    private static int four(byte[] pairs, int i) {
        int pair = pairs[i / (2 * GROUP) * GROUP + i % GROUP] & 0xff;
        return i / GROUP % 2 == 0 ? pair & 0xf : pair >> 4;
    }

    static void q6(ByteBuffer data, float[] out, int at) {
        byte[] low = bytes(data, 128);
        byte[] high = bytes(data, 64);
        byte[] scales = bytes(data, 16);
        float scale = Dequantizer.half(data.getShort());
        for (int i = 0; i < 256; i++) {
            // Halves of 128 numbers: 64 bytes of low bits, the high halves for the second 64 numbers; and 32 bytes of
            // two bits for four numbers each.
            int half = i / 128;
            int place = i % 128;
            int lower = (low[half * 64 + place % 64] & 0xff) >> (place < 64 ? 0 : 4) & 0xf;
            int upper = (high[half * 32 + place % 32] & 0xff) >> place / 32 * 2 & 3;
            out[at + i] = scale * scales[i / 16] * ((lower | upper << 4) - 32);
        }
    }

    private static byte[] bytes(ByteBuffer data, int count) {
        byte[] bytes = new byte[count];
        data.get(bytes);
        return bytes;
    }

    /** (groups) each: what a group's numbers are multiplied by, and what is taken off. */
    private record Scales(float[] factors, float[] minima) {

        static Scales read(ByteBuffer data) {
            float scale = Dequantizer.half(data.getShort());
            float minimum = Dequantizer.half(data.getShort());
            byte[] packed = bytes(data, 12);
            Scales scales = new Scales(new float[GROUPS], new float[GROUPS]);
            for (int group = 0; group < GROUPS; group++) {
                scales.factors[group] = scale * six(packed, group, 0);
                scales.minima[group] = minimum * six(packed, group, 4);
            }
            return scales;
        }

        /**
         * The first four groups' six bits stand in bytes of their own; the others' low four in the last four bytes,
         * their high two above the first four's.
         */
        private static int six(byte[] packed, int group, int from) {
            if (group < 4) {
                return packed[from + group] & 0x3f;
            }
            int low = (packed[4 + group] & 0xff) >> from & 0xf;
            return low | (packed[from + group - 4] & 0xc0) >> 2;
        }

        float apply(int group, int number) {
            return factors[group] * number - minima[group];
        }
    }
}
