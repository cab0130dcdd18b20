package dev.afterimage.cli;

import dev.afterimage.store.DataDirectory;
import picocli.CommandLine.Option;

import java.nio.file.Path;

/** {@code --data}, shared by every command that touches stored streams. */
final class DataOption {

    @Option(names = "--data", paramLabel = "DIR", description = "where everything is stored (default: $AFTERIMAGE_HOME or ~/.afterimage)")
    private Path data;

    boolean given() {
        return data != null;
    }

    DataDirectory directory() {
        return DataDirectory.resolve(data);
    }
}
