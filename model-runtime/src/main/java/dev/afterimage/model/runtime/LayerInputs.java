package dev.afterimage.model.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import dev.afterimage.core.block.TokenPositions;
import dev.afterimage.model.graph.LlamaShape;
import dev.afterimage.model.graph.RotaryTable;
import dev.afterimage.model.graph.RotaryTables;
import dev.afterimage.model.tensor.DirectTensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;

/**
 * What layers read beside hidden states in models whose tokens have three positions, and in those whose pictures attend
 * both ways; nothing in others. Tensors are made when first asked for, and closed with this.
 */
final class LayerInputs implements AutoCloseable {

    private final LlamaShape shape;
    private final RotaryTables rotary;
    private final ModelInput input;
    private final int from;
    private final int count;
    private final IntUnaryOperator starts;
    private final Map<Integer, DirectTensor[]> angles = new HashMap<>();
    private final List<DirectTensor> others = new ArrayList<>();
    private DirectTensor[] seen;

    /** @param starts by layer, where the first token of all of {@code input} stands */
    LayerInputs(LlamaShape shape, RotaryTables rotary, ModelInput input, int from, int count, IntUnaryOperator starts) {
        this.shape = shape;
        this.rotary = rotary;
        this.input = input;
        this.from = from;
        this.count = count;
        this.starts = starts;
    }

    void put(LayerGroup group, Map<String, OnnxTensor> inputs) throws OrtException {
        if (shape.bothWays()) {
            putSeen(inputs);
        }
        if (shape.axes() != null) {
            putPositions(group, inputs);
        }
    }

    private void putSeen(Map<String, OnnxTensor> inputs) throws OrtException {
        if (seen == null) {
            seen = new DirectTensor[] {kept(DirectTensor.longs(input.seenUntil(from, count), count, 1)),
                    kept(DirectTensor.truth(input.bothWays(from, count)))};
        }
        inputs.put("until", seen[0].tensor());
        inputs.put("pictures", seen[1].tensor());
    }

    private void putPositions(LayerGroup group, Map<String, OnnxTensor> inputs) throws OrtException {
        DirectTensor[] tables = tables(group.first());
        inputs.put("cosines", tables[0].tensor());
        inputs.put("sines", tables[1].tensor());
        for (int layer = group.first(); layer < Math.min(group.first() + group.count(), shape.deepStack()); layer++) {
            inputs.put("deep." + layer, kept(DirectTensor.of(input.deep() == null ? new float[count * shape.width()]
                    : input.deep(layer, from, count), 1, count, shape.width())).tensor());
        }
    }

    private DirectTensor kept(DirectTensor tensor) {
        others.add(tensor);
        return tensor;
    }

    private DirectTensor[] tables(int layer) throws OrtException {
        int start = starts.applyAsInt(layer);
        DirectTensor[] made = angles.get(start);
        if (made == null) {
            int half = rotary.of(layer).half();
            float[][] turned = angles(shape, rotary, layer, input.axes(from, count), start);
            made = new DirectTensor[] {kept(DirectTensor.of(turned[0], count, half)),
                    kept(DirectTensor.of(turned[1], count, half))};
            angles.put(start, made);
        }
        return made;
    }

    /** Cosines and sines, (tokens, half) each. @param moved (tokens, 3), relative to {@code start} */
    static float[][] angles(LlamaShape shape, RotaryTables tables, int layer, int[] moved, int start) {
        RotaryTable rotary = tables.of(layer);
        int[] axes = moved.clone();
        for (int i = 0; i < axes.length; i++) {
            axes[i] += start;
        }
        float[][] turned = new float[2][axes.length / TokenPositions.AXES * rotary.half()];
        rotary.angles(shape.axes(), axes, turned);
        return turned;
    }

    @Override
    public void close() {
        others.forEach(DirectTensor::close);
    }
}
