package dev.afterimage.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** A small file that its user alone may read (0600), from its creation on. */
final class PrivateFile {

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final Set<OpenOption> NEW = Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);

    private PrivateFile() { }

    /** Replaces it as a whole: a crash leaves the old file or the new one. One process at a time may do this. */
    static void replace(Path file, byte[] content) throws IOException {
        Path written = file.resolveSibling(file.getFileName() + ".tmp");
        Files.createDirectories(file.getParent());
        try {
            // What a killed process left, which may be open to others.
            Files.deleteIfExists(written);
            writeAndSync(written, content);
            Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
            syncDirectory(file.getParent());
        } finally {
            discard(written);
        }
    }

    private static void writeAndSync(Path path, byte[] content) throws IOException {
        try (FileChannel channel = create(path)) {
            ByteBuffer left = ByteBuffer.wrap(content);
            while (left.hasRemaining()) {
                channel.write(left);
            }
            channel.force(true);
        }
    }

    private static FileChannel create(Path path) throws IOException {
        try {
            return FileChannel.open(path, NEW, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        } catch (UnsupportedOperationException noModes) {
            // PrivateDirectory warns of a file system without permissions.
            return FileChannel.open(path, NEW);
        }
    }

    /** Without this, a power cut may bring the old file back. */
    private static void syncDirectory(Path path) throws IOException {
        try (FileChannel directory = FileChannel.open(path, StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    private static void discard(Path written) {
        try {
            Files.deleteIfExists(written);
        } catch (IOException left) {
            // Its permissions are those of the file, and the next writing removes it.
        }
    }
}
