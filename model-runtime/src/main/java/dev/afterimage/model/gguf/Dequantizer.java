package dev.afterimage.model.gguf;

import java.nio.ByteBuffer;

/** Quantised blocks back to floats, as ggml-quants.c defines them. */
public final class Dequantizer {

    private Dequantizer() { }

    /** @param data little-endian, exactly as long as {@code elements} need */
    static float[] floats(TensorType type, ByteBuffer data, int elements) {
        float[] out = new float[elements];
        switch (type) {
            case F32 -> data.asFloatBuffer().get(out);
            case F16 -> {
                for (int i = 0; i < elements; i++) {
                    out[i] = half(data.getShort());
                }
            }
            case Q8_0 -> {
                for (int i = 0; i < elements; i += 32) {
                    q8Block(data, out, i);
                }
            }
            case Q4_1 -> {
                for (int i = 0; i < elements; i += 32) {
                    q4Block(data, out, i);
                }
            }
        }
        return out;
    }

    private static void q8Block(ByteBuffer data, float[] out, int at) {
        float scale = half(data.getShort());
        for (int i = 0; i < 32; i++) {
            out[at + i] = scale * data.get();
        }
    }

    /** The low halves of the 16 bytes are the block's first 16 numbers, the high halves the rest. */
    private static void q4Block(ByteBuffer data, float[] out, int at) {
        float scale = half(data.getShort());
        float minimum = half(data.getShort());
        for (int i = 0; i < 16; i++) {
            int pair = data.get() & 0xff;
            out[at + i] = scale * (pair & 0xf) + minimum;
            out[at + 16 + i] = scale * (pair >> 4) + minimum;
        }
    }

    /** IEEE 754 binary16. */
    public static float half(short bits) {
        int sign = (bits & 0x8000) << 16;
        int exponent = bits >> 10 & 0x1f;
        int fraction = bits & 0x3ff;
        if (exponent == 0) {
            float magnitude = fraction * 0x1p-24f;
            return sign == 0 ? magnitude : -magnitude;
        }
        int wide = exponent == 0x1f ? 0xff : exponent + 112;
        return Float.intBitsToFloat(sign | wide << 23 | fraction << 13);
    }
}
