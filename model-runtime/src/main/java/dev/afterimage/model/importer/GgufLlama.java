package dev.afterimage.model.importer;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.model.gguf.GgufFile;
import dev.afterimage.model.gguf.GgufTensor;
import dev.afterimage.model.graph.HeadPadding;
import dev.afterimage.model.graph.LlamaShape;
import dev.afterimage.model.graph.LlamaWeights;
import dev.afterimage.model.graph.Matrix;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/** Weights of a decoder in GGUF: Llama, Qwen2, Qwen3 or Gemma 3. */
final class GgufLlama implements LlamaWeights {

    private static final float[] NO_BIAS = {};

    private final GgufFile gguf;
    private final GgufShape family;
    private final LlamaShape shape;

    GgufLlama(GgufFile gguf) {
        this.gguf = gguf;
        this.family = new GgufShape(gguf);
        this.shape = family.shape();
        requireTensors();
    }

    String family() {
        return family.name();
    }

    /** Faults are found before anything is written: each tensor that is needed is there, and none that would be left out. */
    private void requireTensors() {
        Set<String> needed = new HashSet<>(Set.of("token_embd.weight", "output_norm.weight"));
        for (int layer = 0; layer < shape.layers(); layer++) {
            String prefix = "blk." + layer + ".";
            parts(part -> needed.add(prefix + part));
        }
        for (String name : needed) {
            if (!gguf.hasTensor(name)) {
                throw gguf.malformed("tensor '" + name + "' is missing");
            }
        }
        for (GgufTensor tensor : gguf.tensors()) {
            if (!needed.contains(tensor.name()) && !tensor.name().equals("output.weight")) {
                throw unsupported("the checkpoint has the tensor '" + tensor.name() + "', which a plain model of the family '"
                        + family.name() + "' has not");
            }
        }
    }

    /** Names of a layer's tensors. */
    private void parts(Consumer<String> each) {
        for (String part : new String[] {"attn_norm", "attn_q", "attn_k", "attn_v", "attn_output", "ffn_norm", "ffn_gate", "ffn_up",
                "ffn_down"}) {
            each.accept(part + ".weight");
        }
        for (String part : family.biased() ? new String[] {"attn_q", "attn_k", "attn_v"} : new String[0]) {
            each.accept(part + ".bias");
        }
        for (String part : shape.headNorms() ? new String[] {"attn_q_norm", "attn_k_norm"} : new String[0]) {
            each.accept(part + ".weight");
        }
        for (String part : shape.outNorms() ? new String[] {"post_attention_norm", "post_ffw_norm"} : new String[0]) {
            each.accept(part + ".weight");
        }
    }

    private static AfterimageException unsupported(String what) {
        return new AfterimageException(ErrorCode.MODEL_UNSUPPORTED, what, "import another checkpoint");
    }

    LlamaShape shape() {
        return shape;
    }

    private static String name(int layer, String part) {
        return "blk." + layer + "." + part + ".weight";
    }

    @Override
    public float[] embedding() {
        float[] embedding = gguf.floats("token_embd.weight", shape.vocabulary(), shape.width());
        float scale = family.embeddingScale();
        for (int i = 0; scale != 1 && i < embedding.length; i++) {
            embedding[i] *= scale;
        }
        return embedding;
    }

    @Override
    public float[] head() {
        return gguf.floats(gguf.hasTensor("output.weight") ? "output.weight" : "token_embd.weight", shape.vocabulary(), shape.width());
    }

    @Override
    public float[] finalNorm() {
        return gguf.floats("output_norm.weight", shape.width());
    }

    @Override
    public Layer layer(int index) {
        int width = shape.width();
        int queries = shape.heads() * shape.rotaryDim();
        float[] out = HeadPadding.columns(shape, gguf.floats(name(index, "attn_output"), width, queries), width);
        return new Layer(gguf.floats(name(index, "attn_norm"), width), qkv(index), new Matrix(out, width, shape.queryWidth()),
                gguf.floats(name(index, "ffn_norm"), width),
                matrix(index, "ffn_gate", shape.feedForward(), width), matrix(index, "ffn_up", shape.feedForward(), width),
                matrix(index, "ffn_down", width, shape.feedForward()), further(index));
    }

    private FurtherNorms further(int layer) {
        boolean heads = shape.headNorms();
        boolean outs = shape.outNorms();
        return new FurtherNorms(heads ? gguf.floats(name(layer, "attn_q_norm"), shape.rotaryDim()) : null,
                heads ? gguf.floats(name(layer, "attn_k_norm"), shape.rotaryDim()) : null,
                outs ? gguf.floats(name(layer, "post_attention_norm"), shape.width()) : null,
                outs ? gguf.floats(name(layer, "post_ffw_norm"), shape.width()) : null);
    }

    private Matrix matrix(int layer, String part, int out, int in) {
        return new Matrix(gguf.floats(name(layer, part), out, in), out, in);
    }

    private Matrix qkv(int layer) {
        return StackedLayers.of(heads(layer, "attn_q", shape.heads(), family.paired()),
                heads(layer, "attn_k", shape.kvHeads(), family.paired()),
                heads(layer, "attn_v", shape.kvHeads(), false));
    }

    /** (heads x headDim, width) */
    private Matrix heads(int layer, String part, int heads, boolean paired) {
        float[] trained = gguf.floats(name(layer, part), heads * shape.rotaryDim(), shape.width());
        float[] rows = HeadPadding.rows(shape, paired ? halfSplit(trained) : trained, heads);
        float[] bias = family.biased() ? HeadPadding.rows(shape,
                gguf.floats("blk." + layer + "." + part + ".bias", heads * shape.rotaryDim()), heads) : NO_BIAS;
        return new Matrix(rows, bias, heads * shape.headDim(), shape.width());
    }

    /**
     * GGUF keeps a Llama's rows of a head in pairs (0, half, 1, half + 1, ...) for interleaved RoPE; here they go back
     * to the half-split order.
     */
    private float[] halfSplit(float[] rows) {
        int width = shape.width();
        int headDim = shape.rotaryDim();
        float[] split = new float[rows.length];
        for (int row = 0; row < rows.length / width; row++) {
            int to = row / headDim * headDim + row % headDim / 2 + row % 2 * (headDim / 2);
            System.arraycopy(rows, row * width, split, to * width, width);
        }
        return split;
    }
}
