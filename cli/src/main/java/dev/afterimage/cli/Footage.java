package dev.afterimage.cli;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Footage to hide needles in: what was given, or else the shipped clips, unpacked as long as this is open.
 *
 * @param unpacked null where it was given
 */
record Footage(Path path, String name, Path unpacked) implements AutoCloseable {

    private static final List<String> SHIPPED = List.of("car-detection.mp4", "bottle-detection.mp4");

    static Footage of(Path given) {
        return given != null ? new Footage(given, given.getFileName().toString(), null) : shipped();
    }

    private static Footage shipped() {
        try {
            Path directory = Files.createTempDirectory("afterimage-footage");
            for (int i = 0; i < SHIPPED.size(); i++) {
                try (InputStream clip = Footage.class.getResourceAsStream("/demo/" + SHIPPED.get(i))) {
                    Files.copy(clip, directory.resolve(i + "-" + SHIPPED.get(i)));
                }
            }
            return new Footage(directory, "shipped clips", directory);
        } catch (IOException e) {
            throw new AfterimageException(ErrorCode.STORAGE_FAILED, "cannot unpack the shipped clips: " + e.getMessage(),
                    "make room for temporary files", e);
        }
    }

    @Override
    public void close() {
        if (unpacked != null) {
            EvalOptions.delete(unpacked);
        }
    }
}
