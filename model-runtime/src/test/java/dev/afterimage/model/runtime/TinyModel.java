package dev.afterimage.model.runtime;

import dev.afterimage.model.format.PackDescription;
import dev.afterimage.model.format.Precision;
import dev.afterimage.model.importer.PackBuilder;
import dev.afterimage.model.importer.TinyLlama;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;

/** Builds and loads {@link TinyLlama}. */
final class TinyModel {

    private TinyModel() { }

    static OnnxLanguageModel load(Path directory, Precision precision, int layersPerGraph) throws IOException {
        Path gguf = Files.write(directory.resolve("tiny.gguf"), TinyLlama.gguf().toBytes());
        Path pack = Files.createDirectory(directory.resolve("pack-" + precision + "-" + layersPerGraph));
        PackDescription description = new PackBuilder(layersPerGraph, EnumSet.allOf(Precision.class)).build(gguf, "tiny", 0, pack);
        return new OnnxLanguageModel(pack, description, precision, 2);
    }
}
