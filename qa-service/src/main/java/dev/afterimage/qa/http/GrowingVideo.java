package dev.afterimage.qa.http;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.recording.Piece;
import dev.afterimage.core.recording.Recordings;
import dev.afterimage.core.stream.StreamId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads a stream's video as it is recorded: from the beginning of the newest piece on, since a piece begins with a key frame. Blocks. */
final class GrowingVideo {

    /** A newest piece that ended earlier before the newest picture is of a recording that has stopped, seconds. */
    private static final double STALE = 15;
    /** Pieces from the one that is being sent on: of more a client is too slow. */
    private static final int MOST_BEHIND = 2;
    private static final int MOST_BYTES = 4 << 20;

    /**
     * Whole fragments.
     *
     * @param start of their piece, seconds of the stream, from which their own times count
     * @param first whether they begin a piece
     * @param end   where the piece ends now, seconds of the stream
     */
    record Part(double start, boolean first, double end, byte[] bytes) { }

    private final Recordings recordings;
    private final StreamId stream;
    private double start = Double.NaN;
    private long sent;

    GrowingVideo(Recordings recordings, StreamId stream) {
        this.recordings = recordings;
        this.stream = stream;
    }

    /**
     * What came since the last call.
     *
     * @param lastSeconds of the stream's newest picture
     * @return empty where nothing did; of a client that is slow what lies between is left out
     */
    Optional<Part> next(double lastSeconds) {
        List<Piece> pieces = recordings.pieces(stream, Double.isNaN(start) ? Math.max(0, lastSeconds - STALE) : start, Double.MAX_VALUE);
        Optional<Piece> begun = pieces.stream().filter(piece -> piece.start() == start && piece.bytes() > sent).findFirst();
        if (begun.isPresent() && pieces.size() <= MOST_BEHIND) {
            return read(begun.get());
        }
        Optional<Piece> fresh = pieces.stream().reduce((earlier, later) -> later)
                .filter(piece -> piece.start() != start && piece.bytes() > 0 && piece.end() >= lastSeconds - STALE);
        fresh.ifPresent(piece -> {
            start = piece.start();
            sent = 0;
        });
        return fresh.flatMap(this::read);
    }

    private Optional<Part> read(Piece piece) {
        try (SeekableByteChannel channel = recordings.read(piece)) {
            // Fragments are appended whole: what is known of the piece ends with one.
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(MOST_BYTES, piece.bytes() - sent));
            channel.position(sent);
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                continue;
            }
            boolean first = sent == 0;
            sent += bytes.position();
            return Optional.of(new Part(start, first, piece.end(), Arrays.copyOf(bytes.array(), bytes.position())));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (AfterimageException gone) {
            if (gone.code() == ErrorCode.STORAGE_REMOVED) {
                return Optional.empty();
            }
            throw gone;
        }
    }
}
