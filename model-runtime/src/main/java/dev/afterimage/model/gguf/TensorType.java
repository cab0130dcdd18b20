package dev.afterimage.model.gguf;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The element types read here, with their blocks ({@code ggml_type} in ggml.h). */
public enum TensorType {
    F32(0, 1, 4),
    F16(1, 1, 2),
    /** 32 elements: scale as a half float, then 16 bytes of two 4-bit numbers each, 8 above what they stand for. */
    Q4_0(2, 32, 18),
    /** 32 elements: scale and minimum as half floats, then 16 bytes of two 4-bit numbers each. */
    Q4_1(3, 32, 20),
    /** As Q4_0 with a fifth bit, 16 above; the fifth bits stand in four bytes before the others. */
    Q5_0(6, 32, 22),
    /** As Q4_1 with a fifth bit. */
    Q5_1(7, 32, 24),
    /** 32 elements: scale as a half float, then 32 signed bytes. */
    Q8_0(8, 32, 34),
    /**
     * 256 elements in 8 groups of 32: scale and minimum as half floats, 8 scales and 8 minima of six bits in 12 bytes,
     * then 128 bytes of two 4-bit numbers each.
     */
    Q4_K(12, 256, 144),
    /** As Q4_K with a fifth bit; the fifth bits stand in 32 bytes before the others. */
    Q5_K(13, 256, 176),
    /**
     * 256 elements in 16 groups of 16: 128 bytes of low halves, 64 bytes of upper two bits, 16 signed scales, then a
     * scale as a half float.
     */
    Q6_K(14, 256, 210),
    /** The upper half of a float. */
    BF16(30, 1, 2);

    private final int code;
    final int blockElements;
    final int blockBytes;

    TensorType(int code, int blockElements, int blockBytes) {
        this.code = code;
        this.blockElements = blockElements;
        this.blockBytes = blockBytes;
    }

    static Optional<TensorType> of(int code) {
        for (TensorType type : values()) {
            if (type.code == code) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /** Names of all, as a sentence lists them. */
    static String known() {
        return Arrays.stream(values()).map(Enum::name).collect(Collectors.joining(", "));
    }
}
