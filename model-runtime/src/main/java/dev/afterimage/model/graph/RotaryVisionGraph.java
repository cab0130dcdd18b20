package dev.afterimage.model.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A tower of the Qwen-VL family as an ONNX graph, for pictures of any grid. Patches come in squares that become one
 * token, squares in the order of their windows; what goes out is in that order.
 *
 * <p>Inputs: patches (1, patches, patchElements), cosines and sines (patches, headDim / 2) of their rows and columns.
 * With learnt positions, corners (4, patches) and corner_weights (4, patches, 1): which of them each patch takes, and
 * how much of each. With windows, window_patches (windows, slots), the patches of each, window_sizes (windows), how
 * many of these count, and window_places (patches), where each patch went. Outputs: embeddings (1, tokens, visual
 * width), and feature (1, width).
 */
public final class RotaryVisionGraph {

    private final VisionShape shape;
    private final RotaryEyes eyes;
    private final RotaryVisionWeights weights;
    private final Linear linear;
    private final OnnxGraph graph;

    public RotaryVisionGraph(VisionShape shape, RotaryVisionWeights weights, Linear linear, WeightFile file) {
        this.shape = shape;
        this.eyes = shape.rotary();
        this.weights = weights;
        this.linear = linear;
        this.graph = new OnnxGraph("vision", file);
    }

    public byte[] build() {
        String hidden = embedded(graph.floatInput("patches", 1, "patches", shape.patchElements()));
        graph.floatInput("cosines", "patches", shape.width() / shape.heads() / 2);
        graph.floatInput("sines", "patches", shape.width() / shape.heads() / 2);
        if (eyes.windowTokens() > 0) {
            graph.intInput("window_patches", "windows", "slots");
            graph.intInput("window_sizes", "windows");
            graph.intInput("window_places", "patches");
        }
        List<String> merged = new ArrayList<>();
        for (int layer = 0; layer < shape.layers(); layer++) {
            hidden = layer(layer, hidden);
            int place = eyes.deepLayers().indexOf(layer);
            if (place >= 0) {
                merged.add(merged("deep." + place, hidden, weights.deepMerger(place)));
            }
        }
        merged.add(0, merged("merger", hidden, weights.merger()));
        graph.node("", "Concat", "embeddings", merged, Map.of("axis", -1));
        graph.floatOutput("embeddings", 1, "tokens", (long) shape.outWidth() * merged.size());
        graph.node("", "ReduceMean", "feature", List.of(hidden, graph.longs("over_patches", 1)), Map.of("keepdims", 0));
        graph.floatOutput("feature", 1, shape.width());
        return graph.toModel();
    }

    private String embedded(String patches) {
        String embedded = linear.apply(graph, "patch_embedding", patches, weights.patchEmbedding());
        if (eyes.positionSide() == 0) {
            return embedded;
        }
        graph.intInput("corners", 4, "patches");
        graph.floatInput("corner_weights", 4, "patches", 1);
        String table = graph.floats("positions", weights.positions(), (long) eyes.positionSide() * eyes.positionSide(), shape.width());
        String corners = graph.node("", "Gather", "corner_positions", List.of(table, "corners"), Map.of("axis", 0));
        String weighted = graph.node("", "Mul", "weighted_positions", List.of(corners, "corner_weights"), Map.of());
        String placed = graph.node("", "ReduceSum", "placed", List.of(weighted, graph.longs("over_corners", 0)), Map.of("keepdims", 1));
        return graph.node("", "Add", "embedded", List.of(embedded, placed), Map.of());
    }

    private String layer(int index, String hidden) {
        RotaryVisionWeights.Layer layer = weights.layer(index);
        String prefix = "layer." + index + ".";
        String qkv = linear.apply(graph, prefix + "qkv", norm(prefix + "attention_norm", hidden, layer.attentionNorm(), shape.width()),
                layer.qkv());
        String out = linear.apply(graph, prefix + "attention_out", attention(index, prefix, qkv), layer.attentionOut());
        String middle = graph.node("", "Add", prefix + "attention_sum", List.of(hidden, out), Map.of());
        String fed = feedForward(prefix, norm(prefix + "feed_norm", middle, layer.feedNorm(), shape.width()), layer);
        return graph.node("", "Add", prefix + "feed_sum", List.of(middle, fed), Map.of());
    }

