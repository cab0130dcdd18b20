package dev.afterimage.model.graph;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The functions between two linear layers, by the names that configurations give them. */
public enum Activation {
    SILU("silu", "swish"),
    /** The Gaussian error function's own. */
    GELU("gelu"),
    /** Its approximation by tanh. */
    GELU_TANH("gelu_pytorch_tanh", "gelu_new", "gelu_fast"),
    /** Its approximation by x * sigmoid(1.702 x). */
    QUICK_GELU("quick_gelu"),
    RELU("relu");

    private final List<String> names;

    Activation(String... names) {
        this.names = List.of(names);
    }

    public static Optional<Activation> of(String name) {
        for (Activation activation : values()) {
            if (activation.names.contains(name)) {
                return Optional.of(activation);
            }
        }
        return Optional.empty();
    }

    /** @return name of the result, shaped as {@code input} */
    String apply(OnnxGraph graph, String name, String input) {
        return switch (this) {
            // QuickGelu with alpha 1 is x * sigmoid(x), the SiLU, in one pass.
            case SILU -> graph.node(OnnxGraph.MICROSOFT, "QuickGelu", name, List.of(input), Map.of("alpha", 1f));
            case QUICK_GELU -> graph.node(OnnxGraph.MICROSOFT, "QuickGelu", name, List.of(input), Map.of("alpha", 1.702f));
            case GELU -> graph.node(OnnxGraph.MICROSOFT, "Gelu", name, List.of(input), Map.of());
            case GELU_TANH -> graph.node(OnnxGraph.MICROSOFT, "FastGelu", name, List.of(input), Map.of());
            case RELU -> graph.node("", "Relu", name, List.of(input), Map.of());
        };
    }
}
