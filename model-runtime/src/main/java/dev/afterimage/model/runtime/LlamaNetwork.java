package dev.afterimage.model.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.afterimage.core.AfterimageException;
import dev.afterimage.core.ErrorCode;
import dev.afterimage.core.KvLayout;
import dev.afterimage.model.format.PackFiles;
import dev.afterimage.model.graph.LlamaShape;
import dev.afterimage.model.graph.RotaryTable;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The graphs of one pack in one precision, loaded: what all sessions share and none changes. */
final class LlamaNetwork implements AutoCloseable {

    private final LlamaShape shape;
    private final List<LayerGroup> groups = new ArrayList<>();
    private final OrtSession head;
    private final Path graphs;
    private final int threads;
    private final OrtSession[] projections; // one a layer, opened when first asked for
    private final TokenEmbeddings embeddings;
    private final RotaryTable rotary;

    /**
     * @param graphs         where layers_F_L.onnx and head.onnx lie
     * @param layersPerGraph how many layers each graph holds; the last may hold fewer
     */
    LlamaNetwork(LlamaShape shape, Path graphs, Path embedding, int layersPerGraph, int threads) throws OrtException, IOException {
        this.shape = shape;
        this.graphs = graphs;
        this.threads = threads;
        this.projections = new OrtSession[shape.layers()];
        this.rotary = RotaryTable.of(shape);
        this.embeddings = new TokenEmbeddings(embedding, shape.vocabulary(), shape.width());
        try (OrtSession.SessionOptions options = options(threads)) {
            for (int first = 0; first < shape.layers(); first += layersPerGraph) {
                int count = Math.min(layersPerGraph, shape.layers() - first);
                groups.add(new LayerGroup(open(graphs.resolve(PackFiles.layers(first, count)), options), first, count));
            }
            head = open(graphs.resolve(PackFiles.HEAD), options);
        }
    }

    static OrtSession.SessionOptions options(int threads) throws OrtException {
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        options.setIntraOpNumThreads(threads);
        // Spinning pays between the operators of one run; between runs the cores belong to others.
        options.addConfigEntry("session.force_spinning_stop", "1");
        // The number of tokens differs from run to run.
        options.setMemoryPatternOptimization(false);
        return options;
    }

    static OrtSession open(Path graph, OrtSession.SessionOptions options) throws OrtException {
        return OrtEnvironment.getEnvironment().createSession(graph.toString(), options);
    }

    LlamaShape shape() {
        return shape;
    }

    KvLayout layout() {
        return new KvLayout(shape.layers(), shape.kvHeads(), shape.headDim());
    }

    TokenEmbeddings embeddings() {
        return embeddings;
    }

    RotaryTable rotary() {
        return rotary;
    }

    /** Receives queries, keys and values before RoPE, (tokens, qkvWidth), layer by layer. */
    interface QkvSink {
        void accept(int layer, FloatBuffer qkv);
    }

    /**
     * Runs layers 0 to {@code lastLayer} over new tokens behind those in the cache.
     *
     * @param hidden (tokens, width)
     * @param past   (layers): tokens that each layer has in the cache; layers of one graph must have alike
     * @param sink   may be null
     * @param rows   how many of the last tokens' hidden states are given back
     * @return hidden states of the last tokens after the last of these layers' group, (rows, width)
     */
    float[] run(float[] hidden, int tokens, int[] past, KvCache cache, int lastLayer, QkvSink sink, int rows) {
        OrtSession.Result previous = null;
        try (OnnxTensor first = tensor(hidden, tokens)) {
            OnnxTensor current = first;
            for (LayerGroup group : groups) {
                if (group.first() > lastLayer) {
                    break;
                }
                OrtSession.Result result = run(group, current, past[group.first()] + tokens, cache, sink != null);
                close(previous);
                previous = result;
                deliver(group, result, sink);
                current = (OnnxTensor) result.get("hidden_out").orElseThrow();
            }
            return lastRows(current, tokens, rows);
        } catch (OrtException e) {
            throw failed("the language model", e);
        } finally {
            close(previous);
        }
    }

    /** Whether every layer has a graph of its own, so that {@link #step} can be asked. */
    boolean layersApart() {
        return groups.size() == shape.layers();
    }

    /**
     * Runs one layer over new tokens behind {@code past} tokens of its cache.
     *
     * @param hidden (tokens, width)
     * @param sink   may be null
     * @return hidden states after the layer, (tokens, width)
     */
    float[] step(int layer, float[] hidden, int tokens, int past, KvCache cache, QkvSink sink) {
        LayerGroup group = groups.get(layer);
        try (OnnxTensor input = tensor(hidden, tokens); OrtSession.Result result = run(group, input, past + tokens, cache, sink != null)) {
            deliver(group, result, sink);
            return lastRows((OnnxTensor) result.get("hidden_out").orElseThrow(), tokens, tokens);
        } catch (OrtException e) {
            throw failed("the language model", e);
        }
    }

    private OnnxTensor tensor(float[] hidden, int tokens) throws OrtException {
        return OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), FloatBuffer.wrap(hidden), new long[] {1, tokens, shape.width()});
    }

    private static OrtSession.Result run(LayerGroup group, OnnxTensor hidden, int total, KvCache cache, boolean qkv) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OnnxTensor last = OnnxTensor.createTensor(environment, IntBuffer.wrap(new int[] {total - 1}), new long[] {1});
                OnnxTensor length = OnnxTensor.createTensor(environment, IntBuffer.wrap(new int[] {total}), new long[0])) {
            return group.run(hidden, last, length, cache, qkv);
        }
    }

    /** Whether {@link #project} can be asked: not in packs of old, and of later layers only in packs whose layers run one by one. */
    boolean projects(int layer) {
        return Files.exists(graphs.resolve(PackFiles.projection(layer)));
    }

    /**
     * Queries, keys and values before RoPE of one layer, without running any.
     *
     * @param hidden (tokens, width): what goes into the layer
     * @param sink   receives (tokens, qkvWidth)
     */
    void project(int layer, float[] hidden, int tokens, QkvSink sink) {
        try (OnnxTensor input = tensor(hidden, tokens); OrtSession.Result result = projection(layer).run(Map.of("hidden", input))) {
            sink.accept(layer, ((OnnxTensor) result.get(0)).getFloatBuffer());
        } catch (OrtException e) {
            throw failed("the language model", e);
        }
    }

    private OrtSession projection(int layer) throws OrtException {
        synchronized (projections) {
            if (projections[layer] == null) {
                try (OrtSession.SessionOptions options = options(threads)) {
                    projections[layer] = open(graphs.resolve(PackFiles.projection(layer)), options);
                }
            }
            return projections[layer];
        }
    }

    private static AfterimageException failed(String what, OrtException e) {
        return new AfterimageException(ErrorCode.MODEL_FAILED, what + " failed to run: " + e.getMessage(),
                "check free memory; then verify the pack with 'afterimage models verify'", e);
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

    /** @param hidden (width) */
    float[] logits(float[] hidden) {
        try (OnnxTensor input = OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), FloatBuffer.wrap(hidden), new long[] {1, shape.width()});
                OrtSession.Result result = head.run(Map.of("hidden", input))) {
            float[] logits = new float[shape.vocabulary()];
            ((OnnxTensor) result.get(0)).getFloatBuffer().get(logits);
            return logits;
        } catch (OrtException e) {
            throw failed("the language model's head", e);
        }
    }

    @Override
    public void close() throws OrtException {
        for (LayerGroup group : groups) {
            group.session().close();
        }
        head.close();
        for (OrtSession projection : projections) {
            if (projection != null) {
                projection.close();
            }
        }
    }
}
