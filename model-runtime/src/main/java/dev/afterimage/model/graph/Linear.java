package dev.afterimage.model.graph;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** A matrix product with fixed weights, in the precision of a pack. */
public interface Linear {

    /**
     * Adds y = x W^T.
     *
     * @param name   of the result; the weights are named after it
     * @param input  (..., in)
     * @param weight (out, in), row-major
     * @return name of (..., out)
     */
    String apply(OnnxGraph graph, String name, String input, float[] weight, int out, int in);

    /** Adds y = x W^T + b. @return name of (..., out), which is {@code name} */
    default String apply(OnnxGraph graph, String name, String input, Matrix matrix) {
        if (matrix.bias().length == 0) {
            return apply(graph, name, input, matrix.weight(), matrix.out(), matrix.in());
        }
        String product = apply(graph, name + ".product", input, matrix.weight(), matrix.out(), matrix.in());
        return graph.node("", "Add", name, List.of(product, graph.floats(name + ".bias", matrix.bias(), matrix.out())), Map.of());
    }

    /** Floats as they are: the reference. */
    Linear FP32 = (graph, name, input, weight, out, in) -> graph.node("", "MatMul", name,
            List.of(input, graph.floats(name + ".weight", () -> transposed(weight, out, in), in, out)), Map.of());

    /**
     * 8-bit weights in blocks along their input with a scale each; inputs are quantised by row and block (MatMulNBits).
     * Blocks of 64 run twice as fast as blocks of 32 over many tokens. One scale for a whole input
     * (DynamicQuantizeMatMul) would be faster still, but small models have single activations so large that the rest
     * drowns.
     */
    Linear BLOCK_INT8 = (graph, name, input, weight, out, in) -> {
        int block = Quantizer.block(in);
        if (block == 0) {
            return Linear.FP32.apply(graph, name, input, weight, out, in);
        }
        Supplier<Quantizer.Blocks> blocks = once(() -> Quantizer.blocks(weight, block));
        return graph.node(OnnxGraph.MICROSOFT, "MatMulNBits", name, List.of(input,
                graph.unsignedBytes(name + ".weight", () -> blocks.get().values(), out, in / block, block),
                graph.floats(name + ".scale", () -> blocks.get().scales(), (long) out * in / block)),
                Map.of("K", in, "N", out, "bits", 8, "block_size", block, "accuracy_level", 4));
    };

    /** The same with 4-bit weights, in blocks of up to 32: what is coarser needs a scale more often. */
    Linear BLOCK_INT4 = (graph, name, input, weight, out, in) -> {
        int block = Math.min(32, Quantizer.block(in));
        if (block == 0) {
            return Linear.FP32.apply(graph, name, input, weight, out, in);
        }
        Supplier<Quantizer.Blocks> blocks = once(() -> Quantizer.nibbles(weight, block));
        return graph.node(OnnxGraph.MICROSOFT, "MatMulNBits", name, List.of(input,
                graph.unsignedBytes(name + ".weight", () -> blocks.get().values(), out, in / block, block / 2),
                graph.floats(name + ".scale", () -> blocks.get().scales(), (long) out * in / block)),
                Map.of("K", in, "N", out, "bits", 4, "block_size", block, "accuracy_level", 4));
    };

    /**
     * 7-bit weights with a scale for each output, and inputs quantised by row: each row is brought to the same size
     * first, because the kernel (DynamicQuantizeMatMul) has one scale for its whole input. Signed weights keep it on
     * the processor's fastest path, where it has one. For the many rows of a picture; single activations much larger
     * than the rest of their row would drown it.
     */
    Linear ROW_INT8 = (graph, name, input, weight, out, in) -> {
        String size = graph.node("", "Add", name + ".size", List.of(graph.node("", "ReduceMax", name + ".largest",
                List.of(graph.node("", "Abs", name + ".abs", List.of(input), Map.of()), graph.longs("along_row", -1)),
                Map.of("keepdims", 1)),
                graph.floats("never_zero", new float[] {1e-20f}, 1)), Map.of());
        String even = graph.node("", "Div", name + ".even", List.of(input, size), Map.of());
        Supplier<Quantizer.Blocks> rows = once(() -> Quantizer.rows(weight, out, in));
        String product = graph.node(OnnxGraph.MICROSOFT, "DynamicQuantizeMatMul", name + ".even_product", List.of(even,
                graph.signedBytes(name + ".weight", () -> rows.get().values(), in, out),
                graph.floats(name + ".scale", () -> rows.get().scales(), out)), Map.of());
        return graph.node("", "Mul", name, List.of(product, size), Map.of());
    };

    private static <T> Supplier<T> once(Supplier<T> made) {
        AtomicReference<T> kept = new AtomicReference<>();
        return () -> kept.updateAndGet(known -> known == null ? made.get() : known);
    }

    /** (rows, columns) to (columns, rows). */
    private static float[] transposed(float[] matrix, int rows, int columns) {
        float[] out = new float[matrix.length];
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                out[c * rows + r] = matrix[r * columns + c];
            }
        }
        return out;
    }
}
