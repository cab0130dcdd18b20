package dev.afterimage.model.graph;

import java.util.List;
import java.util.Map;

/**
 * One step of a memory bridge as an ONNX graph (VideoLLaMB's, with places that are filled one after another). Memory
 * tokens and a segment's image tokens pass the layers together; memory changes by what its tokens became, then attends
 * to past memories; image tokens that show something new are put down in the next free places, in their order, and
 * place 0 says how many were.
 */
public final class BridgeGraph {

    /** Cosine of what is put down of two image tokens above which they show the same. */
    private static final float ALIKE = 0.6f;

    private final BridgeShape shape;
    private final BridgeWeights weights;
    private final OnnxGraph graph;

    public BridgeGraph(BridgeShape shape, BridgeWeights weights, WeightFile file) {
        this.shape = shape;
        this.weights = weights;
        this.graph = new OnnxGraph("bridge", file);
    }

    /**
     * Inputs: memory (1, tokens, width), noted (1), picture (1, seen, width) and past (1, remembered, width), past
     * memories one behind the other. Outputs: memory_out (1, tokens, width), rounded to half precision, and noted_out
     * (1).
     */
    public byte[] build() {
        int width = shape.width();
        String memory = graph.floatInput("memory", 1, shape.tokens(), width);
        String noted = graph.floatInput("noted", 1);
        String placed = node("Add", "placed", List.of(memory, graph.floats("places", weights.places(), 1, shape.tokens(), width)));
        String hidden = node("Concat", "together", List.of(placed, graph.floatInput("picture", 1, "seen", width)), Map.of("axis", 1));
        for (int layer = 0; layer < shape.layers(); layer++) {
            hidden = layer("layer." + layer + ".", hidden, weights.layer(layer));
        }
        hidden = norm("norm", hidden, weights.norm());
        String seen = slice("seen_hidden", hidden, shape.tokens(), Integer.MAX_VALUE);
        String kept = lookedBack(node("Add", "changed",
                List.of(memory, linear("change", slice("memory_hidden", hidden, 0, shape.tokens()), weights.change()))));
        Matrix entry = weights.entry();
        String words = Linear.FP32.apply(graph, "words", seen, entry.weight(), entry.out(), entry.in());
        String chosen = once(words, flags("new", node("Greater", "surely_new",
                List.of(linear("novelty", seen, weights.novelty()), number("zero", 0)))));
        String count = node("Add", "noted_out", List.of(noted, summed("coming", chosen, 0, 1, 2)));
        graph.floatOutput(count, 1);
        String first = node("Gather", "total", List.of(graph.floats("noted_words", weights.noted(), 1, shape.tokens(), width),
                whole("noted_place", count)), Map.of("axis", 1));
        String out = node("Concat", "memory_next",
                List.of(first, putDown(kept, node("Add", "coming_entries", List.of(words, graph.floats("entry.bias", entry.bias(), width))),
                chosen, noted)), Map.of("axis", 1));
        String half = node("Cast", "memory_half", List.of(out), Map.of("to", OnnxGraph.HALF));
        graph.floatOutput(node("Cast", "memory_out", List.of(half), Map.of("to", OnnxGraph.FLOAT)), 1, shape.tokens(), width);
        return graph.toModel();
    }

    private String layer(String prefix, String hidden, BridgeWeights.Layer layer) {
        String normed = norm(prefix + "attention_norm", hidden, layer.attentionNorm());
        String middle = node("Add", prefix + "attention_sum", List.of(hidden, attention(prefix, normed, normed, layer.attention())));
        String read = norm(prefix + "feed_norm", middle, layer.feedNorm());
        String active = Activation.SILU.apply(graph, prefix + "active", linear(prefix + "gate", read, layer.gate()));
        String gated = node("Mul", prefix + "gated", List.of(active, linear(prefix + "up", read, layer.up())));
        return node("Add", prefix + "feed_sum", List.of(middle, linear(prefix + "down", gated, layer.down())));
    }

    private String attention(String prefix, String input, String over, BridgeWeights.Looking looking) {
        List<String> parts = List.of(linear(prefix + "queries", input, looking.queries()), linear(prefix + "keys", over, looking.keys()),
                linear(prefix + "values", over, looking.values()));
        String attended = graph.node(OnnxGraph.MICROSOFT, "MultiHeadAttention", prefix + "attention", parts,
                Map.of("num_heads", shape.heads()));
        return linear(prefix + "attention_out", attended, looking.out());
    }

    private String lookedBack(String memory) {
        String past = graph.floatInput("past", 1, "remembered", shape.width());
        String found = attention("past.", norm("past_norm_memory", memory, weights.pastNorm()),
                norm("past_norm_past", past, weights.pastNorm()), weights.past());
        return node("Add", "looked_back", List.of(memory, found));
    }

