package dev.afterimage.model.importer;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.model.safetensors.SafetensorsCheckpoint;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.StringJoiner;
import java.util.stream.Stream;

/**
 * Checkpoints that keep their weights in fewer bits: schemes that are not read are refused by name, before their tensors
 * are taken for broken ones.
 */
final class Quantised {

    private static final Set<String> PACKED = Set.of("pack-quantized", "float-quantized", "naive-quantized");

    private Quantised() { }

    /** A place where a scheme may be named, and its name where that place names none. */
    private record Named(Config scheme, String unlessGiven) {

        String method() {
            return scheme.text("quant_method").orElse(unlessGiven);
        }
    }

    /** Also those that AutoGPTQ and AutoAWQ wrote before the configuration had a place for it. @param config config.json */
    private static List<Named> named(Path directory, Config config) {
        return Stream.of(new Named(config.in("quantization_config"), "unknown"),
                new Named(config.in("text_config").in("quantization_config"), "unknown"),
                new Named(Config.read(directory, "quantize_config.json"), "gptq"),
                new Named(Config.read(directory, "quant_config.json"), "awq")).filter(named -> named.scheme().present()).toList();
    }

    /** Complains where a scheme is named and the tensors are not as that scheme keeps them. @param config config.json */
    static void requireTensors(Path directory, Config config, SafetensorsCheckpoint tensors) {
        for (Named named : named(directory, config)) {
            if (packed(named.scheme(), named.method()) && !tensors.packs()) {
                throw refused(named.scheme(), named.method());
            }
        }
    }

    /** Schemes whose tensors say themselves how they are kept. */
    private static boolean packed(Config scheme, String method) {
        return method.equals("bitsandbytes") || method.equals("fp8") || method.equals("gptq") && gptq(scheme)
                || method.equals("awq") && scheme.text("version").orElse("gemm").equalsIgnoreCase("gemm")
                || method.equals("compressed-tensors") && PACKED.contains(scheme.text("format").orElse(""));
    }

    /** The second version keeps its zeros otherwise, and the tensors do not tell. */
    private static boolean gptq(Config scheme) {
        return scheme.text("checkpoint_format").orElse("gptq").equals("gptq");
    }

    /** @param config config.json */
    static void requireRead(Path directory, Config config) {
        for (Named named : named(directory, config)) {
            // How bytes and scales must lie is held against the tensors when they are open.
            boolean bytes = named.method().equals("compressed-tensors")
                    && named.scheme().text("format").orElse("int-quantized").equals("int-quantized");
            if (!bytes && !packed(named.scheme(), named.method())) {
                throw refused(named.scheme(), named.method());
            }
        }
    }

    private static AfterimageException refused(Config scheme, String method) {
        return Config.unsupported(scheme.key("quant_method") + " is '" + method + "'" + details(scheme) + ": this checkpoint's weights are "
                + "quantised, and of quantised checkpoints GGUF files, GPTQ, AWQ (gemm), bitsandbytes with its scales, FP8, and "
                + "compressed-tensors' int-quantized, float-quantized and symmetric pack-quantized are read",
                "import the checkpoint in F16 or BF16, or a GGUF file of it; packs are quantised here");
    }

    private static String details(Config scheme) {
        StringJoiner details = new StringJoiner(", ", " (", ")").setEmptyValue("");
        scheme.text("format").or(() -> scheme.text("checkpoint_format")).or(() -> scheme.text("version")).ifPresent(details::add);
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
