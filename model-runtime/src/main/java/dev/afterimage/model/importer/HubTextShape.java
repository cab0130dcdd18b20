package dev.afterimage.model.importer;

import dev.afterimage.model.graph.Activation;
import dev.afterimage.model.graph.DecoderStyle;
import dev.afterimage.model.graph.LayerAttention;
import dev.afterimage.model.graph.LlamaShape;
import dev.afterimage.model.graph.RotaryAxes;
import java.util.List;

/** The language model's sizes out of a configuration, with the defaults of the library that wrote it (it leaves them out). */
final class HubTextShape {

    private static final int MOST_VOCABULARY = 1 << 20;
    private static final int MOST_CONTEXT = 1 << 24;
    /** Of what a pack holds a context: rotary tables are as long, and far longer ones are claimed than anybody reads here. */
    private static final int LONGEST_CONTEXT = 1 << 15;

    private final Config config;
    private final HubText model;

    private final HubFamily family;
    private final int deepStack;

    /** @param deepStack layers that have more of a picture added behind them */
    HubTextShape(Config config, HubText model, HubFamily family, int deepStack) {
        this.config = config;
        this.model = model;
        this.family = family;
        this.deepStack = deepStack;
    }

    LlamaShape shape() {
        HubText.Usual usual = model.usual();
        int width = config.number("hidden_size", 1, 1 << 16, usual.width());
        int heads = config.number("num_attention_heads", 1, 1024, usual.heads());
        int kvHeads = config.number("num_key_value_heads", 1, 1024, usual.kvHeads() == 0 || config.at("num_key_value_heads")
                .isNull() ? heads : usual.kvHeads());
        if (heads % kvHeads != 0) {
            throw Config.malformed(config.key("num_key_value_heads") + " is " + kvHeads + ", which does not divide " + heads + " heads");
        }
        int headDim = headDim(width, heads);
        int layers = config.number("num_hidden_layers", 1, 1024, usual.layers());
        List<LayerAttention> attention = new HubAttention(config, model, layers).layers();
        float theta = attention.stream().filter(layer -> layer.rotates() && layer.window() == 0).map(LayerAttention::theta).findFirst()
                .orElse((float) usual.theta());
        return new LlamaShape(layers, width, heads, kvHeads, LlamaShape.headDim(headDim), headDim,
                config.number("intermediate_size", 1, 1 << 20, usual.feedForward()), activation(),
                config.number("vocab_size", 1, MOST_VOCABULARY, usual.vocabulary()), context(usual), theta,
                (float) config.positive("rms_norm_eps", usualEpsilon()),
                style(attention, theta));
    }

    private int context(HubText.Usual usual) {
        return Math.min(config.number("max_position_embeddings", 1, MOST_CONTEXT, usual.context()), LONGEST_CONTEXT);
    }

    private Activation activation() {
        return model.gemma() ? activation(config, "hidden_activation", "gelu_pytorch_tanh") : activation(config, "hidden_act", "silu");
    }

    /** Null for what is a Llama in all but its name. */
    private DecoderStyle style(List<LayerAttention> attention, float theta) {
        boolean alike = attention.stream().allMatch(new LayerAttention(theta, 1, 0)::equals);
        if (alike && !model.headNorms() && !family.qwen()) {
            return null;
        }
        return new DecoderStyle(model.headNorms(), model.gemma(), model.gemma() ? gemmaScale() : 0, alike ? List.of() : attention,
                family.qwen() ? axes() : null, deepStack, family == HubFamily.GEMMA3_VISION);
    }

    /** {@code mrope_section}, as older and newer configurations write it. */
    private RotaryAxes axes() {
        Config rope = config.in("rope_parameters").has("mrope_section") ? config.in("rope_parameters") : config.in("rope_scaling");
        boolean interleaved = family == HubFamily.QWEN3_VL;
        List<Integer> sections = rope.numbers("mrope_section", 0, 4096);
        if (sections.isEmpty() && interleaved) {
            sections = List.of(24, 20, 20);
        }
        if (sections.size() != 3) {
            throw Config.malformed(rope.key("mrope_section") + " is " + rope.at("mrope_section") + ", not three numbers for time, row "
                    + "and column");
        }
        return new RotaryAxes(sections, interleaved);
    }

    private float gemmaScale() {
        for (String key : List.of("attn_logit_softcapping", "final_logit_softcapping")) {
            if (config.has(key)) {
                throw Config.unsupported(config.key(key) + " is " + config.at(key) + ", and Gemma 3's logits are not capped here");
            }
        }
        if (config.yes("use_bidirectional_attention", false)) {
            throw Config.unsupported(config.key("use_bidirectional_attention") + " is true, and tokens attend to those before them here");
        }
        return (float) (1 / Math.sqrt(config.positive("query_pre_attn_scalar", 256)));
    }

    /** A vision-language model whose configuration says nothing at all of its Llama takes a larger one. */
    private double usualEpsilon() {
        return model != HubText.LLAMA || config.present() ? 1e-6 : 1e-5;
    }

    private int headDim(int width, int heads) {
        int usual = model.usual().headDim();
        if (usual == 0 && !config.has("head_dim") && width % heads != 0) {
            throw Config.malformed(config.key("num_attention_heads") + " is " + heads + ", which does not divide the hidden size " + width);
        }
        int headDim = config.number("head_dim", 2, 4096, usual == 0 ? width / heads : usual);
        if (headDim % 2 != 0) {
            throw Config.unsupported(config.key("head_dim") + " is " + headDim + ", and RoPE needs an even number");
        }
        return headDim;
    }

    static Activation activation(Config config, String key, String unlessGiven) {
        String name = config.text(key).orElse(unlessGiven);
        return Activation.of(name).orElseThrow(() -> Config.unsupported(config.key(key) + " is '" + name + "', an activation that is not "
                + "known"));
    }
}
