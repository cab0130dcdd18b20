package dev.afterimage.model.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Llama as ONNX graphs: groups of layers over a cache in place, and a head. Between them go hidden states, so text and
 * pixels enter alike.
 *
 * <p>A layer is x + Attention(RMSNorm(x)), then x + SwiGLU(RMSNorm(x)) (Touvron et al. 2023). Its queries, keys and
 * values before RoPE are an output; GroupQueryAttention rotates them itself, writes keys and values behind those in the
 * cache, and attends over all of it, or over a layer's window. What other families have beside this,
 * {@link DecoderStyle} says.
 */
public final class LlamaGraphs {

    private final LlamaShape shape;
    private final Linear linear;
    private final WeightFile file;
    private final RotaryTables rotary;

    /** Every graph takes the weights of its layers when it is made, so that one layer at a time need be in memory. */
    public LlamaGraphs(LlamaShape shape, Linear linear, WeightFile file) {
        this.shape = shape;
        this.linear = linear;
        this.file = file;
        this.rotary = new RotaryTables(shape);
    }

    /**
     * Consecutive layers under construction, from {@code first} on. Inputs: hidden (1, tokens, width), past (1), the cache's last
     * index, total (), its length, and per layer key.L and value.L (1, kvHeads, capacity, headDim). Where tokens have
     * three positions, cosines and sines (tokens, headDim / 2) of the new tokens too; for layers that have more of
     * pictures added, deep.L (1, tokens, width); and where pictures attend both ways, what {@link BothWays} reads. Outputs:
     * hidden_out, and per layer qkv.L (1, tokens, qkvWidth) before RoPE, key_out.L and value_out.L, which must be the same
     * memory as key.L and value.L.
     */
    public final class Layers {

        private final OnnxGraph graph;
        private final int first;
        private final int count;
        private String hidden;
        private int added;

        private Layers(int first, int count) {
            this.first = first;
            this.count = count;
            this.graph = new OnnxGraph("layers_" + first + "_" + (first + count - 1), file);
            this.hidden = graph.floatInput("hidden", 1, "tokens", shape.width());
            graph.intInput("last", 1);
            graph.intInput("total");
            if (shape.axes() != null) {
                graph.floatInput("cosines", "tokens", shape.headDim() / 2);
                graph.floatInput("sines", "tokens", shape.headDim() / 2);
            }
            if (shape.bothWays()) {
                BothWays.inputs(graph);
            }
        }

        /** Adds the next layer. @return the finished graph with the last one, else null */
        public byte[] add(LlamaWeights.Layer weights) {
            hidden = layer(graph, first + added++, weights, hidden);
            if (added < count) {
                return null;
            }
            graph.node("", "Identity", "hidden_out", List.of(hidden), Map.of());
            graph.floatOutput("hidden_out", 1, "tokens", shape.width());
            return graph.toModel();
        }
    }

    public Layers layers(int first, int count) {
        return new Layers(first, count);
    }

    private String layer(OnnxGraph graph, int index, LlamaWeights.Layer layer, String hidden) {
        String prefix = "layer." + index + ".";
        String qkv = projected(graph, index, layer, hidden);
        String attended = attention(graph, index, prefix + "attention", qkv);
        String out = linear.apply(graph, prefix + "attention_out", attended, layer.attentionOut());
        if (shape.outNorms()) {
            out = norm(graph, prefix + "attention_out_norm", out, layer.further().attentionOut());
        }
        String middle = graph.node("", "Add", prefix + "attention_sum", List.of(hidden, out), Map.of());
        String fed = feedForward(graph, prefix, norm(graph, prefix + "feed_norm", middle, layer.feedNorm()), layer);
        if (shape.outNorms()) {
            fed = norm(graph, prefix + "feed_out_norm", fed, layer.further().feedOut());
        }
        String sum = graph.node("", "Add", prefix + "feed_sum", List.of(middle, fed), Map.of());
        return index < shape.deepStack() ? graph.node("", "Add", prefix + "deep_sum",
                List.of(sum, graph.floatInput("deep." + index, 1, "tokens", shape.width())), Map.of()) : sum;
    }

    /**
     * One layer's queries, keys and values before RoPE and nothing else, on the layer's own weights: hidden (1, tokens, width) to qkv.L
     * (1, tokens, qkvWidth). For the first layer these depend on no other token and on no other layer.
     */
    public byte[] projection(int index, LlamaWeights.Layer layer) {
        OnnxGraph graph = new OnnxGraph("projection_" + index, file);
        projected(graph, index, layer, graph.floatInput("hidden", 1, "tokens", shape.width()));
        return graph.toModel();
    }

    private String projected(OnnxGraph graph, int index, LlamaWeights.Layer layer, String hidden) {
        String normed = norm(graph, "layer." + index + ".attention_norm", hidden, layer.attentionNorm());
        String qkv = shape.headNorms() ? headsNormed(graph, index, linear.apply(graph, "projected." + index, normed, layer.qkv()),
                layer.further())
                : linear.apply(graph, "qkv." + index, normed, layer.qkv());
        graph.floatOutput(qkv, 1, "tokens", shape.qkvWidth());
        return qkv;
    }

