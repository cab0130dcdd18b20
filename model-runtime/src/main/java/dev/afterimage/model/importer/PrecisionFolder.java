package dev.afterimage.model.importer;

import dev.afterimage.model.format.PackFiles;
import dev.afterimage.model.format.Precision;
import dev.afterimage.model.graph.Linear;
import dev.afterimage.model.graph.LlamaGraphs;
import dev.afterimage.model.graph.LlamaShape;
import dev.afterimage.model.graph.LlamaWeights;
import dev.afterimage.model.graph.WeightFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The language model of one precision under construction. Layers come in their order, one at a time, and the head last. */
final class PrecisionFolder implements AutoCloseable {

    private final Precision precision;
    private final Path directory;
    private final LlamaShape shape;
    private final int layersPerGraph;
    private final WeightFile weights;
    private final LlamaGraphs graphs;
    private LlamaGraphs.Layers open;

    /** @param directory is there, and holds no language model yet */
    PrecisionFolder(Precision precision, Path directory, LlamaShape shape, int layersPerGraph) throws IOException {
        this.precision = precision;
        this.directory = directory;
        this.shape = shape;
        this.layersPerGraph = layersPerGraph;
        this.weights = new WeightFile(directory.resolve(PackFiles.WEIGHTS));
        this.graphs = new LlamaGraphs(shape, linear(precision), weights);
    }

    static Linear linear(Precision precision) {
        return switch (precision) {
            case FP32 -> Linear.FP32;
            case INT8 -> Linear.BLOCK_INT8;
            case INT4 -> Linear.BLOCK_INT4;
        };
    }

    void layer(int index, LlamaWeights.Layer layer) throws IOException {
        int first = index / layersPerGraph * layersPerGraph;
        int count = Math.min(layersPerGraph, shape.layers() - first);
        open = index == first ? graphs.layers(first, count) : open;
        byte[] finished = open.add(layer);
        if (finished != null) {
            Files.write(directory.resolve(PackFiles.layers(first, count)), finished);
        }
    }

    void projection(int index, LlamaWeights.Layer layer) throws IOException {
        Files.write(directory.resolve(PackFiles.projection(index)), graphs.projection(index, layer));
    }

    /** In 8 bits where the layers have 4: it decides between tokens that are close, and is small beside them. */
    void head(float[] finalNorm, float[] head) throws IOException {
        Linear kept = precision == Precision.FP32 ? Linear.FP32 : Linear.BLOCK_INT8;
        Files.write(directory.resolve(PackFiles.HEAD), graphs.head(finalNorm, head, kept));
    }

    @Override
    public void close() throws IOException {
        weights.close();
    }
}
