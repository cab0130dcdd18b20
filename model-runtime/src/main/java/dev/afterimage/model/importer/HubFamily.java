package dev.afterimage.model.importer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.afterimage.model.safetensors.SafetensorsCheckpoint;
import java.util.ArrayList;
import java.util.List;

/** The architectures that are read, with the names their tensors have had over the years; the newest first. */
enum HubFamily {
    LLAMA("llama", HubText.LLAMA, List.of("model.", "")),
    QWEN2("qwen2", HubText.QWEN2, List.of("model.", "")),
    QWEN3("qwen3", HubText.QWEN3, List.of("model.", "")),
    SMOLLM3("smollm3", HubText.SMOLLM3, List.of("model.", "")),
    GEMMA3("gemma3", HubText.GEMMA3, List.of("model.", "")),
    GEMMA3_VISION("gemma3-vision", HubText.GEMMA3, List.of("model.language_model.", "language_model.model.")),
    QWEN2_VL("qwen2-vl", HubText.QWEN2, List.of("model.language_model.", "model.", "language_model.model.")),
    QWEN2_5_VL("qwen2.5-vl", HubText.QWEN2, List.of("model.language_model.", "model.", "language_model.model.")),
    QWEN3_VL("qwen3-vl", HubText.QWEN3, List.of("model.language_model.", "language_model.model.")),
    INTERNVL("internvl", HubText.QWEN2, List.of("model.language_model.", "language_model.model.")),
    SMOLVLM("smolvlm", HubText.LLAMA, List.of("model.text_model.", "text_model.", "model.text_model.model.")),
    LLAVA_ONEVISION("llava-onevision", HubText.QWEN2, List.of("model.language_model.", "language_model.model.", "language_model."));

    private final String label;
    private final HubText textModel;
    private final List<String> textPrefixes;

    HubFamily(String label, HubText textModel, List<String> textPrefixes) {
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
            case "Qwen3ForCausalLM" -> QWEN3;
            case "SmolLM3ForCausalLM" -> SMOLLM3;
            case "Gemma3ForCausalLM" -> GEMMA3;
            case "Qwen2VLForConditionalGeneration" -> QWEN2_VL;
            case "Qwen2_5_VLForConditionalGeneration" -> QWEN2_5_VL;
            case "Qwen3VLForConditionalGeneration" -> QWEN3_VL;
            case "InternVLForConditionalGeneration" -> INTERNVL;
            case "SmolVLMForConditionalGeneration", "Idefics3ForConditionalGeneration" -> SMOLVLM;
            case "LlavaOnevisionForConditionalGeneration" -> LLAVA_ONEVISION;
            case "Gemma3ForConditionalGeneration" -> GEMMA3_VISION;
            case "InternVLChatModel" -> throw Config.unsupported(config.key("architectures") + " is " + architectures
                    + ", InternVL in its authors' own form", "import the same model in the library's form, whose name ends in -hf");
            default -> throw Recurrent.architecture(names.get(0)) ? Recurrent.refused(config.key("architectures") + " is " + architectures)
                    : Config.unsupported(config.key("architectures") + " is " + architectures + ", and SmolVLMForConditionalGeneration, "
                    + "Idefics3ForConditionalGeneration, LlavaOnevisionForConditionalGeneration, Qwen2VLForConditionalGeneration, "
                    + "Qwen2_5_VLForConditionalGeneration, Qwen3VLForConditionalGeneration, InternVLForConditionalGeneration, "
                    + "Gemma3ForConditionalGeneration, "
                    + "LlamaForCausalLM, Qwen2ForCausalLM, Qwen3ForCausalLM, "
                    + "SmolLM3ForCausalLM and Gemma3ForCausalLM are read");
        };
    }

    String label() {
        return label;
    }

    /** The language model's kind: what its configuration names, else the family's usual one. @param text the configuration's part on it */
    HubText textModel(Config text) {
        String type = text.text("model_type").orElse(textModel.type());
        return HubText.of(type).orElseThrow(() -> Recurrent.architecture(type)
                ? Recurrent.refused(text.key("model_type") + " is '" + type + "'")
                : Config.unsupported(text.key("model_type") + " is '" + type + "', and language models of type llama, qwen2, qwen3, "
                + "smollm3 and gemma3_text are read"));
    }

    boolean visual() {
        return this == SMOLVLM || this == LLAVA_ONEVISION || this == INTERNVL || this == GEMMA3_VISION || qwen();
    }

    /** Whether it is of the Qwen-VL family: three positions a token, pictures in their own proportions. */
    boolean qwen() {
        return this == QWEN2_VL || this == QWEN2_5_VL || this == QWEN3_VL;
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
