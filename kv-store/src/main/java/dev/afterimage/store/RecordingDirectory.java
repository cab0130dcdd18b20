package dev.afterimage.store;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.recording.Piece;
import dev.afterimage.core.recording.Recordings;
import dev.afterimage.core.stream.StreamId;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Recorded video in {@code <data directory>/recordings/STREAM/HOUR/START-END.mp4}, times in milliseconds of the stream. The names are the
 * index: a file is renamed after each fragment that was appended to it, so what a killed process leaves is whole up to the end that its
 * name says. Directories are open to their user alone (0700), and so are files (0600). Memory holds one small entry a piece.
 */
final class RecordingDirectory implements Recordings {

    static final String NAME = "recordings";
    /** No stream has such a name. */
    private static final String SCRATCH = ".cuts";

    /** Old video makes room for new while less than this is free: it is the first thing that can be spared. */
    static final long MOST_SPARE = 1L << 30;
    static final int SHARE_SPARE = 8;

    private static final Logger LOG = LoggerFactory.getLogger(RecordingDirectory.class);

    /** Makes room for what is about to be written of a stream, and holds it until that is done. */
    interface Limited {
        Retention.Room makeRoom(StreamId stream, long bytes);
    }

    private final Path root;
    private final boolean writable;
    private final StorageErrors errors;
    private final DiskRoom room;
    private final long spare;
    private final Limited limited;
    /** Bytes that are about to be written. */
    private final AtomicLong coming = new AtomicLong();
    private final Map<StreamId, String> troubles = new ConcurrentHashMap<>();
    private final Map<StreamId, PieceIndex> streams = new ConcurrentHashMap<>();

    /** @param writable whether pieces may be written and removed */
    RecordingDirectory(Path dataDirectory, boolean writable) {
        this(dataDirectory, writable, (stream, bytes) -> Retention.Room.UNLIMITED);
    }

    RecordingDirectory(Path dataDirectory, boolean writable, Limited limited) {
        this(dataDirectory, writable, limited, spare(dataDirectory));
    }

    /** @param spare bytes of the disk that are left free for others */
    RecordingDirectory(Path dataDirectory, boolean writable, Limited limited, long spare) {
        this.limited = limited;
        this.root = dataDirectory.resolve(NAME);
        this.writable = writable;
        this.errors = new StorageErrors(dataDirectory);
        this.room = new DiskRoom(dataDirectory);
        this.spare = spare;
        if (Files.isDirectory(root)) {
            find();
            if (writable) {
                emptyScratch();
            }
        }
    }

    private static long spare(Path dataDirectory) {
        return Math.min(MOST_SPARE, dataDirectory.toFile().getTotalSpace() / SHARE_SPARE);
    }

    private void find() {
        try (Stream<Path> found = Files.list(root)) {
            found.filter(Files::isDirectory).forEach(directory -> streamOf(directory).ifPresent(stream ->
                    streams.put(stream, PieceIndex.of(stream, directory))));
        } catch (IOException unreadable) {
            throw errors.of(unreadable, root.toString());
        }
    }

