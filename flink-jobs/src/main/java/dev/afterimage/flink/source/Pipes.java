package dev.afterimage.flink.source;

import dev.afterimage.core.stream.SourceSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Named pipes and other special files among the sources. */
final class Pipes {

    private static final Logger LOG = LoggerFactory.getLogger(Pipes.class);
    private static final int KIND = 0xf000;
    private static final int PIPE = 0x1000;
    private static final int TRIES = 5;

    private Pipes() { }

    /**
     * Lets a thread go that opens a source and waits for somebody to open the pipe's other end: Linux opens a pipe for both ways without
     * waiting. Blocks for some seconds, or where the file system hangs forever, so it wants a thread of its own.
     *
     * @param opened is done when that thread has come back
     */
    static void letGo(SourceSettings settings, CompletableFuture<?> opened) {
        try {
            Path file = file(settings);
            // Again, for a thread that was about to open it.
            for (int tries = 0; tries < TRIES && !opened.isDone() && pipe(file); tries++) {
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE).close();
                opened.handle((result, failure) -> null).completeOnTimeout(null, 1, TimeUnit.SECONDS).join();
            }
        } catch (IOException | RuntimeException e) {
            LOG.debug("{}: the thread that opens it was left behind: {}", settings.stream(), e.toString());
        }
    }

    /** Whether a file is a pipe, a device or the like. */
    static boolean special(SourceSettings settings) {
        try {
            return Files.readAttributes(file(settings), BasicFileAttributes.class).isOther();
        } catch (IOException | RuntimeException nothingThere) {
            return false;
        }
    }

    private static Path file(SourceSettings settings) {
        return settings.uri().startsWith("file:") ? Path.of(URI.create(settings.uri())) : Path.of(settings.uri());
    }

    private static boolean pipe(Path file) throws IOException {
        return ((int) Files.getAttribute(file, "unix:mode") & KIND) == PIPE;
    }
}
