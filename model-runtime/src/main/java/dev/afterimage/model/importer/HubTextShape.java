package dev.afterimage.model.importer;

import dev.afterimage.model.graph.Activation;
import dev.afterimage.model.graph.LlamaShape;
import java.util.List;

/** The language model's sizes out of a configuration, with the defaults of the library that wrote it (it leaves them out). */
final class HubTextShape {

    private static final int MOST_VOCABULARY = 1 << 20;
    private static final int MOST_CONTEXT = 1 << 20;

    private final Config config;
    private final boolean qwen2;

    /** @param model {@code llama} or {@code qwen2} */
    HubTextShape(Config config, String model) {
        this.config = config;
        this.qwen2 = model.equals("qwen2");
        if (!qwen2 && !model.equals("llama")) {
            throw Config.unsupported(config.key("model_type") + " is '" + model + "', and language models of type llama and qwen2 are read");
        }
    }

    LlamaShape shape() {
        int width = config.number("hidden_size", 1, 1 << 16, 4096);
        int heads = config.number("num_attention_heads", 1, 1024, 32);
        int kvHeads = config.number("num_key_value_heads", 1, 1024, qwen2 && !config.at("num_key_value_heads").isNull() ? Integer.valueOf(32) : heads);
        if (heads % kvHeads != 0) {
            throw Config.malformed(config.key("num_key_value_heads") + " is " + kvHeads + ", which does not divide " + heads + " heads");
        }
        int headDim = headDim(width, heads);
        requireWholeAttention();
        return new LlamaShape(config.number("num_hidden_layers", 1, 1024, 32), width, heads, kvHeads, LlamaShape.headDim(headDim), headDim,
                config.number("intermediate_size", 1, 1 << 20, qwen2 ? 22016 : 11008), activation(config, "hidden_act", "silu"),
                config.number("vocab_size", 1, MOST_VOCABULARY, qwen2 ? 151936 : 32000),
                config.number("max_position_embeddings", 1, MOST_CONTEXT, qwen2 ? 32768 : 2048), (float) ropeTheta(),
                (float) config.positive("rms_norm_eps", usualEpsilon()));
    }

    /** A vision-language model whose configuration says nothing at all of its Llama takes a larger one. */
    private double usualEpsilon() {
        return qwen2 || config.present() ? 1e-6 : 1e-5;
    }

    private int headDim(int width, int heads) {
        if (!config.has("head_dim") && width % heads != 0) {
            throw Config.malformed(config.key("num_attention_heads") + " is " + heads + ", which does not divide the hidden size " + width);
        }
        int headDim = config.number("head_dim", 2, 4096, width / heads);
        if (headDim % 2 != 0) {
            throw Config.unsupported(config.key("head_dim") + " is " + headDim + ", and RoPE needs an even number");
        }
        return headDim;
    }

    static Activation activation(Config config, String key, String unlessGiven) {
        String name = config.text(key).orElse(unlessGiven);
        return Activation.of(name).orElseThrow(() -> Config.unsupported(config.key(key) + " is '" + name + "', an activation that is not known"));
    }

    /** {@code rope_theta} stands at the top in older configurations, in {@code rope_parameters} in newer ones. */
    private double ropeTheta() {
        double theta = config.positive("rope_theta", 10_000);
        for (String name : List.of("rope_scaling", "rope_parameters")) {
            Config rope = config.in(name);
            String type = rope.text("rope_type").or(() -> rope.text("type")).orElse("default");
            if (!type.equals("default")) {
                throw Config.unsupported(rope.key("rope_type") + " is '" + type + "', and only unscaled rotary positions are read");
            }
            requireWhole(rope);
            theta = rope.positive("rope_theta", theta);
        }
        requireWhole(config);
        return theta;
    }

    private static void requireWhole(Config config) {
        if (config.real("partial_rotary_factor", 1) != 1) {
            throw Config.unsupported(config.key("partial_rotary_factor") + " is " + config.at("partial_rotary_factor") + ", and heads are rotated whole");
        }
    }

    private void requireWholeAttention() {
        if (config.yes("use_sliding_window", false) && config.has("sliding_window")) {
            throw Config.unsupported(config.key("use_sliding_window") + " is true, and attention is over everything here");
        }
        config.at("layer_types").forEach(type -> {
            if (!type.asText().equals("full_attention")) {
                throw Config.unsupported(config.key("layer_types") + " holds '" + type.asText() + "', and attention is over everything here");
            }
        });
    }
}
