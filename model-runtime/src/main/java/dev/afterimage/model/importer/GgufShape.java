package dev.afterimage.model.importer;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.model.gguf.GgufFile;
import dev.afterimage.model.graph.Activation;
import dev.afterimage.model.graph.DecoderStyle;
import dev.afterimage.model.graph.LayerAttention;
import dev.afterimage.model.graph.LlamaShape;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** A GGUF file's family and sizes. What llama.cpp knows of a family without the file saying it, is known here too. */
final class GgufShape {

    private static final Set<String> READ = Set.of("llama", "qwen2", "qwen3", "gemma3");
    private static final int MAX_VOCABULARY = 1 << 20;
    private static final int LONGEST_CONTEXT = 1 << 15;
    /** Gemma 3's 27B model scales its queries by the width's share of a head, which is not a head's size there. */
    private static final int LAYERS_OF_27B = 62;

    private final GgufFile gguf;
    private final String name;

    GgufShape(GgufFile gguf) {
        this.gguf = gguf;
        this.name = gguf.text("general.architecture");
        if (Recurrent.gguf(name)) {
            throw Recurrent.refused("the checkpoint's architecture is '" + name + "'");
        }
        if (!READ.contains(name)) {
            throw unsupported("the checkpoint's architecture is '" + name + "', and llama, qwen2, qwen3 and gemma3 are read");
        }
    }

    /** {@code general.architecture}. */
    String name() {
        return name;
    }

    /** Whether queries, keys and values have biases. */
    boolean biased() {
        return name.equals("qwen2");
    }

    /** Whether the rows of queries and keys stand in pairs. */
    boolean paired() {
        return name.equals("llama");
    }

    private boolean gemma() {
        return name.equals("gemma3");
    }

    float embeddingScale() {
        return gemma() ? (float) Math.sqrt(number("embedding_length", 1 << 16)) : 1;
    }

    private String key(String suffix) {
        return name + "." + suffix;
    }

    private int number(String suffix, int most) {
        return gguf.number(key(suffix), 1, most);
    }

    LlamaShape shape() {
        int width = number("embedding_length", 1 << 16);
        int heads = number("attention.head_count", 1024);
        int kvHeads = gguf.number(key("attention.head_count_kv"), 1, 1024, heads);
        int headDim = gguf.number(key("attention.key_length"), 1, 4096, width / heads);
        if (heads % kvHeads != 0) {
            throw gguf.malformed("key '" + key("attention.head_count_kv") + "' is " + kvHeads + ", which does not divide " + heads
                    + " heads");
        }
        if (headDim % 2 != 0 || gguf.number(key("rope.dimension_count"), 1, 4096, headDim) != headDim) {
            throw unsupported("the checkpoint's heads have " + headDim + " dimensions, not an even number that is rotated whole");
        }
        int layers = number("block_count", 1024);
        float theta = gguf.real(key("rope.freq_base"), gemma() ? 1_000_000 : 10_000);
        return new LlamaShape(layers, width, heads, kvHeads, LlamaShape.headDim(headDim), headDim, number("feed_forward_length", 1 << 20),
                gemma() ? Activation.GELU_TANH : Activation.SILU,
                gguf.number(key("vocab_size"), 1, MAX_VOCABULARY, gguf.texts("tokenizer.ggml.tokens").size()),
                Math.min(number("context_length", 1 << 24), LONGEST_CONTEXT), theta, gguf.real(key("attention.layer_norm_rms_epsilon")),
                style(layers, theta, width / heads, headDim));
    }

    private DecoderStyle style(int layers, float theta, int share, int headDim) {
        float factor = factor();
        if (gemma()) {
            int window = number("attention.sliding_window", Integer.MAX_VALUE);
            int pattern = gguf.number(key("attention.sliding_window_pattern"), 1, 1024, 6);
            float local = gguf.real(key("rope.freq_base_swa"), 10_000);
            float scale = (float) (1 / Math.sqrt(layers == LAYERS_OF_27B ? share : headDim));
            return new DecoderStyle(true, true, scale, IntStream.range(0, layers)
                    .mapToObj(layer -> (layer + 1) % pattern == 0 ? new LayerAttention(theta, factor, 0)
                    : new LayerAttention(local, 1, window)).toList());
        }
        List<LayerAttention> attention = factor == 1 ? List.of() : IntStream.range(0, layers)
                .mapToObj(layer -> new LayerAttention(theta, factor, 0)).toList();
        return name.equals("qwen3") || factor != 1 ? new DecoderStyle(name.equals("qwen3"), false, 0, attention) : null;
    }

    /** What positions are divided by. */
    private float factor() {
        String type = gguf.text(key("rope.scaling.type"), "none");
        if (type.equals("none")) {
            return 1;
        }
        if (!type.equals("linear")) {
            throw unsupported("the checkpoint scales its rotary positions (key '" + key("rope.scaling.type") + "' is '" + type
                    + "'), and only linear scaling is read");
        }
        return gguf.real(key("rope.scaling.factor"), 1);
    }

    private static AfterimageException unsupported(String what) {
        return new AfterimageException(ErrorCode.MODEL_UNSUPPORTED, what, "import another checkpoint");
    }
}
