package dev.afterimage.model.graph;

import java.util.List;
import java.util.Map;

/**
 * Llama as ONNX graphs: groups of layers over a cache in place, and a head. Between them go hidden states, so text and pixels enter alike.
 *
 * <p>A layer is x + Attention(RMSNorm(x)), then x + SwiGLU(RMSNorm(x)) (Touvron et al. 2023). Its queries, keys and values before RoPE are an
 * output; GroupQueryAttention rotates them itself, writes keys and values behind those in the cache, and attends over all of it.
 */
public final class LlamaGraphs {

    private final LlamaShape shape;
    private final LlamaWeights weights;
    private final Linear linear;
    private final WeightFile file;
    private final RotaryTable rotary;

    public LlamaGraphs(LlamaShape shape, LlamaWeights weights, Linear linear, WeightFile file) {
        this.shape = shape;
        this.weights = weights;
        this.linear = linear;
        this.file = file;
        this.rotary = RotaryTable.of(shape);
    }

    /**
     * Layers {@code first} to {@code first + count - 1}. Inputs: hidden (1, tokens, width), past (1), the cache's last index, total (), its
     * length, and per layer key.L and value.L (1, kvHeads, capacity, headDim). Outputs: hidden_out, and per layer qkv.L (1, tokens, qkvWidth)
     * before RoPE, key_out.L and value_out.L, which must be the same memory as key.L and value.L.
     */
    public byte[] layers(int first, int count) {
        OnnxGraph graph = new OnnxGraph("layers_" + first + "_" + (first + count - 1), file);
        String hidden = graph.floatInput("hidden", 1, "tokens", shape.width());
        graph.intInput("last", 1);
        graph.intInput("total");
        for (int layer = first; layer < first + count; layer++) {
            hidden = layer(graph, layer, hidden);
        }
        graph.node("", "Identity", "hidden_out", List.of(hidden), Map.of());
        graph.floatOutput("hidden_out", 1, "tokens", shape.width());
        return graph.toModel();
    }

    private String layer(OnnxGraph graph, int index, String hidden) {
        String prefix = "layer." + index + ".";
        LlamaWeights.Layer layer = weights.layer(index);
        String qkv = projected(graph, index, hidden);
        String attended = attention(graph, index, prefix + "attention", qkv);
        String out = linear.apply(graph, prefix + "attention_out", attended, layer.attentionOut());
        String middle = graph.node("", "Add", prefix + "attention_sum", List.of(hidden, out), Map.of());
        String fed = feedForward(graph, prefix, norm(graph, prefix + "feed_norm", middle, layer.feedNorm()), layer);
        return graph.node("", "Add", prefix + "feed_sum", List.of(middle, fed), Map.of());
    }

    /**
     * One layer's queries, keys and values before RoPE and nothing else, on the layer's own weights: hidden (1, tokens, width) to qkv.L
     * (1, tokens, qkvWidth). For the first layer these depend on no other token and on no other layer.
     */
    public byte[] projection(int layer) {
        OnnxGraph graph = new OnnxGraph("projection_" + layer, file);
        projected(graph, layer, graph.floatInput("hidden", 1, "tokens", shape.width()));
        return graph.toModel();
    }

    private String projected(OnnxGraph graph, int index, String hidden) {
        LlamaWeights.Layer layer = weights.layer(index);
        String normed = norm(graph, "layer." + index + ".attention_norm", hidden, layer.attentionNorm());
        String qkv = linear.apply(graph, "qkv." + index, normed, layer.qkv());
        graph.floatOutput(qkv, 1, "tokens", shape.qkvWidth());
        return qkv;
    }

    private String attention(OnnxGraph graph, int index, String name, String qkv) {
        Object[] cache = {1, shape.kvHeads(), "capacity", shape.headDim()};
        String key = graph.floatInput("key." + index, cache);
        String value = graph.floatInput("value." + index, cache);
        graph.floatOutput("key_out." + index, cache);
        graph.floatOutput("value_out." + index, cache);
        int half = shape.headDim() / 2;
        String cosines = graph.floats("cosines", rotary.cosines(), shape.contextLength(), half);
        String sines = graph.floats("sines", rotary.sines(), shape.contextLength(), half);
        graph.node(OnnxGraph.MICROSOFT, "GroupQueryAttention", List.of(name, "key_out." + index, "value_out." + index),
                List.of(qkv, "", "", key, value, "last", "total", cosines, sines),
                Map.of("num_heads", shape.heads(), "kv_num_heads", shape.kvHeads(), "do_rotary", 1, "rotary_interleaved", 0,
                        "scale", (float) (1 / Math.sqrt(shape.rotaryDim()))));
        return name;
    }

    /** SwiGLU, or with another activation: down(act(gate(x)) * up(x)). */
    private String feedForward(OnnxGraph graph, String prefix, String normed, LlamaWeights.Layer layer) {
        String gate = linear.apply(graph, prefix + "gate", normed, layer.gate());
        String up = linear.apply(graph, prefix + "up", normed, layer.up());
        String active = shape.activation().apply(graph, prefix + "active", gate);
        String gated = graph.node("", "Mul", prefix + "gated", List.of(active, up), Map.of());
        return linear.apply(graph, prefix + "down", gated, layer.down());
    }

    private String norm(OnnxGraph graph, String name, String input, float[] scale) {
        return graph.node("", "SimplifiedLayerNormalization", name, List.of(input, graph.floats(name + ".weight", scale, shape.width())),
                Map.of("axis", -1, "epsilon", shape.rmsEpsilon(), "stash_type", 1));
    }

    /** Last hidden state (1, width) to logits (1, vocabulary). */
    public byte[] head() {
        OnnxGraph graph = new OnnxGraph("head", file);
        String hidden = graph.floatInput("hidden", 1, shape.width());
        String normed = norm(graph, "final_norm", hidden, weights.finalNorm());
        linear.apply(graph, "logits", normed, weights.head(), shape.vocabulary(), shape.width());
        graph.floatOutput("logits", 1, shape.vocabulary());
        return graph.toModel();
    }
}
