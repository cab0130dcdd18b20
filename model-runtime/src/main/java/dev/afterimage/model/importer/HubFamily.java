package dev.afterimage.model.importer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.afterimage.model.safetensors.SafetensorsCheckpoint;
import java.util.ArrayList;
import java.util.List;

/** The architectures that are read, with the names their tensors have had over the years; the newest first. */
enum HubFamily {
    LLAMA("llama", "llama", List.of("model.", "")),
    QWEN2("qwen2", "qwen2", List.of("model.", "")),
    SMOLVLM("smolvlm", "llama", List.of("model.text_model.", "text_model.", "model.text_model.model.")),
    LLAVA_ONEVISION("llava-onevision", "qwen2", List.of("model.language_model.", "language_model.model.", "language_model."));

    private final String label;
    private final String textModel;
    private final List<String> textPrefixes;

    HubFamily(String label, String textModel, List<String> textPrefixes) {
        this.label = label;
        this.textModel = textModel;
        this.textPrefixes = textPrefixes;
    }

    static HubFamily of(Config config) {
        List<String> names = new ArrayList<>();
        JsonNode architectures = config.at("architectures");
        architectures.forEach(name -> names.add(name.asText()));
        if (names.isEmpty()) {
            throw Config.malformed(config.key("architectures") + " names no architecture");
        }
        return switch (names.get(0)) {
            case "LlamaForCausalLM" -> LLAMA;
            case "Qwen2ForCausalLM" -> QWEN2;
            case "SmolVLMForConditionalGeneration", "Idefics3ForConditionalGeneration" -> SMOLVLM;
            case "LlavaOnevisionForConditionalGeneration" -> LLAVA_ONEVISION;
            default -> throw Config.unsupported(config.key("architectures") + " is " + architectures + ", and SmolVLMForConditionalGeneration, "
                    + "Idefics3ForConditionalGeneration, LlavaOnevisionForConditionalGeneration, LlamaForCausalLM and Qwen2ForCausalLM are read");
        };
    }

    String label() {
        return label;
    }

    /** The language model's type where the configuration names none. */
    String textModel() {
        return textModel;
    }

    boolean visual() {
        return this == SMOLVLM || this == LLAVA_ONEVISION;
    }

    String textPrefix(SafetensorsCheckpoint tensors) {
        return first(tensors, textPrefixes, "embed_tokens.weight");
    }

    String head(SafetensorsCheckpoint tensors) {
        return first(tensors, List.of("", "language_model.", "model.language_model.", "model."), "lm_head.weight") + "lm_head.weight";
    }

    /** The first prefix under which a tensor is there; the first of all when it is nowhere, so that a fault names it. */
    static String first(SafetensorsCheckpoint tensors, List<String> prefixes, String name) {
        return prefixes.stream().filter(prefix -> tensors.has(prefix + name)).findFirst().orElse(prefixes.get(0));
    }
}
