package dev.afterimage.ingest;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.recording.Piece;
import dev.afterimage.core.recording.Recordings;
import dev.afterimage.core.stream.StreamId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.UnaryOperator;

/** Pieces in memory; its disk can be full. */
final class KeptRecordings implements Recordings {

    private record Kept(ByteArrayOutputStream bytes, double[] end) { }

    private final Map<Double, Kept> pieces = new ConcurrentSkipListMap<>();
    private final Path folder;
    volatile boolean full;

    KeptRecordings(Path folder) {
        this.folder = folder;
    }

    @Override
    public Writer begin(StreamId stream, double startSeconds) {
        Kept kept = new Kept(new ByteArrayOutputStream(), new double[] {startSeconds});
        return new Writer() {
            @Override
            public void append(byte[] fragments, double endSeconds) {
                if (full) {
                    throw new AfterimageException(ErrorCode.STORAGE_FULL, "the disk is full", "free some space");
                }
                kept.bytes.writeBytes(fragments);
                kept.end[0] = endSeconds;
                pieces.put(startSeconds, kept);
            }

            @Override
            public void close() { }
        };
    }

    /** What a disk may do to a piece. */
    void change(Piece piece, UnaryOperator<byte[]> bytes) {
        pieces.computeIfPresent(piece.start(), (start, kept) -> {
            byte[] changed = bytes.apply(kept.bytes.toByteArray());
            kept.bytes.reset();
            kept.bytes.writeBytes(changed);
            return kept;
        });
    }

    List<Piece> all() {
        return pieces(null, 0, Double.MAX_VALUE);
    }

    @Override
    public List<Piece> pieces(StreamId stream, double fromSeconds, double toSeconds) {
        return pieces.entrySet().stream()
                .map(kept -> new Piece(stream, kept.getKey(), kept.getValue().end[0], kept.getValue().bytes.size()))
                .filter(piece -> piece.end() > fromSeconds && piece.start() < toSeconds).toList();
    }

    @Override
    public SeekableByteChannel read(Piece piece) {
        try {
            Path file = folder.resolve(piece.start() + ".mp4");
            Files.write(file, pieces.get(piece.start()).bytes.toByteArray());
            return Files.newByteChannel(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public long bytes(StreamId stream) {
        return all().stream().mapToLong(Piece::bytes).sum();
    }

    @Override
    public Path scratch() {
        return folder;
    }

    @Override
    public void delete(StreamId stream) {
        pieces.clear();
    }
}
