package dev.afterimage.model.fetch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Whether a download fits, asked before its first byte. */
final class FreeSpace {

    private FreeSpace() { }

    /** @param bytes still to come */
    static void require(Path directory, long bytes) throws IOException {
        require(directory, bytes, Files.getFileStore(directory).getUsableSpace());
    }

    static void require(Path directory, long bytes, long free) throws IOException {
        if (bytes > free) {
            throw new HubRefusal(String.format(Locale.ROOT, "%.2f GB are to be downloaded, and %.2f GB are free at %s", bytes / 1e9,
                    free / 1e9, directory), "make room, or set AFTERIMAGE_MODELS to a directory on a larger disk");
        }
    }
}
