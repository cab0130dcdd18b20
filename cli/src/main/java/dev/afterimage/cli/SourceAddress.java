package dev.afterimage.cli;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.stream.SourceSettings;
import java.net.URI;
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
        uris.stream().filter(uri -> uri.contains("://") && !uri.startsWith("file:")).findFirst().ifPresent(camera -> {
            throw new AfterimageException(ErrorCode.USAGE, "'" + AfterimageException.maskPasswords(camera)
                    + "' is no file: only recordings are put together into one stream",
                    "give files and folders, or watch each source under a name of its own");
        });
        return SourceSettings.recordings(uris.stream().map(SourceAddress::path).toList());
    }

    private static String path(String uri) {
        try {
            return (uri.startsWith("file:") ? Path.of(URI.create(uri)) : Path.of(uri)).toString();
        } catch (IllegalArgumentException noPath) {
            throw new AfterimageException(ErrorCode.USAGE, "'" + AfterimageException.maskPasswords(uri) + "' is no path of a file: "
                    + noPath.getMessage(), "give the file's path as it is on this machine", noPath);
        }
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
