package dev.afterimage.model.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.afterimage.core.block.KvLayout;
import dev.afterimage.core.model.PromptPart;
import dev.afterimage.model.format.EmbeddingFile;
import dev.afterimage.model.format.PackFiles;
import dev.afterimage.model.graph.Linear;
import dev.afterimage.model.graph.LlamaGraphs;
import dev.afterimage.model.graph.LlamaShape;
import dev.afterimage.model.graph.LlamaWeights;
import dev.afterimage.model.graph.RotaryTables;
import dev.afterimage.model.graph.WeightFile;
import dev.afterimage.model.onnx.OnnxUse;
import dev.afterimage.model.tensor.DirectTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The language model in floats over one prompt, a layer at a time as its weights come by: what packs are held against
 * that keep no floats. Only one layer is ever on disk.
 */
public final class FloatReference implements AutoCloseable {

    private static final int THREADS = Math.max(1, Math.min(2, Runtime.getRuntime().availableProcessors()));

    private final LlamaShape shape;
    private final Path scratch;
    private final ModelInput input;
    private final KvCache cache;
    private final RotaryTables rotary;
    private float[] hidden; // (tokens, width)

    /**
     * @param embedding the pack's
     * @param prompt    of tokens and visual tokens
     * @param scratch   a directory that does not exist, for one layer; it is gone when a layer has run
     */
    public FloatReference(LlamaShape shape, Path embedding, List<PromptPart> prompt, Path scratch) throws IOException {
        this.shape = shape;
        this.scratch = scratch;
        this.rotary = new RotaryTables(shape);
        EmbeddingFile table = new EmbeddingFile(embedding, shape.vocabulary(), shape.width());
        List<ModelInput> parts = new ArrayList<>();
        for (PromptPart part : prompt) {
            parts.add(part instanceof PromptPart.Visual visual ? ModelInput.of(visual, shape) : text(table, (PromptPart.Tokens) part));
        }
        this.input = ModelInput.joined(parts, shape.width(), shape.deepStack());
        this.hidden = input.hidden();
        try {
            this.cache = new KvCache(new KvLayout(shape.layers(), shape.kvHeads(), shape.headDim()), input.tokens());
            cache.reserve(input.tokens(), 0);
        } catch (OrtException e) {
            throw LlamaNetwork.failed("the reference", e);
        }
    }

    private static ModelInput text(EmbeddingFile table, PromptPart.Tokens tokens) {
        return new ModelInput(table.of(tokens.ids()), tokens.ids().length);
    }

    /** Layers come in their order. */
    public void layer(int index, LlamaWeights.Layer layer) throws IOException {
        Path graph = Files.createDirectory(scratch).resolve(PackFiles.layers(index, 1));
        Path file = scratch.resolve(PackFiles.WEIGHTS);
        try {
            try (WeightFile weights = new WeightFile(file)) {
                Files.write(graph, new LlamaGraphs(shape, Linear.FP32, weights).layers(index, 1).add(layer));
            }
            run(index, graph);
        } finally {
            Files.deleteIfExists(graph);
            Files.deleteIfExists(file);
            Files.deleteIfExists(scratch);
        }
    }

    private void run(int index, Path graph) {
        int tokens = input.tokens();
        try (OrtSession.SessionOptions options = LlamaNetwork.options(THREADS);
                LayerInputs others = new LayerInputs(shape, rotary, input, 0, tokens, layer -> 0)) {
            OrtSession session = LlamaNetwork.open(graph, options);
            try (DirectTensor first = LayerStack.tensor(hidden, tokens, shape); OrtSession.Result result =
                    LayerStack.run(new LayerGroup(session, index, 1), first.tensor(), tokens, cache, others, false)) {
                hidden = new float[tokens * shape.width()];
                ((OnnxTensor) result.get("hidden_out").orElseThrow()).getFloatBuffer().get(hidden);
            } finally {
                OnnxUse.close(session);
            }
        } catch (OrtException e) {
            throw LlamaNetwork.failed("the reference", e);
        }
    }

    /**
     * After the last layer.
     *
     * @param finalNorm (width)
     * @param head      (vocabulary, width)
     * @return (vocabulary)
     */
    public float[] logits(float[] finalNorm, float[] head) {
        int width = shape.width();
        int from = hidden.length - width;
        double squares = 0;
        for (int i = 0; i < width; i++) {
            squares += (double) hidden[from + i] * hidden[from + i];
        }
        double size = Math.sqrt(squares / width + shape.rmsEpsilon());
        float[] logits = new float[shape.vocabulary()];
        for (int token = 0; token < logits.length; token++) {
            double sum = 0;
            for (int i = 0; i < width; i++) {
                sum += hidden[from + i] / size * finalNorm[i] * head[token * width + i];
            }
            logits[token] = (float) sum;
        }
        return logits;
    }

    @Override
    public void close() {
        cache.close();
    }
}
