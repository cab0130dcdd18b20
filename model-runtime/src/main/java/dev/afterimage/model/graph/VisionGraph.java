package dev.afterimage.model.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A vision tower as an ONNX graph: patches in, the language model's embeddings out (SigLIP, Zhai et al. 2023; pixel
 * shuffle as in Idefics3, averages as in Gemma 3). A layer is x + Attention(LayerNorm(x)), then
 * x + MLP(LayerNorm(x)); every patch attends to every other.
 */
public final class VisionGraph {

    /** PyTorch's own, which the join's norm is left at. */
    private static final float JOIN_EPSILON = 1e-5f;

    private final VisionShape shape;
    private final VisionWeights weights;
    private final Linear linear;
    private final OnnxGraph graph;

    public VisionGraph(VisionShape shape, VisionWeights weights, Linear linear, WeightFile file) {
        this.shape = shape;
        this.weights = weights;
        this.linear = linear;
        this.graph = new OnnxGraph("vision", file);
    }

    /**
     * Input: patches (1, patches, patchElements). Outputs: embeddings (1, tokenSide x tokenSide, outWidth), and feature
     * (1, width), the mean over the last hidden states.
     */
    public byte[] build() {
        List<String> states = new ArrayList<>();
        states.add(embedded(graph.floatInput("patches", 1, shape.patches(), shape.patchElements())));
        for (int layer = 0; layer < shape.layers(); layer++) {
            states.add(layer(layer, states.get(layer)));
        }
        String last = states.get(shape.layers());
        if (shape.finalNorm()) {
            last = norm("final_norm", last, weights.finalNorm());
            states.set(shape.layers(), last);
        }
        graph.node("", "ReduceMean", "feature", List.of(patches("feature_patches", last), graph.longs("over_patches", 1)),
                Map.of("keepdims", 0));
        graph.floatOutput("feature", 1, shape.width());
        join(shuffled(joined(states)));
        graph.floatOutput("embeddings", 1, shape.tokenSide() * shape.tokenSide(), shape.outWidth());
        return graph.toModel();
    }

    private String embedded(String patches) {
        String embedded = linear.apply(graph, "patch_embedding", patches, weights.patchEmbedding());
        String placed = graph.node("", "Add", "embedded", List.of(embedded,
                graph.floats("positions", weights.positions(), 1, shape.patches(), shape.width())), Map.of());
        float[] first = weights.classToken();
        return first == null ? placed : graph.node("", "Concat", "with_class",
                List.of(graph.floats("class_token", first, 1, 1, shape.width()), placed), Map.of("axis", 1));
    }

    /** Without the class token. */
    private String patches(String name, String state) {
        return weights.classToken() == null ? state : graph.node("", "Slice", name, List.of(state,
                graph.longs("from_first_patch", 1), graph.longs("to_last_patch", Long.MAX_VALUE), graph.longs("along_patches", 1)),
                Map.of());
    }

    private String layer(int index, String hidden) {
        VisionWeights.Layer layer = weights.layer(index);
        String prefix = "layer." + index + ".";
        String qkv = linear.apply(graph, prefix + "qkv", norm(prefix + "attention_norm", hidden, layer.attentionNorm()), layer.qkv());
        String out = linear.apply(graph, prefix + "attention_out", attention(prefix, qkv), layer.attentionOut());
        String middle = graph.node("", "Add", prefix + "attention_sum", List.of(hidden, out), Map.of());
        String up = linear.apply(graph, prefix + "up", norm(prefix + "feed_norm", middle, layer.feedNorm()), layer.up());
        String down = linear.apply(graph, prefix + "down", shape.activation().apply(graph, prefix + "active", up), layer.down());
        return graph.node("", "Add", prefix + "feed_sum", List.of(middle, down), Map.of());
    }

