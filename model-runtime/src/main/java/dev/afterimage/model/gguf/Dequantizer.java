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
            case BF16 -> {
                for (int i = 0; i < elements; i++) {
                    out[i] = Float.intBitsToFloat(data.getShort() << 16);
                }
            }
            default -> {
                Block block = block(type);
                for (int i = 0; i < elements; i += type.blockElements) {
                    block.read(data, out, i);
                }
            }
        }
        return out;
    }

    /** Reads the next block to the elements from {@code at} on. */
    private interface Block {
        void read(ByteBuffer data, float[] out, int at);
    }

    private static Block block(TensorType type) {
        return switch (type) {
            case Q4_0 -> (data, out, at) -> pairs(data, half(data.getShort()), 0, 0, -8, out, at);
            case Q4_1 -> (data, out, at) -> pairs(data, half(data.getShort()), half(data.getShort()), 0, 0, out, at);
            case Q5_0 -> (data, out, at) -> pairs(data, half(data.getShort()), 0, data.getInt(), -16, out, at);
            case Q5_1 -> (data, out, at) -> pairs(data, half(data.getShort()), half(data.getShort()), data.getInt(), 0, out, at);
            case Q8_0 -> Dequantizer::bytes;
            case Q4_K -> KQuants::q4;
            case Q5_K -> KQuants::q5;
            case Q6_K -> KQuants::q6;
            default -> throw new IllegalArgumentException(type + " has no blocks");
        };
    }

    private static void bytes(ByteBuffer data, float[] out, int at) {
        float scale = half(data.getShort());
        for (int i = 0; i < 32; i++) {
            out[at + i] = scale * data.get();
        }
    }

    /**
     * The low halves of the 16 bytes are the block's first 16 numbers, the high halves the rest.
     *
     * @param fifth the fifth bit of each of the 32 numbers, the first one's lowest
     * @param shift added to each number
     */
    private static void pairs(ByteBuffer data, float scale, float minimum, int fifth, int shift, float[] out, int at) {
        for (int i = 0; i < 16; i++) {
            int pair = data.get() & 0xff;
            out[at + i] = scale * ((pair & 0xf | (fifth >>> i & 1) << 4) + shift) + minimum;
            out[at + 16 + i] = scale * ((pair >> 4 | (fifth >>> i + 16 & 1) << 4) + shift) + minimum;
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
