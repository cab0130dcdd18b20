package dev.afterimage.model.importer;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Architectures that keep one running state of all they have read (linear attention, state spaces, short convolutions).
 * What a block added to it cannot be taken out and put in again, so that blocks of such a model cannot be recalled.
 */
final class Recurrent {

    private static final Pattern ARCHITECTURE = Pattern.compile("(?i).*(mamba|jamba|bamba|zamba|rwkv|recurrentgemma|griffin|lfm2|"
            + "nemotron_?h|falcon_?h1|retnet|xlstm|hyena"
            + "|qwen3_?next|qwen3_?5|qwen3\\.5|kimi_?linear|minimaxtext01|minimaxm1|granitemoehybrid|plamo2|olmohybrid|bailingmoelinear|"
            + "ringlinear|jetnemotron|gated_?delta).*");
    private static final Set<String> GGUF = Set.of("mamba", "mamba2", "jamba", "rwkv6", "rwkv6qwen2", "rwkv7", "arwkv7", "granitehybrid",
            "falcon-h1", "lfm2", "lfm2moe", "nemotron_h",
            "nemotron_h_moe", "plamo2", "qwen3next", "qwen35", "qwen35moe", "kimi-linear", "bamba");
    private static final Pattern LAYER = Pattern.compile("linear_attention|mamba2?|conv|recurrent|ssm|gated_delta.*|kda|"
            + "lightning_attention");

    private Recurrent() { }

    /** @param name as {@code architectures} gives it */
    static boolean architecture(String name) {
        return ARCHITECTURE.matcher(name).matches();
    }

    /** @param name {@code general.architecture} of a GGUF file */
    static boolean gguf(String name) {
        return GGUF.contains(name);
    }

    /** @param type one of a configuration's {@code layer_types} */
    static boolean layer(String type) {
        return LAYER.matcher(type).matches();
    }

    static AfterimageException refused(String what) {
        return new AfterimageException(ErrorCode.MODEL_UNSUPPORTED, what + ": its layers keep a running state of all that was read in "
                + "place of keys and values for each token "
                + "(linear attention or a state space), so that stored blocks cannot be recalled",
                "import a model whose layers all attend to keys and values, such as Qwen3, Gemma 3 or SmolLM3");
    }
}
