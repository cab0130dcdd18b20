package dev.afterimage.model.gguf;

import java.util.Optional;

/** The element types read here, with their blocks ({@code ggml_type} in ggml.h). */
public enum TensorType {
    F32(0, 1, 4),
    F16(1, 1, 2),
    /** 32 elements: scale and minimum as half floats, then 16 bytes of two 4-bit numbers each. */
    Q4_1(3, 32, 20),
    /** 32 elements: scale as a half float, then 32 signed bytes. */
    Q8_0(8, 32, 34);

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
}
