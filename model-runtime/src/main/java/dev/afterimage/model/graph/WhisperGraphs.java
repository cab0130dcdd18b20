package dev.afterimage.model.graph;

import java.util.List;
import java.util.Map;

/**
 * Whisper (Radford et al. 2022) as two ONNX graphs: the encoder, which also makes the keys and values that the
 * decoder's cross-attention reads over and over, and one step of the decoder over a cache in place. Layers are
 * pre-norm; activations are the exact GELU.
 */
public final class WhisperGraphs {

    private static final float EPSILON = 1e-5f;

    private final WhisperShape shape;
    private final WhisperWeights weights;
    private final Linear linear;
    private final WeightFile file;

    public WhisperGraphs(WhisperShape shape, WhisperWeights weights, Linear linear, WeightFile file) {
        this.shape = shape;
        this.weights = weights;
        this.linear = linear;
        this.file = file;
    }

    /**
     * mel (1, bands, 2 frames) to, per decoder layer, cross_key.L (1, heads, headDim, frames) and cross_value.L (1,
     * heads, frames, headDim).
     */
    public byte[] encoder() {
        OnnxGraph graph = new OnnxGraph("encoder", file);
        String mel = graph.floatInput("mel", 1, shape.bands(), 2 * shape.frames());
        String hidden = convolved(graph, 2, convolved(graph, 1, mel));
        hidden = graph.node("", "Transpose", "frames", List.of(hidden), Map.of("perm", new long[] {0, 2, 1}));
        hidden = add(graph, "placed", hidden, graph.floats("encoder_positions", weights.encoderPositions(), shape.frames(), shape.width()));
        for (int index = 0; index < shape.encoderLayers(); index++) {
            String name = "encoder." + index + ".";
            WhisperWeights.Layer layer = weights.encoderLayer(index);
            hidden = add(graph, name + "attended", hidden, selfAttention(graph, name + "self.", hidden, layer.self()));
            hidden = add(graph, name + "fed", hidden, feedForward(graph, name, hidden, layer.feedForward()));
        }
        hidden = norm(graph, "encoder_norm", hidden, weights.encoderNorm());
        for (int index = 0; index < shape.decoderLayers(); index++) {
            crossMemory(graph, index, hidden);
        }
        return graph.toModel();
    }

    private String convolved(OnnxGraph graph, int number, String input) {
        String name = "convolution_" + number;
        WhisperWeights.Affine affine = weights.convolution(number);
        int in = number == 1 ? shape.bands() : shape.width();
        String out = graph.node("", "Conv", name, List.of(input, graph.floats(name + ".weight", affine.weight(), shape.width(), in, 3),
                graph.floats(name + ".bias", affine.bias(), shape.width())),
                Map.of("pads", new long[] {1, 1}, "strides", new long[] {number}));
        return gelu(graph, name + ".gelu", out);
    }

    private String selfAttention(OnnxGraph graph, String name, String hidden, WhisperWeights.Attention attention) {
        String normed = norm(graph, name + "norm", hidden, attention.norm());
        String queries = affine(graph, name + "queries", normed, attention.queries(), shape.width());
        String keys = affine(graph, name + "keys", normed, attention.keys(), shape.width());
        String values = affine(graph, name + "values", normed, attention.values(), shape.width());
        String attended = graph.node(OnnxGraph.MICROSOFT, "MultiHeadAttention", name + "heads", List.of(queries, keys, values),
                Map.of("num_heads", shape.heads()));
        return affine(graph, name + "out", attended, attention.out(), shape.width());
    }

    private void crossMemory(OnnxGraph graph, int index, String encoded) {
        WhisperWeights.Attention cross = weights.decoderLayer(index).cross();
        String keys = heads(graph, "cross." + index + ".keys",
                affine(graph, "cross." + index + ".key", encoded, cross.keys(), shape.width()), shape.frames());
        String values = heads(graph, "cross." + index + ".values",
                affine(graph, "cross." + index + ".value", encoded, cross.values(), shape.width()),
                shape.frames());
        graph.node("", "Transpose", "cross_key." + index, List.of(keys), Map.of("perm", new long[] {0, 2, 3, 1}));
        graph.node("", "Transpose", "cross_value." + index, List.of(values), Map.of("perm", new long[] {0, 2, 1, 3}));
        graph.floatOutput("cross_key." + index, 1, shape.heads(), shape.headDim(), shape.frames());
        graph.floatOutput("cross_value." + index, 1, shape.heads(), shape.frames(), shape.headDim());
    }

    /** (1, tokens, width) to (1, tokens, heads, headDim). */
    private String heads(OnnxGraph graph, String name, String input, int tokens) {
        return graph.node("", "Reshape", name, List.of(input, graph.longs(name + ".shape", 1, tokens, shape.heads(), shape.headDim())),
                Map.of());
    }

