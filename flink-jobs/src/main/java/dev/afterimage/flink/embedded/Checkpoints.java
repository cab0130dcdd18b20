package dev.afterimage.flink.embedded;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.stream.StreamId;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where the checkpoints of the job lie: {@code checkpoints/_<subtasks>/<job>/chk-<n>}. State belongs to a subtask, so a job with another
 * number of them does without. Versions before had a job a stream: {@code checkpoints/<stream>}.
 */
public final class Checkpoints {

    private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

    private final Path root;

    public Checkpoints(Path dataDirectory) {
        this.root = dataDirectory.resolve("checkpoints");
    }

    /** No plain stream's name begins so. */
    Path directory(int subtasks) {
        return root.resolve("_" + subtasks);
    }

    /** The newest complete one; a checkpoint is complete once its metadata file stands. */
    Optional<Path> latest(int subtasks) {
        Path directory = directory(subtasks);
        if (!Files.isDirectory(directory)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.walk(directory, 3)) {
            return files.filter(file -> file.getFileName().toString().equals("_metadata"))
                    .max(Comparator.comparing(Checkpoints::written)).map(Path::getParent);
        } catch (IOException e) {
            throw failed("look for checkpoints in " + directory, e);
        }
    }

    /** Removes what jobs left that were killed, or that others have gone on from; not the one that wrote {@code latest}. */
    void tidy(int subtasks, Optional<Path> latest) {
        Path directory = directory(subtasks);
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (Stream<Path> jobs = Files.list(directory)) {
            jobs.filter(job -> latest.filter(checkpoint -> checkpoint.startsWith(job)).isEmpty()).toList().forEach(Checkpoints::delete);
        } catch (IOException | UncheckedIOException | AfterimageException notNow) {
            // They cost some space; nobody is kept from watching by that.
            LOG.warn("old checkpoints in {} could not be removed: {}", directory, notNow.getMessage());
        }
    }

    /** Removes what a version before left of a stream: it knew plain names only, and others may be those of jobs' directories. */
    public void delete(StreamId stream) {
        if (PLAIN.matcher(stream.name()).matches() && Files.exists(root.resolve(stream.name()))) {
            delete(root.resolve(stream.name()));
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw failed("remove checkpoints in " + directory, e);
        }
    }

    private static FileTime written(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            return FileTime.fromMillis(0);
        }
    }

    private static AfterimageException failed(String what, IOException e) {
        return new AfterimageException(ErrorCode.STORAGE_FAILED, "could not " + what + ": " + e.getMessage(),
                "check the permissions of the data directory", e);
    }
}
