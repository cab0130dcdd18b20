package dev.afterimage.model.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The rotary table of each layer; layers that turn alike share one. */
public final class RotaryTables {

    private final List<RotaryTable> layers = new ArrayList<>();

    public RotaryTables(LlamaShape shape) {
        Map<LayerAttention, RotaryTable> tables = new HashMap<>();
        for (int layer = 0; layer < shape.layers(); layer++) {
            LayerAttention attention = shape.attention(layer);
            LayerAttention rotation = new LayerAttention(attention.theta(), attention.factor(), 0);
            layers.add(tables.computeIfAbsent(rotation, r -> RotaryTable.of(shape, r)));
        }
    }

    public RotaryTable of(int layer) {
        return layers.get(layer);
    }
}
