package dev.afterimage.flink.embedded;

import dev.afterimage.core.AfterimageException;
import dev.afterimage.core.ErrorCode;
import dev.afterimage.core.StreamId;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** Where the checkpoints of each stream's job lie: {@code checkpoints/<stream>/<job>/chk-<n>}. */
public final class Checkpoints {

    private final Path root;

    public Checkpoints(Path dataDirectory) {
        this.root = dataDirectory.resolve("checkpoints");
    }

    Path directory(StreamId stream) {
        return root.resolve(stream.name());
    }

    /** The newest complete one; a checkpoint is complete once its metadata file stands. */
    Optional<Path> latest(StreamId stream) {
        Path directory = directory(stream);
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

    /** Removes all of a stream's. */
    public void delete(StreamId stream) {
        Path directory = directory(stream);
        if (!Files.exists(directory)) {
            return;
        }
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
