package dev.afterimage.model.ctranslate2;

import java.util.Arrays;
import java.util.Optional;

/**
 * Where a variable lies.
 *
 * @param shape  outermost first; empty for a scalar
 * @param offset of its first byte in the file
 */
record Variable(String name, int[] shape, Type type, long offset, int bytes) {

    /** Element types, in the order of their codes in the file. */
    enum Type {
        FLOAT32(4), INT8(1), INT16(2), INT32(4), FLOAT16(2), BFLOAT16(2);

        final int bytes;

        Type(int bytes) {
            this.bytes = bytes;
        }

        static Optional<Type> of(int code) {
            return code < values().length ? Optional.of(values()[code]) : Optional.empty();
        }
    }

    int elements() {
        return bytes / type.bytes;
    }

    String shapeText() {
        return Arrays.toString(shape);
    }
}
