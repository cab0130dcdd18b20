package dev.afterimage.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The file of one piece while it is written: {@code HOUR/START-END.mp4}, renamed as it grows. */
final class PieceFile implements AutoCloseable {

    private static final Pattern FILE_NAME = Pattern.compile("(\\d{12,18})-(\\d{12,18})\\.mp4");
    private static final long HOUR_MILLIS = 3_600_000;
    private static final Set<PosixFilePermission> DIRECTORY = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

    private final Path directory;
    private final long startMillis;
    private long endMillis;
    private long bytes;
    private FileChannel channel;

    /** What a file's name says: (start, end) in milliseconds. */
    static Optional<long[]> times(Path file) {
        Matcher name = FILE_NAME.matcher(file.getFileName().toString());
        return name.matches() ? Optional.of(new long[] {Long.parseLong(name.group(1)), Long.parseLong(name.group(2))}) : Optional.empty();
    }

    static Path path(Path directory, long startMillis, long endMillis) {
        return directory.resolve(String.format("%08d", startMillis / HOUR_MILLIS))
                .resolve(String.format("%012d-%012d.mp4", startMillis, endMillis));
    }

    /** @param directory of the stream; made with the first fragment */
    PieceFile(Path directory, long startMillis) {
        this.directory = directory;
        this.startMillis = startMillis;
        this.endMillis = startMillis;
    }

    long startMillis() {
        return startMillis;
    }

    long endMillis() {
        return endMillis;
    }

    long bytes() {
        return bytes;
    }

    /** What could not be written whole is taken back, so that the file stays readable. */
    void append(byte[] fragments, long newEndMillis) throws IOException {
        if (channel == null) {
            open();
        }
        try {
            ByteBuffer left = ByteBuffer.wrap(fragments);
            while (left.hasRemaining()) {
                channel.write(left);
            }
        } catch (IOException failure) {
            channel.truncate(bytes);
            channel.position(bytes);
            throw failure;
        }
        Path before = path(directory, startMillis, endMillis);
        long end = Math.max(endMillis, newEndMillis);
        Files.move(before, path(directory, startMillis, end), StandardCopyOption.ATOMIC_MOVE);
        bytes += fragments.length;
        endMillis = end;
    }

    private void open() throws IOException {
        Path file = path(directory, startMillis, endMillis);
        for (Path each : new Path[] {directory.getParent(), directory, file.getParent()}) {
            create(each);
        }
        Files.deleteIfExists(file);
        channel = FileChannel.open(file, Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW),
                PosixFilePermissions.asFileAttribute(FILE));
    }

    static void create(Path directory) throws IOException {
        try {
            Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(DIRECTORY));
        } catch (FileAlreadyExistsException there) {
            if (!Files.isDirectory(directory)) {
                throw there;
            }
        }
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
            channel = null;
        }
    }
}
