package dev.afterimage.store;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.recording.Piece;
import dev.afterimage.core.stream.StreamId;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The pieces of one stream, by their starts. Safe for use by several threads. */
final class PieceIndex {

    private static final Logger LOG = LoggerFactory.getLogger(PieceIndex.class);
    /** What the file system gives out at a time. */
    private static final long DISK_BLOCK = 4096;

    private record Entry(long endMillis, long bytes, boolean whole) { }

    private final StreamId stream;
    private final Path directory;
    private final TreeMap<Long, Entry> pieces = new TreeMap<>();
    private long bytes;

    PieceIndex(StreamId stream, Path directory) {
        this.stream = stream;
        this.directory = directory;
    }

    /** What lies in the directory; a file without a byte or of another name is left alone. */
    static PieceIndex of(StreamId stream, Path directory) {
        PieceIndex index = new PieceIndex(stream, directory);
        try (Stream<Path> files = Files.walk(directory, 2)) {
            files.forEach(file -> PieceFile.times(file).ifPresent(times -> index.found(file, times)));
        } catch (IOException | java.io.UncheckedIOException unreadable) {
            LOG.warn("{}: some of the recorded video cannot be read: {}", stream, unreadable.getMessage());
        }
        return index;
    }

    private void found(Path file, long[] times) {
        long size = file.toFile().length();
        // One start has one file, since what is written anew removes what is there; if there are two all the same, the longer counts.
        if (size > 0 && (!pieces.containsKey(times[0]) || pieces.get(times[0]).endMillis() < times[1])) {
            put(times[0], new Entry(times[1], size, true));
        }
    }

    Path directory() {
        return directory;
    }

    synchronized long bytes() {
        return bytes;
    }

    private void put(long start, Entry entry) {
        Entry before = pieces.put(start, entry);
        bytes += onDisk(entry.bytes) - (before == null ? 0 : onDisk(before.bytes));
    }

    static long onDisk(long bytes) {
        return (bytes + DISK_BLOCK - 1) / DISK_BLOCK * DISK_BLOCK;
    }

    private Piece piece(Map.Entry<Long, Entry> entry) {
        return new Piece(stream, entry.getKey() / 1e3, entry.getValue().endMillis / 1e3, entry.getValue().bytes);
    }

    synchronized List<Piece> between(double fromSeconds, double toSeconds) {
        Long first = pieces.floorKey(millis(fromSeconds));
        List<Piece> found = new ArrayList<>();
        for (Map.Entry<Long, Entry> entry : pieces.tailMap(first == null ? Long.MIN_VALUE : first, true).entrySet()) {
            if (entry.getKey() / 1e3 >= toSeconds) {
                break;
            }
            if (entry.getValue().endMillis / 1e3 > fromSeconds) {
                found.add(piece(entry));
            }
        }
        return found;
    }

    private static long millis(double seconds) {
        return (long) Math.max(Long.MIN_VALUE / 2, Math.min(Long.MAX_VALUE / 2, seconds * 1000));
    }

    synchronized Path path(Piece piece) throws NoSuchFileException {
        long start = Math.round(piece.start() * 1000);
        Entry entry = pieces.get(start);
        if (entry == null) {
            throw new NoSuchFileException(piece.toString());
        }
        return PieceFile.path(directory, start, entry.endMillis);
    }

    /** Appends to a piece. What an earlier run left at its place, or in the stretch that it grows over, goes. */
    synchronized void grow(PieceFile file, byte[] fragments, long endMillis, StorageErrors errors) throws IOException {
        if (file.bytes() == 0 && pieces.containsKey(file.startMillis())) {
            removeStart(file.startMillis(), errors);
        }
        file.append(fragments, endMillis);
        put(file.startMillis(), new Entry(file.endMillis(), file.bytes(), false));
        for (Long next = pieces.higherKey(file.startMillis()); next != null && next < file.endMillis();
                next = pieces.higherKey(file.startMillis())) {
            removeStart(next, errors);
        }
    }

    synchronized void finish(PieceFile file) {
        Entry entry = pieces.get(file.startMillis());
        if (entry != null) {
            put(file.startMillis(), new Entry(entry.endMillis, entry.bytes, true));
        }
    }

    synchronized Optional<Piece> oldestWhole() {
        return pieces.entrySet().stream().filter(entry -> entry.getValue().whole).findFirst().map(this::piece);
    }

    /** When it was written, milliseconds since 1970: pieces of different streams are compared by it. */
    long writtenMillis(Piece piece) {
        try {
            return Files.getLastModifiedTime(path(piece)).toMillis();
        } catch (IOException gone) {
            return 0;
        }
    }

    synchronized void remove(Piece piece, StorageErrors errors) {
        removeStart(Math.round(piece.start() * 1000), errors);
    }

    private void removeStart(long start, StorageErrors errors) {
        Entry entry = pieces.get(start);
        if (entry == null) {
            return;
        }
        Path file = PieceFile.path(directory, start, entry.endMillis);
        try {
            Files.deleteIfExists(file);
            removeIfEmpty(file.getParent());
        } catch (IOException failure) {
            throw errors.of(failure, "the video of '" + stream + "'");
        }
        pieces.remove(start);
        bytes -= onDisk(entry.bytes);
    }

    private static void removeIfEmpty(Path directory) throws IOException {
        try {
            Files.deleteIfExists(directory);
        } catch (DirectoryNotEmptyException others) {
            LOG.trace("{} holds other pieces", directory);
        }
    }

    /** @throws AfterimageException when something of it cannot be removed */
    synchronized void deleteAll(StorageErrors errors) {
        List.copyOf(pieces.keySet()).forEach(start -> removeStart(start, errors));
        try {
            removeIfEmpty(directory);
        } catch (IOException failure) {
            throw errors.of(failure, "the video of '" + stream + "'");
        }
    }
}
