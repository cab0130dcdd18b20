package dev.afterimage.model.pack;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Builds packs beside their place and moves them there whole, one process at a time: a half-built pack is never seen. */
public final class ExclusiveBuild {

    /** File locks hold between processes only; these hold between the threads of this one. */
    private static final Map<Path, ReentrantLock> THREAD_LOCKS = new ConcurrentHashMap<>();

    private final Path directory;

    /** @param directory where all packs are */
    public ExclusiveBuild(Path directory) {
        this.directory = directory;
    }

    /** Fills an empty directory with a pack's files. */
    public interface Work {
        void fill(Path building) throws IOException;
    }

    /**
     * @param standing whether a pack in this directory is whole and of today's format; another one is replaced
     * @return the pack's directory
     */
    public Path install(String name, Predicate<Path> standing, Work work) {
        Path target = directory.resolve(name);
        ReentrantLock threads = THREAD_LOCKS.computeIfAbsent(target, path -> new ReentrantLock());
        threads.lock();
        try {
            Path locks = Files.createDirectories(directory.resolve(".locks"));
            try (FileChannel channel = FileChannel.open(locks.resolve(name), StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE); FileLock lock = channel.lock()) {
                if (!standing.test(target)) {
                    build(target, work);
                }
                return target;
            }
        } catch (IOException | UncheckedIOException e) {
            throw new AfterimageException(ErrorCode.MODEL_FAILED, "the pack " + name + " could not be written to " + directory + ": "
                    + e.getMessage(),
                    "make room (in fp32 a pack takes twice a 16-bit checkpoint, in int8 about half of it and in int4 a third) and check "
                            + "the directory's permissions", e);
        } finally {
            threads.unlock();
        }
    }

    private void build(Path target, Work work) throws IOException {
        Path building = directory.resolve(".building-" + target.getFileName());
        delete(building);
        Files.createDirectories(building);
        try {
            work.fill(building);
            delete(target);
            Files.move(building, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            delete(building);
        }
    }

    /** Removes a directory with all that is in it, if it is there. */
    public static void delete(Path tree) throws IOException {
        if (Files.exists(tree)) {
            try (Stream<Path> files = Files.walk(tree)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
