package dev.afterimage.model.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.afterimage.core.block.KvLayout;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.model.format.EmbeddingFile;
import dev.afterimage.model.format.PackFiles;
import dev.afterimage.model.graph.LlamaShape;
import dev.afterimage.model.graph.RotaryTable;
import dev.afterimage.model.graph.RotaryTables;
import dev.afterimage.model.onnx.OnnxUse;
import dev.afterimage.model.tensor.DirectTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The graphs of one pack in one precision, loaded: what all sessions share and none changes. */
final class LlamaNetwork implements AutoCloseable {

    private final LlamaShape shape;
    private final LayerStack layers;
    /** What memory is read with; the layers themselves in packs that have no adapter for it. */
    private final LayerStack recalling;
    private final OrtSession head;
    private final Path graphs;
    private final int threads;
    private final boolean apart; // whether layers are in several graphs
    private final OrtSession[] projections; // one a layer, opened when first asked for
    private final EmbeddingFile embeddings;
    private final RotaryTables rotary;

    /**
     * @param graphs         where layers_F_L.onnx and head.onnx lie
     * @param recalls        whether the layers of the adapter that reads memory lie there too
     * @param layersPerGraph how many layers each graph holds; the last may hold fewer
     */
    LlamaNetwork(LlamaShape shape, Path graphs, boolean recalls, Path embedding, int layersPerGraph, int threads)
            throws OrtException, IOException {
        this.shape = shape;
        this.graphs = graphs;
        this.threads = threads;
        this.apart = layersPerGraph < shape.layers();
        this.projections = new OrtSession[shape.layers()];
        this.rotary = new RotaryTables(shape);
        this.embeddings = new EmbeddingFile(embedding, shape.vocabulary(), shape.width());
        try (OrtSession.SessionOptions options = layerOptions()) {
            layers = new LayerStack(shape, graphs, layersPerGraph, options);
            recalling = recalls ? new LayerStack(shape, graphs.resolve(PackFiles.RECALLING), layersPerGraph, options) : layers;
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
        // Weights that are laid out anew for the kernels would otherwise come out of an arena that grows by powers of two.
        options.addConfigEntry("session.use_device_allocator_for_initializers", "1");
        return options;
    }

    /** Each graph would keep the most memory that it ever took for its activations: with a graph for each layer, many times as much. */
    private OrtSession.SessionOptions layerOptions() throws OrtException {
        OrtSession.SessionOptions options = options(threads);
        if (apart) {
            options.setCPUArenaAllocator(false);
        }
        return options;
    }

    static OrtSession open(Path graph, OrtSession.SessionOptions options) throws OrtException {
        return OnnxUse.open(graph.toString(), options);
    }

    LlamaShape shape() {
        return shape;
    }

    KvLayout layout() {
        return new KvLayout(shape.layers(), shape.kvHeads(), shape.headDim());
    }

    LayerStack layers() {
        return layers;
    }

    /** The same over the same KV, as memory is read. */
    LayerStack recalling() {
        return recalling;
    }

    EmbeddingFile embeddings() {
        return embeddings;
    }

    RotaryTable rotary(int layer) {
        return rotary.of(layer);
    }

    RotaryTables rotary() {
        return rotary;
    }

    /** Whether {@link #project} can be asked: not in old packs, and of later layers only in packs whose layers run one by one. */
    boolean projects(int layer) {
        return Files.exists(graphs.resolve(PackFiles.projection(layer)));
    }

    /**
     * Queries, keys and values before RoPE of one layer, without running any.
     *
     * @param hidden (tokens, width): what goes into the layer
     * @param sink   receives (tokens, qkvWidth)
     */
    void project(int layer, float[] hidden, int tokens, LayerStack.QkvSink sink) {
        try (DirectTensor input = LayerStack.tensor(hidden, tokens, shape); OrtSession.Result result = OnnxUse.run(projection(layer),
                Map.of("hidden", input.tensor()))) {
            sink.accept(layer, ((OnnxTensor) result.get(0)).getFloatBuffer());
        } catch (OrtException e) {
            throw failed("the language model", e);
        }
    }

    private OrtSession projection(int layer) throws OrtException {
        synchronized (projections) {
            if (projections[layer] == null) {
                try (OrtSession.SessionOptions options = layerOptions()) {
                    projections[layer] = open(graphs.resolve(PackFiles.projection(layer)), options);
                }
            }
            return projections[layer];
        }
    }

    static AfterimageException failed(String what, OrtException e) {
        return new AfterimageException(ErrorCode.MODEL_FAILED, what + " failed to run: " + e.getMessage(),
                "check free memory; then verify the pack with 'afterimage models verify'", e);
    }

    /** @param hidden (width) */
    float[] logits(float[] hidden) {
        try (DirectTensor input = DirectTensor.of(hidden, 1, shape.width()); OrtSession.Result result = OnnxUse.run(head,
                Map.of("hidden", input.tensor()))) {
            float[] logits = new float[shape.vocabulary()];
            ((OnnxTensor) result.get(0)).getFloatBuffer().get(logits);
            return logits;
        } catch (OrtException e) {
            throw failed("the language model's head", e);
        }
    }

    @Override
    public void close() throws OrtException {
        layers.close();
        if (recalling != layers) {
            recalling.close();
        }
        OnnxUse.close(head);
        for (OrtSession projection : projections) {
            if (projection != null) {
                OnnxUse.close(projection);
            }
        }
    }
}
