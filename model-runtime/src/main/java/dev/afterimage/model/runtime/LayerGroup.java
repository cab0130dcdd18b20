package dev.afterimage.model.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.afterimage.model.onnx.OnnxUse;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Consecutive layers in one graph ({@link dev.afterimage.model.graph.LlamaGraphs#layers}). Immutable; run by many sessions at once. */
record LayerGroup(OrtSession session, int first, int count) {

    /**
     * Runs these layers over new tokens and puts their keys and values into the cache.
     *
     * @param hidden (1, tokens, width)
     * @param last   (1): index of the last new token
     * @param total  (): tokens in the cache, the new ones included
     * @param others what else these layers read
     * @param qkv    whether the result also holds queries, keys and values before RoPE
     * @return hidden_out, and qkv.L when asked for
     */
    OrtSession.Result run(OnnxTensor hidden, OnnxTensor last, OnnxTensor total, KvCache cache, LayerInputs others, boolean qkv)
            throws OrtException {
        Map<String, OnnxTensor> inputs = new HashMap<>(Map.of("hidden", hidden, "last", last, "total", total));
        others.put(this, inputs);
        Map<String, OnnxTensor> inPlace = new HashMap<>();
        Set<String> wanted = new LinkedHashSet<>(Set.of("hidden_out"));
        for (int layer = first; layer < first + count; layer++) {
            inputs.put("key." + layer, cache.keys(layer));
            inputs.put("value." + layer, cache.values(layer));
            inPlace.put("key_out." + layer, cache.keys(layer));
            inPlace.put("value_out." + layer, cache.values(layer));
            if (qkv) {
                wanted.add("qkv." + layer);
            }
        }
        return OnnxUse.run(session, inputs, wanted, inPlace);
    }

    boolean holds(int layer) {
        return layer >= first && layer < first + count;
    }
}
