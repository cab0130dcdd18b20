package dev.afterimage.model.format;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import java.util.Locale;

/** How a pack's matrices are kept; each has a folder of its own in the pack. */
public enum Precision {
    /** Floats: the reference that conformance is measured on. */
    FP32,
    /** 8-bit weights and activations in blocks, sums in integers. */
    INT8,
    /** 4-bit weights in blocks, with 8-bit activations; the head and the vision tower as in 8 bits. */
    INT4;

    /** {@code fp32}, {@code int8}, {@code int4}: as written on the command line, and the folder's name. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Precision of(String label) {
        for (Precision precision : values()) {
            if (precision.label().equals(label)) {
                return precision;
            }
        }
        throw new AfterimageException(ErrorCode.USAGE, "'" + label + "' is not a precision", "give fp32, int8 or int4");
    }
}
