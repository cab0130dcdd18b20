package dev.afterimage.model.pack;

import dev.afterimage.model.fetch.Checkpoint;
import dev.afterimage.model.fetch.Progress;
import dev.afterimage.model.format.PackDescription;
import dev.afterimage.model.format.Sha256;
import dev.afterimage.model.importer.TinyLlama;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A catalogue of one tiny pack; as a program of its own, a process that pulls it. */
public final class TinyPacks {

    static final byte[] GGUF = TinyLlama.gguf().toBytes();
    static final String NAME = "tiny";

    private TinyPacks() { }

    static ModelPacks in(Path directory, String hub, Checkpoint.Source... more) {
        return in(directory, hub, Sha256.of(GGUF), null, more);
    }

    static ModelPacks in(Path directory, String hub, String sha256, Catalogue.Reference reference, Checkpoint.Source... more) {
        List<Checkpoint.Source> sources = new ArrayList<>(List.of(new Checkpoint.Source("repo/tiny.gguf", null)));
        sources.addAll(List.of(more));
        Checkpoint checkpoint = new Checkpoint("tiny.gguf", GGUF.length, sha256, sources);
        Catalogue catalogue = new Catalogue(List.of(new Catalogue.Entry(NAME, "a tiny pack", "apache-2.0", checkpoint, null, null, null, 1,
                reference, null, null, null)));
        return new ModelPacks(directory, catalogue, Map.of("AFTERIMAGE_HUB", hub));
    }

    static Catalogue.Reference wrongReference() {
        return new Catalogue.Reference(List.of(1, 2, 3), List.of(new PackDescription.Logit(5, 100)));
    }

    public static void main(String[] arguments) {
        in(Path.of(arguments[0]), arguments[1]).pull(NAME, Progress.SILENT);
    }
}
