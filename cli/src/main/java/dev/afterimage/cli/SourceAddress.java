package dev.afterimage.cli;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.stream.SourceSettings;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/** How the operator writes an address. */
final class SourceAddress {

    private SourceAddress() { }

    /** Several files and folders are recordings of one stream. */
    static String of(List<String> uris) {
        if (uris.size() == 1) {
            return of(uris.get(0));
        }
        uris.stream().filter(uri -> uri.contains("://")).findFirst().ifPresent(camera -> {
            throw new AfterimageException(ErrorCode.USAGE, "'" + AfterimageException.maskPasswords(camera)
                    + "' is no file: only recordings are put together into one stream",
                    "give files and folders, or watch each source under a name of its own");
        });
        return SourceSettings.recordings(uris.stream().map(uri -> uri.startsWith("file:") ? uri : Path.of(uri).toString()).toList());
    }

    /** A folder of recordings has a {@code /} at its end, whether or not that was written. */
    static String of(String uri) {
        try {
            return !uri.contains("://") && !uri.endsWith("/") && Files.isDirectory(Path.of(uri)) ? uri + "/" : uri;
        } catch (InvalidPathException noPath) {
            return uri;
        }
    }
}
