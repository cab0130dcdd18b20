package dev.afterimage.model.graph;

import java.util.List;
import java.util.Map;

/**
 * A layer's attention in which a picture's tokens see each other both ways (Gemma 3), beside GroupQueryAttention, which
 * knows only tokens before. Where none of the new tokens is a picture's, nothing of this is computed.
 *
 * @param prefix   of names
 * @param rotation names of the layer's cosines and sines; empty for a layer without positions
 */
record BothWays(OnnxGraph graph, LlamaShape shape, int layer, String prefix, List<String> rotation) {

    static final String PICTURES = "pictures";
    static final String UNTIL = "until";

    /**
     * pictures (): whether there are any; until (tokens, 1), counted from the first new token: what is behind the last
     * token that each new one sees.
     */
    static void inputs(OnnxGraph graph) {
        graph.truthInput(PICTURES);
        graph.longInput(UNTIL, "tokens", 1);
    }

    /**
     * @param before what GroupQueryAttention gave; it has written keys and values into the cache
     * @param qkv    (1, tokens, qkvWidth), before rotation
     * @return {@code output}, (1, tokens, queryWidth)
     */
    String attended(String output, String before, String qkv) {
        return graph.either(output, PICTURES, () -> everything(qkv), () -> node("Identity", "unchanged", Map.of(), before));
    }

    private String everything(String qkv) {
        String total = reshaped("total", node("Cast", "total_long", Map.of("to", OnnxGraph.LONG), "total"), 1);
        String tokens = cut("tokens", node("Shape", "qkv_shape", Map.of(), qkv), 0, 1, graph.longs("behind_tokens", 2));
        String past = node("Sub", "past", Map.of(), total, tokens);
        String queries = queries(qkv, past);
        String keys = node("Transpose", "keys_across", Map.of("perm", new long[] {0, 1, 3, 2}), cached("keys", "key_out." + layer, total));
        String scores = node("Mul", "scores", Map.of(), node("MatMul", "products", Map.of(), queries, keys),
                graph.floats("attention_scale", new float[] {shape.attentionScale()}, 1));
        String seen = node("Where", "seen", Map.of(), visible(past, tokens), scores,
                graph.floats("unseen_score", new float[] {-Float.MAX_VALUE}, 1));
        String found = node("MatMul", "found", Map.of(), node("Softmax", "shares", Map.of("axis", -1), seen),
                cached("values", "value_out." + layer, total));
        return reshaped("everything", node("Transpose", "found_by_token", Map.of("perm", new long[] {2, 0, 1, 3}), found), 1, -1,
                shape.queryWidth());
    }

    /** Rotated, (kvHeads, heads of each, tokens, headDim). */
    private String queries(String qkv, String past) {
        String plain = cut("plain_queries", qkv, 2, 0, graph.longs("behind_queries", shape.queryWidth()));
        String turned = rotation.isEmpty() ? plain : graph.node(OnnxGraph.MICROSOFT, "RotaryEmbedding", prefix + "turned_queries",
                List.of(plain, past, rotation.get(0), rotation.get(1)), Map.of("interleaved", 0));
        String apart = reshaped("queries_apart", turned, -1, shape.kvHeads(), shape.heads() / shape.kvHeads(), shape.headDim());
        return node("Transpose", "queries_by_head", Map.of("perm", new long[] {1, 2, 0, 3}), apart);
    }

    /** (kvHeads, 1, total, headDim) of a cache (1, kvHeads, capacity, headDim). */
    private String cached(String name, String cache, String total) {
        return reshaped(name, cut(name + "_filled", cache, 2, 0, total), shape.kvHeads(), 1, -1, shape.headDim());
    }

    /** (tokens, total): which keys each new token sees. */
    private String visible(String past, String tokens) {
        String keys = range("key_places", node("Neg", "first_key", Map.of(), past), tokens);
        String ended = node("Less", "not_behind", Map.of(), keys, UNTIL);
        int window = shape.attention(layer).window();
        if (window == 0) {
            return ended;
        }
        String rows = reshaped("rows", range("row_places", graph.longs("first_row", 0), tokens), -1, 1);
        String edge = node("Sub", "edge", Map.of(), rows, graph.longs("window_before." + window, window - 1));
        return node("And", "visible", Map.of(), ended, node("GreaterOrEqual", "not_before", Map.of(), keys, edge));
    }

    /** @param from (1) and {@code to} (1) */
    private String range(String name, String from, String to) {
        return node("Range", name, Map.of(), node("Squeeze", name + "_from", Map.of(), from), node("Squeeze", name + "_to", Map.of(), to),
                node("Squeeze", name + "_step", Map.of(), graph.longs("one", 1)));
    }

    private String cut(String name, String input, int axis, int from, String to) {
        return node("Slice", name, Map.of(), input, graph.longs("from." + from, from), to, graph.longs("along." + axis, axis));
    }

    private String reshaped(String name, String input, long... sizes) {
        return node("Reshape", name, Map.of(), input, graph.longs("both_ways." + name + ".shape", sizes));
    }

    private String node(String operator, String name, Map<String, Object> attributes, String... inputs) {
        return graph.node("", operator, prefix + name, List.of(inputs), attributes);
    }
}