    /**
     * Of the tokens that show something new (1, seen, 1), those before which no other puts down much the same: what
     * stands there twice is noted once.
     */
    private String once(String words, String fresh) {
        String length = node("Max", "length", List.of(node("ReduceL2", "bare_length", List.of(words, graph.longs("along_width", -1)),
                Map.of("keepdims", 1)), number("never_zero", 1e-8f)));
        String unit = node("Div", "unit", List.of(words, length));
        String alike = node("Greater", "alike", List.of(node("MatMul", "cosines", List.of(unit, transposed("unit_turned", unit))),
                number("alike_from", ALIKE)));
        String one = node("Add", "one_each", List.of(node("Mul", "none_each", List.of(fresh, number("zero", 0))), number("one", 1)));
        String order = node("CumSum", "order", List.of(one, graph.longs("along_tokens", 1)));
        String earlier = node("Less", "earlier", List.of(transposed("order_turned", order), order));
        String again = node("MatMul", "again", List.of(flags("alike_earlier", node("And", "alike_and_earlier", List.of(alike, earlier))),
                fresh));
        return node("Mul", "chosen", List.of(fresh, flags("first", node("Less", "none_before", List.of(again, number("half", 0.5f))))));
    }

    private String transposed(String name, String input) {
        return node("Transpose", name, List.of(input), Map.of("perm", new long[] {0, 2, 1}));
    }

    /**
     * Places 1 and on (1, entries, width): what is new stands in the next free ones, which lie in a ring, and the
     * others keep what they held.
     */
    private String putDown(String memory, String entries, String chosen, String noted) {
        String rank = node("CumSum", "rank", List.of(chosen, graph.longs("along_tokens", 1)));
        String next = node("Sub", "next_free", List.of(node("Add", "ranked", List.of(rank, noted)), number("one", 1)));
        String place = node("Mod", "place", List.of(next, number("entries", shape.entries())), Map.of("fmod", 1));
        float[] numbers = new float[shape.entries()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = i;
        }
        String here = flags("here", node("Equal", "at_place",
                List.of(place, graph.floats("places_in_order", numbers, 1, 1, numbers.length))));
        String puts = transposed("puts", node("Mul", "puts_by_token", List.of(here, chosen)));
        String free = node("Sub", "stays", List.of(number("one", 1),
                node("ReduceSum", "taken", List.of(puts, graph.longs("over_tokens", 2)), Map.of("keepdims", 1))));
        String kept = node("Mul", "kept", List.of(slice("entries_before", memory, 1, shape.tokens()), free));
        return node("Add", "entries_next", List.of(kept, node("MatMul", "put_down", List.of(puts, entries))));
    }

    /** The count as an index of place 0's words, (1). */
    private String whole(String name, String count) {
        String most = node("Min", name + ".most", List.of(count, number("last_word", shape.tokens() - 1)));
        return node("Cast", name, List.of(most), Map.of("to", OnnxGraph.LONG));
    }

    private String summed(String name, String input, long... axes) {
        return node("Reshape", name, List.of(node("ReduceSum", name + ".sum", List.of(input, graph.longs(name + ".axes", axes)),
                Map.of("keepdims", 0)),
                graph.longs("one_number", 1)));
    }

    private String flags(String name, String condition) {
        return node("Cast", name, List.of(condition), Map.of("to", OnnxGraph.FLOAT));
    }

    private String number(String name, float value) {
        return graph.floats(name, new float[] {value}, 1);
    }

    /** Tokens {@code from} to {@code until} of (1, ., width). */
    private String slice(String name, String input, long from, long until) {
        return node("Slice", name, List.of(input, graph.longs(name + ".from", from), graph.longs(name + ".until", until),
                graph.longs("along_tokens", 1)));
    }

    private String norm(String name, String input, VisionWeights.Norm norm) {
        return node("LayerNormalization", name, List.of(input, graph.floats(name + ".weight", norm.scale(), shape.width()),
                graph.floats(name + ".bias", norm.bias(), shape.width())), Map.of("axis", -1, "epsilon", shape.epsilon()));
    }

    /** The bridge is small beside the model, and what it forgets does not come back: it computes in floats in every precision. */
    private String linear(String name, String input, Matrix matrix) {
        return Linear.FP32.apply(graph, name, input, matrix);
    }

    private String node(String operator, String output, List<String> inputs) {
        return node(operator, output, inputs, Map.of());
    }

    private String node(String operator, String output, List<String> inputs, Map<String, Object> attributes) {
        return graph.node("", operator, output, inputs, attributes);
    }
}