    private String feedForward(String prefix, String normed, RotaryVisionWeights.Layer layer) {
        String up = linear.apply(graph, prefix + "up", normed, layer.up());
        if (layer.gate() == null) {
            return linear.apply(graph, prefix + "down", shape.activation().apply(graph, prefix + "active", up), layer.down());
        }
        String active = shape.activation().apply(graph, prefix + "active", linear.apply(graph, prefix + "gate", normed, layer.gate()));
        return linear.apply(graph, prefix + "down", graph.node("", "Mul", prefix + "gated", List.of(active, up), Map.of()), layer.down());
    }

    private String attention(int index, String prefix, String qkv) {
        List<String> parts = List.of(prefix + "queries", prefix + "keys", prefix + "values");
        graph.node("", "Split", parts, List.of(qkv), Map.of("axis", -1, "num_outputs", 3));
        List<String> turned = List.of(turned(parts.get(0)), turned(parts.get(1)), parts.get(2));
        if (!eyes.windowed(index)) {
            return graph.node(OnnxGraph.MICROSOFT, "MultiHeadAttention", prefix + "attention", turned, Map.of("num_heads", shape.heads()));
        }
        List<String> inputs = new ArrayList<>(turned.stream().map(this::inWindows).toList());
        inputs.addAll(List.of("", "window_sizes"));
        String attended = graph.node(OnnxGraph.MICROSOFT, "MultiHeadAttention", prefix + "windows", inputs,
                Map.of("num_heads", shape.heads()));
        String rows = graph.node("", "Reshape", prefix + "rows", List.of(attended, graph.longs("as_rows", 1, -1, shape.width())), Map.of());
        return graph.node("", "Gather", prefix + "attention", List.of(rows, "window_places"), Map.of("axis", 1));
    }

    private String turned(String input) {
        return graph.node(OnnxGraph.MICROSOFT, "RotaryEmbedding", input + ".turned",
                List.of(input, graph.longs("first_row", 0), "cosines", "sines"), Map.of("interleaved", 0));
    }

    /** (1, patches, width) to (windows, slots, width). */
    private String inWindows(String input) {
        String gathered = graph.node("", "Gather", input + ".gathered", List.of(input, "window_patches"), Map.of("axis", 1));
        return graph.node("", "Squeeze", input + ".windows", List.of(gathered, graph.longs("first_side", 0)), Map.of());
    }

    private String norm(String name, String input, RotaryVisionWeights.Norm norm, int size) {
        String scale = graph.floats(name + ".weight", norm.scale(), size);
        return norm.bias().length == 0
                ? graph.node("", "SimplifiedLayerNormalization", name, List.of(input, scale),
                Map.of("axis", -1, "epsilon", shape.epsilon(), "stash_type", 1))
                : graph.node("", "LayerNormalization", name, List.of(input, scale, graph.floats(name + ".bias", norm.bias(), size)),
                Map.of("axis", -1, "epsilon", shape.epsilon()));
    }

    /** Squares of patches, which lie one behind the other, to one token each. */
    private String merged(String name, String hidden, RotaryVisionWeights.Merger merger) {
        int joined = shape.joinedWidth();
        String normed = merger.normsJoined() ? hidden : norm(name + ".norm", hidden, merger.norm(), shape.width());
        String squares = graph.node("", "Reshape", name + ".squares", List.of(normed, graph.longs("as_squares", 1, -1, joined)), Map.of());
        String ready = merger.normsJoined() ? norm(name + ".norm", squares, merger.norm(), joined) : squares;
        String first = linear.apply(graph, name + ".first", ready, merger.first());
        return linear.apply(graph, name + ".second", shape.outActivation().apply(graph, name + ".active", first), merger.second());
    }
}
