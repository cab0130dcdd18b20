package dev.afterimage.gpu.llama;

import dev.afterimage.model.format.EmbeddingFile;
import dev.afterimage.model.format.PackDescription;
import dev.afterimage.model.format.PackFiles;
import dev.afterimage.model.format.PackMatrix;
import dev.afterimage.model.format.PackWeights;
import dev.afterimage.model.format.Precision;
import dev.afterimage.model.graph.LlamaShape;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Optional;

/** The weights of a pack on disk. */
final class StoredPack {

    private StoredPack() { }

    static ModelWeights weights(Path directory, PackDescription pack, Precision precision) throws IOException {
        LlamaShape shape = pack.shape();
        Path graphs = directory.resolve(precision.label());
        PackWeights weights = new PackWeights(shape, graphs, pack.layersPerGraph());
        PackWeights recalling = new PackWeights(shape, graphs.resolve(PackFiles.RECALLING), pack.layersPerGraph());
        return new ModelWeights(shape, weights::layer, pack.recalls() ? Optional.of(recalling::layer) : Optional.empty(),
                embedding(directory.resolve(PackFiles.EMBEDDING), shape), weights.finalNorm(), weights.head());
    }

    private static PackMatrix embedding(Path file, LlamaShape shape) throws IOException {
        FloatBuffer floats = new EmbeddingFile(file, shape.vocabulary(), shape.width()).floats();
        return new PackMatrix(shape.vocabulary(), shape.width(), floats, null, null, 0, new float[0]);
    }
}
