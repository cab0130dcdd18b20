package dev.afterimage.model.importer;

import dev.afterimage.model.graph.HeadPadding;
import dev.afterimage.model.graph.LlamaShape;
import dev.afterimage.model.graph.LlamaWeights;
import dev.afterimage.model.graph.Matrix;
import dev.afterimage.model.safetensors.SafetensorsCheckpoint;
import java.util.HashSet;
import java.util.Set;

/** The language model's weights out of a checkpoint directory. Biases are taken where there are any. */
final class HubLlama implements LlamaWeights {

    private static final float[] NO_BIAS = {};

    /** Which linear layers have biases, as the configuration says. */
    record Biases(boolean queriesKeysValues, boolean attentionOut, boolean feedForward) {

        static Biases of(Config config, String model) {
            boolean attention = config.yes("attention_bias", false);
            return model.equals("qwen2") ? new Biases(true, false, false) : new Biases(attention, attention, config.yes("mlp_bias", false));
        }
    }

    private final SafetensorsCheckpoint tensors;
    private final LlamaShape shape;
    private final Biases biases;
    private final String prefix;
    private final String head;

    /**
     * @param prefix of the decoder's tensors, e.g. {@code model.text_model.}
     * @param tied   whether the configuration lets the embedding serve as the head
     */
    HubLlama(SafetensorsCheckpoint tensors, LlamaShape shape, Biases biases, String prefix, String head, boolean tied) {
        this.tensors = tensors;
        this.shape = shape;
        this.biases = biases;
        this.prefix = prefix;
        // A head of its own is used even where the configuration speaks of tying: so does the reference.
        this.head = tensors.has(head) || !tied ? head : prefix + "embed_tokens.weight";
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
            requireNorm(name + "input_layernorm", known);
            requireNorm(name + "post_attention_layernorm", known);
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

    private void requireNorm(String name, Set<String> known) {
        tensors.require(name + ".weight", shape.width());
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
        return tensors.floats(prefix + "embed_tokens.weight", shape.vocabulary(), shape.width());
    }

    @Override
    public float[] head() {
        return tensors.floats(head, shape.vocabulary(), shape.width());
    }

    @Override
    public float[] finalNorm() {
        return tensors.floats(prefix + "norm.weight", shape.width());
    }

    @Override
    public Layer layer(int index) {
        String name = prefix + "layers." + index + ".";
        int width = shape.width();
        return new Layer(tensors.floats(name + "input_layernorm.weight", width), qkv(name + "self_attn."), attentionOut(name + "self_attn.o_proj"),
                tensors.floats(name + "post_attention_layernorm.weight", width), feed(name + "mlp.gate_proj", shape.feedForward(), width),
                feed(name + "mlp.up_proj", shape.feedForward(), width), feed(name + "mlp.down_proj", width, shape.feedForward()));
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
        return Stacked.of(heads(name + "q_proj", shape.heads()), heads(name + "k_proj", shape.kvHeads()), heads(name + "v_proj", shape.kvHeads()));
    }

    private Matrix heads(String name, int heads) {
        Matrix trained = linear(name, heads * shape.rotaryDim(), shape.width(), biases.queriesKeysValues());
        float[] bias = trained.bias().length == 0 ? NO_BIAS : HeadPadding.rows(shape, trained.bias(), heads);
        return new Matrix(HeadPadding.rows(shape, trained.weight(), heads), bias, heads * shape.headDim(), shape.width());
    }
}
