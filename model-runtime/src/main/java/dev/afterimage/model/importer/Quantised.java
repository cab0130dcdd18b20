package dev.afterimage.model.importer;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.model.safetensors.SafetensorsCheckpoint;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.StringJoiner;

/**
 * Checkpoints that keep their weights in fewer bits: schemes that are not read are refused by name, before their tensors
 * are taken for broken ones.
 */
final class Quantised {

    private static final Set<String> PACKED = Set.of("pack-quantized", "float-quantized", "naive-quantized");

    private Quantised() { }

    /** Complains where a configuration names a scheme and the tensors are not as that scheme keeps them. @param config config.json */
    static void requireTensors(Config config, SafetensorsCheckpoint tensors) {
        for (Config scheme : List.of(config.in("quantization_config"), config.in("text_config").in("quantization_config"))) {
            if (scheme.present() && packed(scheme, scheme.text("quant_method").orElse("")) && !tensors.packs()) {
                throw refused(scheme, "quant_method", scheme.text("quant_method").orElse(""));
            }
        }
    }

    /** Schemes whose tensors say themselves how they are kept. */
    private static boolean packed(Config scheme, String method) {
        return method.equals("bitsandbytes") || method.equals("fp8")
                || method.equals("compressed-tensors") && PACKED.contains(scheme.text("format").orElse(""));
    }

    /** @param config config.json */
    static void requireRead(Path directory, Config config) {
        require(config.in("quantization_config"), "quant_method");
        require(config.in("text_config").in("quantization_config"), "quant_method");
        // What AutoGPTQ and AutoAWQ wrote before the configuration had a place for it.
        require(Config.read(directory, "quantize_config.json"), "quant_method", "gptq");
        require(Config.read(directory, "quant_config.json"), "quant_method", "awq");
    }

    private static void require(Config scheme, String key) {
        require(scheme, key, "unknown");
    }

    private static void require(Config scheme, String key, String unlessGiven) {
        if (!scheme.present()) {
            return;
        }
        String method = scheme.text(key).orElse(unlessGiven);
        if (packed(scheme, method)) {
            return; // the tensors are held against the scheme when they are open
        }
        if (method.equals("compressed-tensors") && scheme.text("format").orElse("int-quantized").equals("int-quantized")) {
            return; // how bytes and scales must lie is held against the tensors
        }
        throw refused(scheme, key, method);
    }

    private static AfterimageException refused(Config scheme, String key, String method) {
        return Config.unsupported(scheme.key(key) + " is '" + method + "'" + details(scheme) + ": this checkpoint's weights are "
                + "quantised, and of quantised checkpoints GGUF files, bitsandbytes with its scales, FP8, and compressed-tensors' "
                + "int-quantized, float-quantized and symmetric pack-quantized are read",
                "import the checkpoint in F16 or BF16, or a GGUF file of it; packs are quantised here");
    }

    private static String details(Config scheme) {
        StringJoiner details = new StringJoiner(", ", " (", ")").setEmptyValue("");
        scheme.text("format").ifPresent(details::add);
        scheme.text("bnb_4bit_quant_type").map(type -> type.toUpperCase(Locale.ROOT)).ifPresent(details::add);
        if (scheme.has("bits")) {
            details.add(scheme.at("bits").asText() + " bits");
        } else if (scheme.at("load_in_4bit").asBoolean()) {
            details.add("4 bits");
        } else if (scheme.at("load_in_8bit").asBoolean()) {
            details.add("8 bits");
        }
        return details.toString();
    }
}