    /** Queries and keys normalised, values as they are. */
    private String headsNormed(OnnxGraph graph, int index, String projected, LlamaWeights.FurtherNorms norms) {
        String prefix = "layer." + index + ".";
        List<String> parts = List.of(prefix + "queries", prefix + "keys", prefix + "values");
        graph.node("", "Split", parts, List.of(projected,
                graph.longs("qkv_widths", shape.queryWidth(), shape.keyWidth(), shape.keyWidth())), Map.of("axis", -1));
        String queries = headNorm(graph, prefix + "query_norm", parts.get(0), shape.heads(), norms.query());
        String keys = headNorm(graph, prefix + "key_norm", parts.get(1), shape.kvHeads(), norms.key());
        return graph.node("", "Concat", "qkv." + index, List.of(queries, keys, parts.get(2)), Map.of("axis", -1));
    }

    /** (1, tokens, heads x headDim), each head by itself. */
    private String headNorm(OnnxGraph graph, String name, String input, int heads, float[] scale) {
        String apart = graph.node("", "Reshape", name + ".heads",
                List.of(input, graph.longs("heads_apart." + heads, 0, 0, heads, shape.headDim())), Map.of());
        String normed = graph.node("", "SimplifiedLayerNormalization", name,
                List.of(apart, graph.floats(name + ".weight", HeadPadding.norm(shape, scale), shape.headDim())),
                Map.of("axis", -1, "epsilon", HeadPadding.normEpsilon(shape), "stash_type", 1));
        return graph.node("", "Reshape", name + ".joined",
                List.of(normed, graph.longs("heads_joined." + heads, 0, 0, (long) heads * shape.headDim())), Map.of());
    }

    private String attention(OnnxGraph graph, int index, String name, String qkv) {
        Object[] cache = {1, shape.kvHeads(), "capacity", shape.headDim()};
        String key = graph.floatInput("key." + index, cache);
        String value = graph.floatInput("value." + index, cache);
        graph.floatOutput("key_out." + index, cache);
        graph.floatOutput("value_out." + index, cache);
        LayerAttention attention = shape.attention(index);
        boolean turnsItself = attention.rotates() && shape.axes() == null;
        List<String> inputs = new ArrayList<>(shape.axes() == null ? List.of(qkv, "", "")
                : turnedParts(graph, "layer." + index + ".", qkv));
        inputs.addAll(List.of(key, value, "last", "total"));
        Map<String, Object> attributes = new HashMap<>(Map.of("num_heads", shape.heads(), "kv_num_heads", shape.kvHeads(), "do_rotary",
                turnsItself ? 1 : 0,
                "rotary_interleaved", 0, "scale", shape.attentionScale()));
        if (turnsItself) {
            inputs.addAll(rotation(graph, index, attention));
        }
        if (attention.window() > 0) {
            attributes.put("local_window_size", attention.window());
        }
        String attended = shape.bothWays() ? name + "_before" : name;
        graph.node(OnnxGraph.MICROSOFT, "GroupQueryAttention", List.of(attended, "key_out." + index, "value_out." + index), inputs,
                attributes);
        return shape.bothWays() ? new BothWays(graph, shape, index, "layer." + index + ".both_ways.",
                turnsItself ? rotation(graph, index, attention) : List.of()).attended(name, attended, qkv) : name;
    }

    /** Queries and keys turned by the angles that come with the tokens, and values. */
    private List<String> turnedParts(OnnxGraph graph, String prefix, String qkv) {
        List<String> parts = List.of(prefix + "plain_queries", prefix + "plain_keys", prefix + "turned_values");
        graph.node("", "Split", parts, List.of(qkv, graph.longs("qkv_widths", shape.queryWidth(), shape.keyWidth(), shape.keyWidth())),
                Map.of("axis", -1));
        return List.of(turned(graph, prefix + "turned_queries", parts.get(0)), turned(graph, prefix + "turned_keys", parts.get(1)),
                parts.get(2));
    }

    private static String turned(OnnxGraph graph, String name, String input) {
        return graph.node(OnnxGraph.MICROSOFT, "RotaryEmbedding", name, List.of(input, graph.longs("first_row", 0), "cosines", "sines"),
                Map.of("interleaved", 0));
    }

    /** Cosines and sines, (contextLength, headDim / 2) each; layers that turn alike share theirs. */
    private List<String> rotation(OnnxGraph graph, int index, LayerAttention attention) {
        boolean usual = attention.theta() == shape.ropeTheta() && attention.factor() == 1;
        String suffix = usual ? "" : "." + attention.theta() + "." + attention.factor();
        int half = shape.headDim() / 2;
        return List.of(graph.floats("cosines" + suffix, rotary.of(index).cosines(), shape.contextLength(), half),
                graph.floats("sines" + suffix, rotary.of(index).sines(), shape.contextLength(), half));
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

    /**
     * Last hidden state (1, width) to logits (1, vocabulary).
     *
     * @param finalNorm (width)
     * @param weight    (vocabulary, width)
     * @param linear    how these are kept
     */
    public byte[] head(float[] finalNorm, float[] weight, Linear linear) {
        OnnxGraph graph = new OnnxGraph("head", file);
        String hidden = graph.floatInput("hidden", 1, shape.width());
        String normed = norm(graph, "final_norm", hidden, finalNorm);
        linear.apply(graph, "logits", normed, weight, shape.vocabulary(), shape.width());
        graph.floatOutput("logits", 1, shape.vocabulary());
        return graph.toModel();
    }
}
