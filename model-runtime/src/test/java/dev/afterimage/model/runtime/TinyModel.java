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
        Path pack = Files.createDirectory(directory.resolve("pack-" + precision + "-" + layersPerGraph));
        return new OnnxLanguageModel(pack, build(directory, layersPerGraph, pack), precision, 2);
    }

    /** In floats, one graph for all layers, and without one of its files: as a pack of an earlier version. */
    static OnnxLanguageModel loadWithout(Path directory, String file) throws IOException {
        Path pack = Files.createDirectory(directory.resolve("pack-without-" + file));
        PackDescription description = build(directory, TinyLlama.LAYERS, pack);
        Files.delete(pack.resolve(Precision.FP32.label()).resolve(file));
        return new OnnxLanguageModel(pack, description, Precision.FP32, 2);
    }

    private static PackDescription build(Path directory, int layersPerGraph, Path pack) throws IOException {
        Path gguf = Files.write(directory.resolve("tiny.gguf"), TinyLlama.gguf().toBytes());
        return new PackBuilder(layersPerGraph, EnumSet.allOf(Precision.class)).build(gguf, null, "tiny", 0, pack);
    }
}
