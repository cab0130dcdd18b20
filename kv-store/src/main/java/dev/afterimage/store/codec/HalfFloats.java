package dev.afterimage.store.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * IEEE 754 binary16, little-endian in bytes. JDK 17 has no conversion of its own.
 *
 * <p>Encoding rounds to nearest, ties to even; what exceeds the range becomes the largest finite number ({@value #MAX}), because one
 * infinite key would silence every other in the softmax. Decoding is exact for all 65 536 bit patterns.
 */
public final class HalfFloats {

    public static final int BYTES = 2;
    public static final float MAX = 65_504f;

    private static final VarHandle SHORTS = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final float[] TABLE = table();

    private HalfFloats() { }

    /** Writes {@code source} from {@code offset} on: {@code 2 * source.length} bytes. */
    public static void encode(float[] source, byte[] target, int offset) {
        for (int i = 0; i < source.length; i++) {
            SHORTS.set(target, offset + BYTES * i, toHalf(source[i]));
        }
    }

    /** Fills {@code target} from the bytes at {@code offset}. */
    public static void decode(byte[] source, int offset, float[] target) {
        int i = 0;
        for (; i <= target.length - 4; i += 4) {
            long four = (long) LONGS.get(source, offset + BYTES * i);
            target[i] = TABLE[(int) four & 0xffff];
            target[i + 1] = TABLE[(int) (four >>> 16) & 0xffff];
            target[i + 2] = TABLE[(int) (four >>> 32) & 0xffff];
            target[i + 3] = TABLE[(int) (four >>> 48)];
        }
        for (; i < target.length; i++) {
            target[i] = TABLE[(short) SHORTS.get(source, offset + BYTES * i) & 0xffff];
        }
    }

    /** Each number as it comes back once encoded. */
    public static float[] rounded(float[] source) {
        float[] rounded = new float[source.length];
        for (int i = 0; i < source.length; i++) {
            rounded[i] = toFloat(toHalf(source[i]));
        }
        return rounded;
    }

    static short toHalf(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = bits >>> 16 & 0x8000;
        int magnitude = bits & 0x7fff_ffff;
        if (magnitude > 0x7f80_0000) {
            return (short) (sign | 0x7e00);
        }
        if (magnitude >= 0x4780_0000 - 0x1000) {
            return (short) (sign | 0x7bff);
        }
        if (magnitude < 0x3880_0000) {
            // Below 2^-14 a half has a fixed step of 2^-24; adding 0.5 lets the float adder round to that very step.
            int steps = Float.floatToRawIntBits(Float.intBitsToFloat(magnitude) + 0.5f) - 0x3f00_0000;
            return (short) (sign | steps);
        }
        int rounded = magnitude + 0xfff + (magnitude >>> 13 & 1);
        return (short) (sign | rounded - 0x3800_0000 >>> 13);
    }

    static float toFloat(short half) {
        return TABLE[half & 0xffff];
    }

    private static float[] table() {
        float[] table = new float[1 << 16];
        for (int bits = 0; bits < table.length; bits++) {
            int exponent = bits >>> 10 & 0x1f;
            int fraction = bits & 0x3ff;
            float magnitude = exponent == 0x1f ? (fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN)
                    : exponent == 0 ? Math.scalb((float) fraction, -24) : Math.scalb((float) (1024 + fraction), exponent - 25);
            table[bits] = bits < 0x8000 ? magnitude : -magnitude;
        }
        return table;
    }
}
