package dev.afterimage.gpu.kernel;

import dev.afterimage.store.codec.HalfFloats;

/** Single halves by the store's own conversion. */
public final class Halves {

    private Halves() { }

    public static short of(float value) {
        byte[] bytes = new byte[HalfFloats.BYTES];
        HalfFloats.encode(new float[] {value}, bytes, 0);
        return (short) (bytes[0] & 0xff | bytes[1] << 8);
    }

    public static float toFloat(short half) {
        float[] value = new float[1];
        HalfFloats.decode(new byte[] {(byte) half, (byte) (half >> 8)}, 0, value);
        return value[0];
    }
}
