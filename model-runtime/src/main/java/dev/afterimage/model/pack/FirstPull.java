package dev.afterimage.model.pack;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.model.fetch.PinnedFiles;
import dev.afterimage.model.fetch.Progress;
import dev.afterimage.model.fetch.RepositoryFetcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Repositories of which the catalogue does not know every sum are trusted when they are pulled first. Their commit and
 * the sums of all files are noted then, in {@code .pins/NAME.json}, and every later pull is held against that note; so
 * is one that goes on with a pull that was broken off.
 */
final class FirstPull {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final Path notes;
    private final RepositoryFetcher fetcher;

    /** @param directory of all packs */
    FirstPull(Path directory, RepositoryFetcher fetcher) {
        this.notes = directory.resolve(".pins");
        this.fetcher = fetcher;
    }

    /** @return {@code target}, which holds the files */
    Path fetch(Catalogue.Entry entry, Path target, Progress progress) {
        PinnedFiles shipped = entry.pinned();
        if (shipped != null && shipped.files() != null) {
            fetcher.fetch(entry.repository(), shipped, entry.licence(), target, progress);
            return target;
        }
        Path note = notes.resolve(entry.name() + ".json");
        PinnedFiles known = known(note);
        if (known == null || shipped != null && !shipped.revision().equals(known.revision())) {
            known = fetcher.stated(entry.repository(), shipped == null ? null : shipped.revision(), progress);
            write(note, known);
        }
        write(note, fetcher.fetch(entry.repository(), known, entry.licence(), target, progress));
        return target;
    }

    private static PinnedFiles known(Path note) {
        try {
            PinnedFiles noted = Files.exists(note) ? JSON.readValue(note.toFile(), PinnedFiles.class) : null;
            return noted == null || noted.revision() == null || noted.files() == null ? null : noted;
        } catch (IOException e) {
            throw new AfterimageException(ErrorCode.MODEL_FAILED, note + ", which says what was pulled first, cannot be read: "
                    + e.getMessage(), "delete the file to trust what is pulled next", e);
        }
    }

    private void write(Path note, PinnedFiles files) {
        try {
            Files.createDirectories(notes);
            Path part = Files.write(note.resolveSibling(note.getFileName() + ".part"), JSON.writeValueAsBytes(files));
            Files.move(part, note, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new AfterimageException(ErrorCode.MODEL_FAILED, "what was pulled cannot be noted in " + note + ": " + e.getMessage(),
                    "check the directory's permissions and free space", e);
        }
    }
}
