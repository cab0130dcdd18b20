package dev.afterimage.model.pack;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.afterimage.model.fetch.Checkpoint;
import dev.afterimage.model.fetch.PinnedFiles;
import dev.afterimage.model.format.PackDescription;
import dev.afterimage.model.format.Precision;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The packs that can be pulled by name. */
public final class Catalogue {

    /**
     * @param checkpoint     the file it is built from, or null
     * @param repository     else the hub's repository that holds a directory of files, {@code OWNER/NAME}, or null
     * @param shipped        else the files of a checkpoint that comes with the program
     * @param adapter        the LoRA that is merged into it, or null
     * @param retrievalLayer see {@link PackDescription#retrievalLayer}; what a checkpoint directory says itself goes before it
     * @param reference      tokens and the logits that the reference implementation gives after them; null where none is known
     * @param precisions     what is kept if nothing else is asked for; null for what is usual at its size
     * @param pinned         the repository's commit and files; null for what its main branch holds
     * @param work           what a frame costs; null for packs that read notes of frames
     */
    public record Entry(String name, String description, String licence, Checkpoint checkpoint, String repository, List<String> shipped,
            Adapter adapter, int retrievalLayer, Reference reference, List<String> precisions, PinnedFiles pinned, Work work) {

        Set<Precision> kept() {
            return precisions == null ? Set.of() : precisions.stream().map(Precision::of).collect(Collectors.toCollection(TreeSet::new));
        }

        /** Whether a directory holds what would be built of it: a newer program may ship another checkpoint or adapter. */
        boolean built(Path pack) {
            return PackDescription.current(pack, adapter == null ? null : adapter.sha256())
                    && (shipped == null || PackDescription.from(pack, ShippedCheckpoint.sum(name, shipped)));
        }
    }

    /**
     * What one frame of a stream takes, by the model's published shape.
     *
     * @param tower   multiplications and additions of the vision tower, in thousands of millions
     * @param decoder the same of the language model over the frame's tokens
     * @param memory  of a process that watches with it, in megabytes, in the precision that is kept
     */
    public record Work(double tower, double decoder, int memory) { }

    /**
     * A LoRA that comes with the program.
     *
     * @param files  of its directory
     * @param sha256 see {@link PackDescription.Adapter}: a pack built with another one is built again
     */
    public record Adapter(String name, List<String> files, String sha256) { }

    public record Reference(List<Integer> tokens, List<PackDescription.Logit> logits) { }

    private static final String RESOURCE = "catalogue.json";

    private final List<Entry> entries;

    Catalogue(List<Entry> entries) {
        this.entries = List.copyOf(entries);
    }

    /** The catalogue shipped with the program. */
    public static Catalogue shipped() {
        try (InputStream json = Catalogue.class.getResourceAsStream(RESOURCE)) {
            return new Catalogue(new ObjectMapper().readValue(json, new TypeReference<List<Entry>>() { }));
        } catch (IOException e) {
            throw new UncheckedIOException("the shipped " + RESOURCE + " is broken", e);
        }
    }

    public List<Entry> entries() {
        return entries;
    }

    public Optional<Entry> entry(String name) {
        return entries.stream().filter(entry -> entry.name().equals(name)).findFirst();
    }
}