    private String attention(String prefix, String qkv) {
        List<String> parts = List.of(prefix + "queries", prefix + "keys", prefix + "values");
        graph.node("", "Split", parts, List.of(qkv), Map.of("axis", -1, "num_outputs", 3));
        return graph.node(OnnxGraph.MICROSOFT, "MultiHeadAttention", prefix + "attention", parts, Map.of("num_heads", shape.heads()));
    }

    private String norm(String name, String input, VisionWeights.Norm norm) {
        return graph.node("", "LayerNormalization", name, List.of(input, graph.floats(name + ".weight", norm.scale(), shape.width()),
                graph.floats(name + ".bias", norm.bias(), shape.width())), Map.of("axis", -1, "epsilon", shape.epsilon()));
    }

    private String joined(List<String> states) {
        List<String> taken = shape.taken().stream().map(states::get).map(state -> patches(state + ".patches", state)).toList();
        return taken.size() == 1 ? taken.get(0) : graph.node("", "Concat", "taken", taken, Map.of("axis", -1));
    }

    /** Squares of shuffle x shuffle patches side by side in one token, row by row. */
    private String shuffled(String hidden) {
        int tokens = shape.tokenSide();
        int shuffle = shape.shuffle();
        if (shuffle == 1) {
            return hidden;
        }
        if (shape.averaged()) {
            return averaged(hidden);
        }
        int width = shape.joinedWidth() / (shuffle * shuffle);
        String grid = reshaped("patch_grid", hidden, tokens, shuffle, tokens, shuffle, width);
        String squares = graph.node("", "Transpose", "squares", List.of(grid), Map.of("perm", new long[] {0, 2, 1, 3, 4}));
        return reshaped("shuffled", squares, 1, tokens * tokens, shape.joinedWidth());
    }

    /** Patches behind the last whole square are left out. */
    private String averaged(String hidden) {
        String across = graph.node("", "Transpose", "patches_across", List.of(hidden), Map.of("perm", new long[] {0, 2, 1}));
        String grid = reshaped(HalfGraph.PATCH_ROWS, across, 1, shape.joinedWidth(), shape.side(), shape.side());
        long[] square = {shape.shuffle(), shape.shuffle()};
        String pooled = graph.node("", "AveragePool", "pooled", List.of(grid), Map.of("kernel_shape", square, "strides", square));
        String flat = reshaped(HalfGraph.POOLED_ROW, pooled, 1, shape.joinedWidth(), (long) shape.tokenSide() * shape.tokenSide());
        return graph.node("", "Transpose", "averaged", List.of(flat), Map.of("perm", new long[] {0, 2, 1}));
    }

    private String reshaped(String name, String input, long... sizes) {
        return graph.node("", "Reshape", name, List.of(input, graph.longs(name + ".shape", sizes)), Map.of());
    }

    private String joinNorm(String input, VisionWeights.Norm norm) {
        if (norm != null && norm.bias() == null) {
            return graph.node("", "SimplifiedLayerNormalization", "join_norm",
                    List.of(input, graph.floats("join_norm.weight", norm.scale(), shape.joinedWidth())),
                    Map.of("axis", -1, "epsilon", shape.epsilon(), "stash_type", 1));
        }
        return norm == null ? input : graph.node("", "LayerNormalization", "join_norm",
                List.of(input, graph.floats("join_norm.weight", norm.scale(), shape.joinedWidth()),
                        graph.floats("join_norm.bias", norm.bias(), shape.joinedWidth())), Map.of("axis", -1, "epsilon", JOIN_EPSILON));
    }

    private void join(String shuffled) {
        String input = joinNorm(shuffled, weights.joinNorm());
        List<Matrix> join = weights.join();
        if (join.size() == 1) {
            linear.apply(graph, "embeddings", input, join.get(0));
        } else {
            String first = linear.apply(graph, "join_up", input, join.get(0));
            linear.apply(graph, "embeddings", shape.outActivation().apply(graph, "join_active", first), join.get(1));
        }
    }
}
