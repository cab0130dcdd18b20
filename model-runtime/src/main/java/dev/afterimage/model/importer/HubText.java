package dev.afterimage.model.importer;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * The decoders that are read, by the {@code model_type} of their configuration, with what the library that wrote it
 * takes where it leaves something out.
 */
enum HubText {
    LLAMA("llama", new Usual(4096, 32, 0, 0, 11008, 32, 32000, 2048, 10_000)),
    QWEN2("qwen2", new Usual(4096, 32, 32, 0, 22016, 32, 151936, 32768, 10_000)),
    QWEN3("qwen3", new Usual(4096, 32, 32, 128, 22016, 32, 151936, 32768, 10_000)),
    SMOLLM3("smollm3", new Usual(2048, 16, 4, 0, 11008, 36, 128256, 32768, 2_000_000)),
    GEMMA3("gemma3_text", new Usual(2304, 8, 4, 256, 9216, 26, 262208, 131072, 1_000_000));

    /**
     * @param kvHeads as many as query heads where it is 0
     * @param headDim the width's share of a head where it is 0
     */
    record Usual(int width, int heads, int kvHeads, int headDim, int feedForward, int layers, int vocabulary, int context, double theta) { }

    private final String type;
    private final Usual usual;

    HubText(String type, Usual usual) {
        this.type = type;
        this.usual = usual;
    }

    static Optional<HubText> of(String type) {
        if (Set.of("qwen2_vl", "qwen2_vl_text", "qwen2_5_vl", "qwen2_5_vl_text").contains(type)) {
            return Optional.of(QWEN2);
        }
        if (type.equals("qwen3_vl_text")) {
            return Optional.of(QWEN3);
        }
        return Arrays.stream(values()).filter(text -> text.type.equals(type)).findFirst();
    }

    /** {@code model_type}. */
    String type() {
        return type;
    }

    Usual usual() {
        return usual;
    }

    /** Whether each head's queries and keys are normalised. */
    boolean headNorms() {
        return this == QWEN3 || this == GEMMA3;
    }

    /** Whether norms stand behind attention and the gated layer too, and all norms keep their scale's distance from 1. */
    boolean gemma() {
        return this == GEMMA3;
    }
}