    /**
     * One token behind the cached ones. Inputs: token (1, 1), last (1), its position, total (), last + 1, per layer
     * key.L and value.L (1, heads, capacity, headDim), and cross_key.L and cross_value.L as the encoder gives them.
     * Outputs: logits (1, 1, vocabulary), and per layer key_out.L and value_out.L, which must be the same memory as
     * key.L and value.L.
     */
    public byte[] decoder() {
        OnnxGraph graph = new OnnxGraph("decoder", file);
        String token = graph.intInput("token", 1, 1);
        String last = graph.intInput("last", 1);
        graph.intInput("total");
        String hidden = add(graph, "placed",
                graph.node("", "Gather", "embedded",
                List.of(graph.floats("embedding", weights.embedding(), shape.vocabulary(), shape.width()), token), Map.of()),
                graph.node("", "Gather", "position",
                List.of(graph.floats("decoder_positions", weights.decoderPositions(), shape.positions(), shape.width()), last),
                        Map.of()));
        for (int index = 0; index < shape.decoderLayers(); index++) {
            hidden = decoderLayer(graph, index, hidden);
        }
        linear.apply(graph, "logits", norm(graph, "decoder_norm", hidden, weights.decoderNorm()), weights.embedding(), shape.vocabulary(),
                shape.width());
        graph.floatOutput("logits", 1, 1, shape.vocabulary());
        return graph.toModel();
    }

    private String decoderLayer(OnnxGraph graph, int index, String hidden) {
        String name = "decoder." + index + ".";
        WhisperWeights.Layer layer = weights.decoderLayer(index);
        String attended = add(graph, name + "attended", hidden, cachedAttention(graph, index, name + "self.", hidden, layer.self()));
        String crossed = add(graph, name + "crossed", attended, crossAttention(graph, index, name + "cross.", attended, layer.cross()));
        return add(graph, name + "fed", crossed, feedForward(graph, name, crossed, layer.feedForward()));
    }

    private String cachedAttention(OnnxGraph graph, int index, String name, String hidden, WhisperWeights.Attention attention) {
        Object[] cache = {1, shape.heads(), "capacity", shape.headDim()};
        String normed = norm(graph, name + "norm", hidden, attention.norm());
        List<String> inputs = List.of(affine(graph, name + "queries", normed, attention.queries(), shape.width()),
                affine(graph, name + "keys", normed, attention.keys(), shape.width()),
                affine(graph, name + "values", normed, attention.values(), shape.width()),
                graph.floatInput("key." + index, cache), graph.floatInput("value." + index, cache), "last", "total");
        graph.floatOutput("key_out." + index, cache);
        graph.floatOutput("value_out." + index, cache);
        graph.node(OnnxGraph.MICROSOFT, "GroupQueryAttention", List.of(name + "heads", "key_out." + index, "value_out." + index), inputs,
                Map.of("num_heads", shape.heads(), "kv_num_heads", shape.heads()));
        return affine(graph, name + "out", name + "heads", attention.out(), shape.width());
    }

    private String crossAttention(OnnxGraph graph, int index, String name, String hidden, WhisperWeights.Attention attention) {
        String normed = norm(graph, name + "norm", hidden, attention.norm());
        String queries = graph.node("", "Transpose", name + "turned",
                List.of(heads(graph, name + "heads", affine(graph, name + "queries", normed, attention.queries(), shape.width()), 1)),
                Map.of("perm", new long[] {0, 2, 1, 3}));
        String keys = graph.floatInput("cross_key." + index, 1, shape.heads(), shape.headDim(), shape.frames());
        String values = graph.floatInput("cross_value." + index, 1, shape.heads(), shape.frames(), shape.headDim());
        String scores = graph.node("", "MatMul", name + "products", List.of(queries, keys), Map.of());
        String scaled = graph.node("", "Mul", name + "scores",
                List.of(scores, graph.floats("scale", new float[] {(float) (1 / Math.sqrt(shape.headDim()))}, 1)), Map.of());
        String shares = graph.node("", "Softmax", name + "shares", List.of(scaled), Map.of("axis", -1));
        String attended = graph.node("", "MatMul", name + "attended", List.of(shares, values), Map.of());
        String together = graph.node("", "Reshape", name + "together", List.of(
                graph.node("", "Transpose", name + "back", List.of(attended), Map.of("perm", new long[] {0, 2, 1, 3})),
                graph.longs("one_token", 1, 1, shape.width())), Map.of());
        return affine(graph, name + "out", together, attention.out(), shape.width());
    }

    private String feedForward(OnnxGraph graph, String name, String hidden, WhisperWeights.FeedForward feed) {
        String normed = norm(graph, name + "feed_norm", hidden, feed.norm());
        String active = gelu(graph, name + "gelu", affine(graph, name + "up", normed, feed.up(), shape.feedForward()));
        return affine(graph, name + "down", active, feed.down(), shape.width());
    }

    private String affine(OnnxGraph graph, String name, String input, WhisperWeights.Affine affine, int out) {
        String product = linear.apply(graph, name + ".product", input, affine.weight(), out, affine.weight().length / out);
        return add(graph, name, product, graph.floats(name + ".bias", affine.bias(), out));
    }

    private static String gelu(OnnxGraph graph, String name, String input) {
        return graph.node(OnnxGraph.MICROSOFT, "Gelu", name, List.of(input), Map.of());
    }

    private static String add(OnnxGraph graph, String name, String left, String right) {
        return graph.node("", "Add", name, List.of(left, right), Map.of());
    }

    private String norm(OnnxGraph graph, String name, String input, WhisperWeights.Norm norm) {
        return graph.node("", "LayerNormalization", name, List.of(input, graph.floats(name + ".scale", norm.scale(), shape.width()),
                graph.floats(name + ".shift", norm.shift(), shape.width())), Map.of("axis", -1, "epsilon", EPSILON));
    }
}
