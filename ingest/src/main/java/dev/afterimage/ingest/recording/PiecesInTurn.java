package dev.afterimage.ingest.recording;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.recording.Piece;
import dev.afterimage.core.recording.Recordings;
import dev.afterimage.core.recording.Span;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.ingest.media.MediaException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the pieces of an interval into one cut, a packet at a time. What cannot be read of a piece is left out, and remembered. */
final class PiecesInTurn implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PiecesInTurn.class);
    /** A piece that ends this much before its name says is cut off, seconds. */
    private static final double SLACK = 1;

    private final Recordings recordings;
    private final StreamId stream;
    private final IntervalCut cut;
    private final Iterator<Piece> pieces;
    private final List<Span> damaged = new ArrayList<>();
    private Piece piece;
    private PieceReader reader;
    private boolean ended;

    /** @param cut is closed with this */
    PiecesInTurn(Recordings recordings, StreamId stream, IntervalCut cut) {
        this.recordings = recordings;
        this.stream = stream;
        this.cut = cut;
        this.pieces = recordings.pieces(stream, cut.from(), cut.to()).iterator();
    }

    IntervalCut cut() {
        return cut;
    }

    List<Span> damaged() {
        return List.copyOf(damaged);
    }

    /**
     * Takes the next packet.
     *
     * @return false at the end
     * @throws MediaException where it cannot be written
     */
    boolean step() throws MediaException {
        if (ended) {
            return false;
        }
        if (reader == null && !openNext()) {
            ended = true;
            cut.flush();
            return false;
        }
        AVPacket packet = read();
        if (packet == null || !cut.take(reader, packet)) {
            closeReader();
        }
        return true;
    }

    /** Opens the next piece that can be read and goes on in the same file; false when there is none. */
    private boolean openNext() throws MediaException {
        while (pieces.hasNext() && reader == null) {
            piece = pieces.next();
            reader = open();
        }
        return reader != null && cut.takes(reader);
    }

    /** Null where it cannot be. */
    private PieceReader open() {
        try {
            return new PieceReader(recordings, piece);
        } catch (MediaException unreadable) {
            leaveOut(piece.start(), unreadable);
        } catch (AfterimageException failure) {
            // Removed for space between the look at the list and its turn, or not to be had from the disk.
            if (failure.code() != ErrorCode.STORAGE_REMOVED) {
                leaveOut(piece.start(), failure);
            }
        }
        return null;
    }

    /** Null at the end of the piece, be it a good one or not. */
    private AVPacket read() {
        try {
            AVPacket packet = reader.next();
            if (packet == null && reader.end() < Math.min(piece.end(), cut.to()) - SLACK) {
                leaveOut(reader.end(), new MediaException(MediaException.Reason.FAILED, "it is cut off"));
            }
            return packet;
        } catch (MediaException unreadable) {
            leaveOut(reader.end(), unreadable);
            return null;
        }
    }

    private void leaveOut(double from, Exception why) {
        Span lost = new Span(Math.max(from, cut.from()), Math.min(piece.end(), cut.to()));
        LOG.warn("{}: the video from {} to {} s cannot be read, and is left out of what is cut: {}", stream, lost.start(), lost.end(),
                why.getMessage());
        damaged.add(lost);
    }

    /**
     * What the whole cut shows, at its end.
     *
     * @throws AfterimageException when it shows nothing
     */
    Span shown() {
        if (cut.mp4() != null && cut.mp4().end() > 0) {
            return new Span(cut.begin(), cut.begin() + cut.mp4().end());
        }
        String interval = "from " + cut.from() + " to " + cut.to() + " s";
        String remedy = "ask for a time that is recorded: GET /api/streams/" + stream + "/recording";
        throw damaged.isEmpty()
                ? new AfterimageException(ErrorCode.STORAGE_REMOVED, "no video of '" + stream + "' is kept " + interval, remedy)
                : new AfterimageException(ErrorCode.STORAGE_CORRUPT, "the video of '" + stream + "' " + interval + " is damaged and cannot "
                        + "be read", "ask for another time; what was noted and the pictures of that time are not concerned");
    }

    private void closeReader() {
        if (reader != null) {
            reader.close();
            reader = null;
        }
    }

    @Override
    public void close() {
        ended = true;
        closeReader();
        cut.close();
    }
}
