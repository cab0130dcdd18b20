package dev.afterimage.model.importer;

import dev.afterimage.model.graph.HeadPadding;
import dev.afterimage.model.graph.LlamaShape;
import dev.afterimage.model.graph.LlamaWeights;
import dev.afterimage.model.graph.Matrix;
import dev.afterimage.model.safetensors.SafetensorsCheckpoint;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The language model's weights out of a checkpoint directory. Biases are taken where there are any. */
final class HubLlama implements LlamaWeights {

    private static final float[] NO_BIAS = {};

    /** Which linear layers have biases, as the configuration says. */
    record Biases(boolean queriesKeysValues, boolean attentionOut, boolean feedForward) {

        static Biases of(Config config, HubText model) {
            boolean attention = config.yes("attention_bias", false);
            boolean feedForward = (model == HubText.LLAMA || model == HubText.SMOLLM3) && config.yes("mlp_bias", false);
            return model == HubText.QWEN2 ? new Biases(true, false, false) : new Biases(attention, attention, feedForward);
        }
    }

    /**
     * @param prefix of the decoder's tensors, e.g. {@code model.text_model.}
     * @param head   the head's tensor, if it has one of its own
     */
    record Names(String prefix, String head) { }

    private final SafetensorsCheckpoint tensors;
    private final LlamaShape shape;
    private final HubText model;
    private final Biases biases;
    private final String prefix;
    private final String head;

    /** @param tied whether the configuration lets the embedding serve as the head */
    HubLlama(SafetensorsCheckpoint tensors, LlamaShape shape, HubText model, Biases biases, Names names, boolean tied) {
        this.tensors = tensors;
        this.shape = shape;
        this.model = model;
        this.biases = biases;
        this.prefix = names.prefix();
        // A head of its own is used even where the configuration speaks of tying: so does the reference.
        this.head = tensors.has(names.head()) || !tied ? names.head() : prefix + "embed_tokens.weight";
        requireTensors();
    }

    /** Faults are found before anything is written. */
    private void requireTensors() {
        int width = shape.width();
        tensors.require(prefix + "embed_tokens.weight", shape.vocabulary(), width);
        tensors.require(head, shape.vocabulary(), width);
        tensors.require(prefix + "norm.weight", width);
        Set<String> known = new HashSet<>();
        for (int layer = 0; layer < shape.layers(); layer++) {
            String name = prefix + "layers." + layer + ".";
            norms(name).forEach((norm, size) -> requireNorm(norm, size, known));
            requireLinear(name + "self_attn.q_proj", shape.heads() * shape.rotaryDim(), width, biases.queriesKeysValues(), known);
            requireLinear(name + "self_attn.k_proj", shape.kvHeads() * shape.rotaryDim(), width, biases.queriesKeysValues(), known);
            requireLinear(name + "self_attn.v_proj", shape.kvHeads() * shape.rotaryDim(), width, biases.queriesKeysValues(), known);
            requireLinear(name + "self_attn.o_proj", width, shape.heads() * shape.rotaryDim(), biases.attentionOut(), known);
            requireLinear(name + "mlp.gate_proj", shape.feedForward(), width, biases.feedForward(), known);
            requireLinear(name + "mlp.up_proj", shape.feedForward(), width, biases.feedForward(), known);
            requireLinear(name + "mlp.down_proj", width, shape.feedForward(), biases.feedForward(), known);
        }
        refuseOthers(known);
    }

    /** Names and sizes of a layer's norms. */
    private Map<String, Integer> norms(String layer) {
        Map<String, Integer> norms = new TreeMap<>();
        norms.put(layer + "input_layernorm", shape.width());
        norms.put(layer + "post_attention_layernorm", shape.width());
        if (shape.headNorms()) {
            norms.put(layer + "self_attn.q_norm", shape.rotaryDim());
            norms.put(layer + "self_attn.k_norm", shape.rotaryDim());
        }
        if (shape.outNorms()) {
            norms.put(layer + "pre_feedforward_layernorm", shape.width());
            norms.put(layer + "post_feedforward_layernorm", shape.width());
        }
        return norms;
    }

