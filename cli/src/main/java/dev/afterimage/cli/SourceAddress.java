package dev.afterimage.cli;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** How the operator writes an address. */
final class SourceAddress {

    private SourceAddress() { }

    /** A folder of recordings has a {@code /} at its end, whether or not that was written. */
    static String of(String uri) {
        try {
            return !uri.contains("://") && !uri.endsWith("/") && Files.isDirectory(Path.of(uri)) ? uri + "/" : uri;
        } catch (InvalidPathException noPath) {
            return uri;
        }
    }
}
