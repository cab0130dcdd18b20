package dev.afterimage.model.importer;

import dev.afterimage.core.AfterimageException;
import dev.afterimage.core.ErrorCode;
import dev.afterimage.model.gguf.GgufFile;
import dev.afterimage.model.gguf.GgufTensor;
import dev.afterimage.model.graph.Activation;
import dev.afterimage.model.graph.HeadPadding;
import dev.afterimage.model.graph.LlamaShape;
import dev.afterimage.model.graph.LlamaWeights;
import dev.afterimage.model.graph.Matrix;
import java.util.HashSet;
import java.util.Set;

/** Shape and weights of a Llama-family checkpoint in GGUF. */
final class GgufLlama implements LlamaWeights {

    private static final int MAX_VOCABULARY = 1 << 20;

    private final GgufFile gguf;
    private final LlamaShape shape;

    GgufLlama(GgufFile gguf) {
        this.gguf = gguf;
        String family = gguf.text("general.architecture");
        if (!family.equals("llama")) {
            throw unsupported("the checkpoint's architecture is '" + family + "', and only 'llama' is read");
        }
        if (!gguf.text("llama.rope.scaling.type", "none").equals("none")) {
            throw unsupported("the checkpoint scales its rotary positions (llama.rope.scaling.type)");
        }
        this.shape = shape(gguf);
        requireTensors();
    }

    private static LlamaShape shape(GgufFile gguf) {
        int width = gguf.number("llama.embedding_length", 1, 1 << 16);
        int heads = gguf.number("llama.attention.head_count", 1, 1024);
        int kvHeads = gguf.number("llama.attention.head_count_kv", 1, 1024, heads);
        int headDim = gguf.number("llama.attention.key_length", 1, 4096, width / heads);
        if (heads % kvHeads != 0) {
            throw gguf.malformed("key 'llama.attention.head_count_kv' is " + kvHeads + ", which does not divide " + heads + " heads");
        }
        if (headDim % 2 != 0 || gguf.number("llama.rope.dimension_count", 1, 4096, headDim) != headDim) {
            throw unsupported("the checkpoint's heads have " + headDim + " dimensions, not an even number that is rotated whole");
        }
        return new LlamaShape(gguf.number("llama.block_count", 1, 1024), width, heads, kvHeads, LlamaShape.headDim(headDim), headDim,
                gguf.number("llama.feed_forward_length", 1, 1 << 20), Activation.SILU, gguf.number("llama.vocab_size", 1, MAX_VOCABULARY, gguf.texts("tokenizer.ggml.tokens").size()),
                gguf.number("llama.context_length", 1, 1 << 20), gguf.real("llama.rope.freq_base", 10_000),
                gguf.real("llama.attention.layer_norm_rms_epsilon"));
    }

    /** Faults are found before anything is written: each tensor that is needed is there, and none that would be left out. */
    private void requireTensors() {
        Set<String> known = new HashSet<>(Set.of("token_embd.weight", "output_norm.weight", "output.weight"));
        for (int layer = 0; layer < shape.layers(); layer++) {
            for (String part : new String[] {"attn_norm", "attn_q", "attn_k", "attn_v", "attn_output", "ffn_norm", "ffn_gate", "ffn_up", "ffn_down"}) {
                known.add(name(layer, part));
            }
        }
        for (String name : known) {
            if (!gguf.hasTensor(name) && !name.equals("output.weight")) {
                throw gguf.malformed("tensor '" + name + "' is missing");
            }
        }
        for (GgufTensor tensor : gguf.tensors()) {
            if (!known.contains(tensor.name())) {
                throw unsupported("the checkpoint has the tensor '" + tensor.name() + "', which a plain Llama has not");
            }
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
        return gguf.floats("token_embd.weight", shape.vocabulary(), shape.width());
    }

    @Override
    public float[] head() {
        return gguf.hasTensor("output.weight") ? gguf.floats("output.weight", shape.vocabulary(), shape.width()) : embedding();
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
        return new Layer(gguf.floats(name(index, "attn_norm"), width), new Matrix(qkv(index), shape.qkvWidth(), width),
                new Matrix(out, width, shape.queryWidth()), gguf.floats(name(index, "ffn_norm"), width),
                matrix(index, "ffn_gate", shape.feedForward(), width), matrix(index, "ffn_up", shape.feedForward(), width),
                matrix(index, "ffn_down", width, shape.feedForward()));
    }

    private Matrix matrix(int layer, String part, int out, int in) {
        return new Matrix(gguf.floats(name(layer, part), out, in), out, in);
    }

    private float[] qkv(int layer) {
        int width = shape.width();
        float[] all = new float[shape.qkvWidth() * width];
        put(halfSplit(heads(layer, "attn_q", shape.heads())), shape.heads(), all, 0);
        put(halfSplit(heads(layer, "attn_k", shape.kvHeads())), shape.kvHeads(), all, shape.queryWidth());
        put(heads(layer, "attn_v", shape.kvHeads()), shape.kvHeads(), all, shape.queryWidth() + shape.keyWidth());
        return all;
    }

    /** (heads x rotaryDim, width) */
    private float[] heads(int layer, String part, int heads) {
        return gguf.floats(name(layer, part), heads * shape.rotaryDim(), shape.width());
    }

    private void put(float[] rows, int heads, float[] target, int firstRow) {
        float[] wide = HeadPadding.rows(shape, rows, heads);
        System.arraycopy(wide, 0, target, firstRow * shape.width(), wide.length);
    }

    /** GGUF keeps the rows of a head in pairs (0, half, 1, half + 1, ...) for interleaved RoPE; here they go back to the half-split order. */
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
