package dev.afterimage.model.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.afterimage.model.format.PackFiles;
import dev.afterimage.model.graph.LlamaShape;
import dev.afterimage.model.onnx.OnnxUse;
import dev.afterimage.model.tensor.DirectTensor;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** All layers of a network, a few in each graph. Immutable; run by many sessions at once. */
final class LayerStack implements AutoCloseable {

    private final LlamaShape shape;
    private final List<LayerGroup> groups = new ArrayList<>();

    /**
     * @param graphs         where layers_F_L.onnx lie
     * @param layersPerGraph how many layers each graph holds; the last may hold fewer
     */
    LayerStack(LlamaShape shape, Path graphs, int layersPerGraph, OrtSession.SessionOptions options) throws OrtException {
        this.shape = shape;
        for (int first = 0; first < shape.layers(); first += layersPerGraph) {
            int count = Math.min(layersPerGraph, shape.layers() - first);
            groups.add(new LayerGroup(LlamaNetwork.open(graphs.resolve(PackFiles.layers(first, count)), options), first, count));
        }
    }

    /** Receives queries, keys and values before RoPE, (tokens, qkvWidth), layer by layer. */
    interface QkvSink {
        void accept(int layer, FloatBuffer qkv);
    }

    /**
     * Runs layers 0 to {@code lastLayer} over new tokens behind those in the cache.
     *
     * @param hidden (tokens, width)
     * @param others what layers read beside
     * @param past   (layers): tokens that each layer has in the cache; layers of one graph must have alike
     * @param sink   may be null
     * @param rows   how many of the last tokens' hidden states are given back
     * @return hidden states of the last tokens after the last of these layers' group, (rows, width)
     */
    float[] run(float[] hidden, int tokens, LayerInputs others, int[] past, KvCache cache, int lastLayer, QkvSink sink, int rows) {
        OrtSession.Result previous = null;
        try (DirectTensor first = tensor(hidden, tokens, shape)) {
            OnnxTensor current = first.tensor();
            for (LayerGroup group : groups) {
                if (group.first() > lastLayer) {
                    break;
                }
                OrtSession.Result result = run(group, current, past[group.first()] + tokens, cache, others, sink != null);
                close(previous);
                previous = result;
                deliver(group, result, sink);
                current = (OnnxTensor) result.get("hidden_out").orElseThrow();
            }
            return lastRows(current, tokens, rows);
        } catch (OrtException e) {
            throw LlamaNetwork.failed("the language model", e);
        } finally {
            close(previous);
        }
    }

    /** Whether every layer has a graph of its own, so that {@link #step} can be asked. */
    boolean apart() {
        return groups.size() == shape.layers();
    }

    /**
     * Runs one layer over new tokens behind {@code past} tokens of its cache.
     *
     * @param hidden (tokens, width)
     * @param others what the layer reads beside
     * @param sink   may be null
     * @return hidden states after the layer, (tokens, width)
     */
    float[] step(int layer, float[] hidden, int tokens, LayerInputs others, int past, KvCache cache, QkvSink sink) {
        LayerGroup group = groups.get(layer);
        try (DirectTensor input = tensor(hidden, tokens, shape); OrtSession.Result result = run(group, input.tensor(), past + tokens,
                cache, others, sink != null)) {
            deliver(group, result, sink);
            return lastRows((OnnxTensor) result.get("hidden_out").orElseThrow(), tokens, tokens);
        } catch (OrtException e) {
            throw LlamaNetwork.failed("the language model", e);
        }
    }

    /** @param hidden (tokens, width) */
    static DirectTensor tensor(float[] hidden, int tokens, LlamaShape shape) throws OrtException {
        return DirectTensor.of(hidden, 1, tokens, shape.width());
    }

    static OrtSession.Result run(LayerGroup group, OnnxTensor hidden, int total, KvCache cache, LayerInputs others, boolean qkv)
            throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OnnxTensor last = OnnxTensor.createTensor(environment, IntBuffer.wrap(new int[] {total - 1}), new long[] {1});
                OnnxTensor length = OnnxTensor.createTensor(environment, IntBuffer.wrap(new int[] {total}), new long[0])) {
            return group.run(hidden, last, length, cache, others, qkv);
        }
    }

    private static void close(OrtSession.Result result) {
        if (result != null) {
            result.close();
        }
    }

    private static void deliver(LayerGroup group, OrtSession.Result result, QkvSink sink) {
        for (int layer = group.first(); sink != null && layer < group.first() + group.count(); layer++) {
            sink.accept(layer, ((OnnxTensor) result.get("qkv." + layer).orElseThrow()).getFloatBuffer());
        }
    }

    private float[] lastRows(OnnxTensor hidden, int tokens, int rows) {
        float[] last = new float[rows * shape.width()];
        hidden.getFloatBuffer().get((tokens - rows) * shape.width(), last);
        return last;
    }

    @Override
    public void close() throws OrtException {
        for (LayerGroup group : groups) {
            OnnxUse.close(group.session());
        }
    }
}