    private static Optional<StreamId> streamOf(Path directory) {
        try {
            return StreamDirectory.stream(directory.getFileName().toString());
        } catch (AfterimageException | IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }

    /** Streams of which something is recorded. */
    Set<StreamId> streams() {
        return Set.copyOf(streams.keySet());
    }

    private PieceIndex index(StreamId stream) {
        return streams.computeIfAbsent(stream, name -> new PieceIndex(name, root.resolve(StreamDirectory.name(name))));
    }

    @Override
    public Writer begin(StreamId stream, double startSeconds) {
        if (!writable) {
            throw errors.readOnly("the recording of stream '" + stream + "'");
        }
        return new PieceWriter(stream, index(stream), Math.round(Math.max(0, startSeconds) * 1000));
    }

    @Override
    public List<Piece> pieces(StreamId stream, double fromSeconds, double toSeconds) {
        PieceIndex index = streams.get(stream);
        return index == null ? List.of() : index.between(fromSeconds, toSeconds);
    }

    @Override
    public SeekableByteChannel read(Piece piece) {
        PieceIndex index = index(piece.stream());
        // A piece that is being written gets another name with each fragment.
        for (int left = 5; ; left--) {
            try {
                return Files.newByteChannel(index.path(piece), StandardOpenOption.READ);
            } catch (NoSuchFileException moved) {
                if (left == 0) {
                    throw errors.removed("the video of '" + piece.stream() + "' at " + piece.start() + " s");
                }
            } catch (IOException failure) {
                throw errors.of(failure, "the video of '" + piece.stream() + "'");
            }
        }
    }

    @Override
    public long bytes(StreamId stream) {
        PieceIndex index = streams.get(stream);
        return index == null ? 0 : index.bytes();
    }

    @Override
    public Path scratch() {
        if (!room.enough()) {
            throw errors.full("the video");
        }
        Path directory = root.resolve(SCRATCH);
        try {
            PieceFile.create(root);
            PieceFile.create(directory);
            return directory;
        } catch (IOException failure) {
            throw errors.of(failure, directory.toString());
        }
    }

    /** What a killed process had cut out. */
    private void emptyScratch() {
        try (Stream<Path> left = Files.list(root.resolve(SCRATCH))) {
            for (Path file : left.toList()) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException none) {
            LOG.trace("nothing was cut out");
        } catch (IOException failure) {
            LOG.warn("What was cut out of recorded video before cannot be removed: {}", failure.getMessage());
        }
    }

    @Override
    public void delete(StreamId stream) {
        PieceIndex index = streams.remove(stream);
        if (index != null) {
            index.deleteAll(errors);
        }
    }

    /** The oldest piece that is whole; a piece that is being written is never removed. */
    Optional<Piece> oldest(StreamId stream) {
        return Optional.ofNullable(streams.get(stream)).flatMap(PieceIndex::oldestWhole);
    }

    /** Removes the oldest pieces, of whichever stream, until the disk has room for what is coming. */
    private synchronized void spareTheDisk() {
        Set<StreamId> stuck = new HashSet<>();
        for (Optional<Piece> oldest = oldestBut(stuck); oldest.isPresent() && crowded(); oldest = oldestBut(stuck)) {
            removeQuietly(oldest.get(), stuck);
        }
    }

    private boolean crowded() {
        return root.getParent().toFile().getUsableSpace() < spare + coming.get();
    }

    private Optional<Piece> oldestBut(Set<StreamId> stuck) {
        return streams.keySet().stream().filter(stream -> !stuck.contains(stream)).flatMap(stream -> oldest(stream).stream())
                .min(Comparator.comparingLong(piece -> index(piece.stream()).writtenMillis(piece)));
    }

    /** A stream whose video cannot be removed hinders no other. */
    private void removeQuietly(Piece piece, Set<StreamId> stuck) {
        try {
            remove(piece);
            troubles.remove(piece.stream());
        } catch (AfterimageException trouble) {
            stuck.add(piece.stream());
            if (!trouble.line().equals(troubles.put(piece.stream(), trouble.line()))) {
                LOG.warn("{}: the oldest video could not be removed, and is tried again: {}", piece.stream(), trouble.line());
            }
        }
    }

    /** Wall clock of the oldest piece that could be removed; {@link Long#MAX_VALUE} where none could. */
    long oldestMillis(StreamId stream) {
        return oldest(stream).map(piece -> index(stream).writtenMillis(piece)).orElse(Long.MAX_VALUE);
    }

    /** Removes the oldest pieces that are older than a time, until so many bytes are gone; false where there is none. */
    boolean removeOldest(StreamId stream, long bytes, long beforeMillis) {
        long removed = 0;
        while (removed < bytes && oldestMillis(stream) < beforeMillis) {
            Piece oldest = oldest(stream).orElseThrow();
            remove(oldest);
            removed += PieceIndex.onDisk(oldest.bytes());
        }
        return removed > 0;
    }

    /** Removes one piece. A process that is killed on the way leaves it whole or gone. */
    void remove(Piece piece) {
        index(piece.stream()).remove(piece, errors);
    }

    private final class PieceWriter implements Writer {

        private final StreamId stream;
        private final PieceIndex index;
        private final PieceFile file;

        PieceWriter(StreamId stream, PieceIndex index, long startMillis) {
            this.stream = stream;
            this.index = index;
            this.file = new PieceFile(index.directory(), startMillis);
        }

        @Override
        public void append(byte[] fragments, double endSeconds) {
            String what = "the recording of stream '" + stream + "'";
            coming.addAndGet(fragments.length);
            try (Retention.Room held = limited.makeRoom(stream, fragments.length)) {
                spareTheDisk();
                if (!room.enough()) {
                    throw errors.full(what);
                }
                index.grow(file, fragments, Math.round(endSeconds * 1000), errors);
            } catch (IOException failure) {
                throw errors.of(failure, what);
            } finally {
                coming.addAndGet(-fragments.length);
            }
        }

        @Override
        public void close() {
            index.finish(file);
            try {
                file.close();
            } catch (IOException failure) {
                AfterimageException told = errors.of(failure, "the recording of stream '" + stream + "'");
                LOG.warn("{}: {}", stream, told.line());
                if (told.code() == ErrorCode.STORAGE_FULL) {
                    throw told;
                }
            }
        }
    }
}
