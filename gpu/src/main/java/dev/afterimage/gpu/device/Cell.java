package dev.afterimage.gpu.device;

import java.util.Locale;

/** How weights and the KV cache keep their numbers. Activations are floats always. */
public enum Cell {
    F32(4),
    /** IEEE 754 binary16. */
    F16(2);

    private final int bytes;

    Cell(int bytes) {
        this.bytes = bytes;
    }

    public int bytes() {
        return bytes;
    }

    /** What ends the names of kernels over such cells: {@code _f32}, {@code _f16}. */
    public String suffix() {
        return "_" + name().toLowerCase(Locale.ROOT);
    }
}
