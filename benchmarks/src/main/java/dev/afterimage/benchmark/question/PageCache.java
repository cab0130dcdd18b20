package dev.afterimage.benchmark.question;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Drops files from the operating system's page cache, so that they come from the disk when next read. Java cannot ask for it; GNU dd can
 * (posix_fadvise, POSIX_FADV_DONTNEED), without privileges and without touching what others have cached.
 */
final class PageCache {

    private PageCache() { }

    /** @return false where it cannot be done */
    static boolean drop(Path directory) throws IOException, InterruptedException {
        List<Path> files;
        try (Stream<Path> tree = Files.walk(directory)) {
            files = tree.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            if (!run("sync", file.toString()) || !run("dd", "if=" + file, "iflag=nocache", "count=0")) {
                return false;
            }
        }
        return true;
    }

    private static boolean run(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start()
                    .waitFor() == 0;
        } catch (IOException e) {
            return false; // no such command here
        }
    }
}
