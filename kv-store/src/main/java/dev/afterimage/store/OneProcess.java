package dev.afterimage.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a directory for one process, as long as this is open or until the process ends, in whatever way. */
final class OneProcess implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OneProcess.class);

    private final FileChannel file;

    private OneProcess(FileChannel file) {
        this.file = file;
    }

    /** @param directory is made where it is not there */
    static OneProcess in(Path directory) {
        StorageErrors errors = new StorageErrors(directory.getParent());
        FileChannel file = null;
        try {
            Files.createDirectories(directory);
            file = FileChannel.open(directory.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = file.tryLock();
            if (lock == null) {
                throw errors.inUse();
            }
            OneProcess kept = new OneProcess(file);
            file = null;
            return kept;
        } catch (OverlappingFileLockException byThisProcess) {
            throw errors.inUse();
        } catch (IOException failure) {
            throw errors.of(failure, directory.toString());
        } finally {
            close(file);
        }
    }

    private static void close(FileChannel file) {
        try {
            if (file != null) {
                file.close();
            }
        } catch (IOException failure) {
            LOG.debug("a lock's file could not be closed: {}", failure.getMessage());
        }
    }

    @Override
    public void close() {
        close(file);
    }
}
