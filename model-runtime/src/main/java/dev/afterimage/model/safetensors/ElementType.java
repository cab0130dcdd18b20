package dev.afterimage.model.safetensors;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Element types of the format. Of whole numbers only bytes are read; others occur in buffers that no graph here needs,
 * so only their size is known.
 */
enum ElementType {
    F64(8), F32(4), F16(2), BF16(2), F8_E4M3(1), F8_E5M2(1), I64(8), I32(4), I16(2), I8(1), U64(8), U32(4), U16(2), U8(1), BOOL(1);

    final int bytes;

    ElementType(int bytes) {
        this.bytes = bytes;
    }

    static Optional<ElementType> of(String name) {
        for (ElementType type : values()) {
            if (type.name().equals(name)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    boolean floating() {
        return this == F32 || this == F16 || this == BF16;
    }

    /** The next element of a little-endian buffer. */
    float next(ByteBuffer data) {
        return switch (this) {
            case F32 -> data.getFloat();
            case F16 -> half(data.getShort());
            // The upper half of a float.
            case BF16 -> Float.intBitsToFloat(data.getShort() << 16);
            case I8 -> data.get();
            default -> throw new IllegalStateException(this + " is not read");
        };
    }

    private static float half(short bits) {
        int exponent = bits >> 10 & 0x1f;
        int fraction = bits & 0x3ff;
        float size = switch (exponent) {
            case 0 -> fraction * 0x1p-24f;
            case 0x1f -> fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
            default -> Float.intBitsToFloat(exponent + 112 << 23 | fraction << 13);
        };
        return bits < 0 ? -size : size;
    }
}