    private void requireNorm(String name, int size, Set<String> known) {
        tensors.require(name + ".weight", size);
        known.add(name + ".weight");
    }

    private void requireLinear(String name, int out, int in, boolean biased, Set<String> known) {
        tensors.require(name + ".weight", out, in);
        known.add(name + ".weight");
        if (biased) {
            tensors.require(name + ".bias", out);
            known.add(name + ".bias");
        }
    }

    /** A tensor that would be left out means another model; old checkpoints keep RoPE's frequencies, which are computed here. */
    private void refuseOthers(Set<String> known) {
        for (String name : tensors.names()) {
            if (name.startsWith(prefix + "layers.") && !known.contains(name) && !name.endsWith(".rotary_emb.inv_freq")) {
                throw Config.unsupported("the checkpoint has the tensor '" + name + "', which its configuration says nothing of");
            }
        }
    }

    @Override
    public float[] embedding() {
        float[] embedding = tensors.floats(prefix + "embed_tokens.weight", shape.vocabulary(), shape.width());
        float scale = model.gemma() ? (float) Math.sqrt(shape.width()) : 1;
        for (int i = 0; scale != 1 && i < embedding.length; i++) {
            embedding[i] *= scale;
        }
        return embedding;
    }

    @Override
    public float[] head() {
        return tensors.floats(head, shape.vocabulary(), shape.width());
    }

    @Override
    public float[] finalNorm() {
        return norm(prefix + "norm", shape.width());
    }

    /** Gemma's norms keep what their scale is above 1. */
    private float[] norm(String name, int size) {
        float[] scale = tensors.floats(name + ".weight", size);
        for (int i = 0; model.gemma() && i < size; i++) {
            scale[i] += 1;
        }
        return scale;
    }

    @Override
    public Layer layer(int index) {
        String name = prefix + "layers." + index + ".";
        int width = shape.width();
        String feedNorm = name + (shape.outNorms() ? "pre_feedforward_layernorm" : "post_attention_layernorm");
        return new Layer(norm(name + "input_layernorm", width), qkv(name + "self_attn."), attentionOut(name + "self_attn.o_proj"),
                norm(feedNorm, width),
                feed(name + "mlp.gate_proj", shape.feedForward(), width), feed(name + "mlp.up_proj", shape.feedForward(), width),
                feed(name + "mlp.down_proj", width, shape.feedForward()), further(name));
    }

    private FurtherNorms further(String name) {
        boolean heads = shape.headNorms();
        boolean outs = shape.outNorms();
        return new FurtherNorms(heads ? norm(name + "self_attn.q_norm", shape.rotaryDim()) : null,
                heads ? norm(name + "self_attn.k_norm", shape.rotaryDim()) : null,
                outs ? norm(name + "post_attention_layernorm", shape.width()) : null,
                outs ? norm(name + "post_feedforward_layernorm", shape.width()) : null);
    }

    private Matrix feed(String name, int out, int in) {
        return linear(name, out, in, biases.feedForward());
    }

    private Matrix linear(String name, int out, int in, boolean biased) {
        return new Matrix(tensors.floats(name + ".weight", out, in), biased ? tensors.floats(name + ".bias", out) : NO_BIAS, out, in);
    }

    private Matrix attentionOut(String name) {
        Matrix trained = linear(name, shape.width(), shape.heads() * shape.rotaryDim(), biases.attentionOut());
        return new Matrix(HeadPadding.columns(shape, trained.weight(), shape.width()), trained.bias(), shape.width(), shape.queryWidth());
    }

    private Matrix qkv(String name) {
        return StackedLayers.of(heads(name + "q_proj", shape.heads()), heads(name + "k_proj", shape.kvHeads()),
                heads(name + "v_proj", shape.kvHeads()));
    }

    private Matrix heads(String name, int heads) {
        Matrix trained = linear(name, heads * shape.rotaryDim(), shape.width(), biases.queriesKeysValues());
        float[] bias = trained.bias().length == 0 ? NO_BIAS : HeadPadding.rows(shape, trained.bias(), heads);
        return new Matrix(HeadPadding.rows(shape, trained.weight(), heads), bias, heads * shape.headDim(), shape.width());
    }
}
