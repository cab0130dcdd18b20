package dev.afterimage.ingest.recording;


import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.recording.Piece;
import dev.afterimage.core.recording.Recordings;
import dev.afterimage.core.recording.Span;
import dev.afterimage.core.recording.VideoCutter;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.ingest.media.MediaException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Cuts intervals out of recorded pieces with FFmpeg. */
public final class RecordedVideo implements VideoCutter {

    /** Of a stretch that is sent while it is made, what is sent at a time, seconds. */
    private static final double FRAGMENT = 2;

    @Override
    public Span cut(Recordings recordings, StreamId stream, double fromSeconds, double toSeconds, Path file) {
        try (Cut cut = new Cut(fromSeconds, toSeconds, true, tracks -> Mp4.into(file, tracks))) {
            Span shown = run(cut, recordings, stream, () -> { });
            cut.mp4().finish();
            return shown;
        } catch (MediaException failure) {
            throw unreadable(stream, failure);
        } catch (IOException none) {
            throw new IllegalStateException("nothing is sent", none);
        }
    }

    @Override
    public Span stream(Recordings recordings, StreamId stream, double fromSeconds, double toSeconds, Sink sink) throws IOException {
        try (Cut cut = new Cut(fromSeconds, toSeconds, false, Mp4::inFragments)) {
            double[] sent = {0};
            Span shown = run(cut, recordings, stream, () -> {
                if (cut.mp4() != null && cut.mp4().end() - sent[0] >= FRAGMENT) {
                    sent[0] = cut.mp4().end();
                    sink.write(cut.mp4().take());
                }
            });
            sink.write(cut.mp4().finish());
            return shown;
        } catch (MediaException failure) {
            throw unreadable(stream, failure);
        }
    }

    /** What happens between two packets. */
    @FunctionalInterface
    private interface Between {
        void run() throws IOException, MediaException;
    }

    private static Span run(Cut cut, Recordings recordings, StreamId stream, Between between) throws MediaException, IOException {
        List<Piece> pieces = recordings.pieces(stream, cut.from(), cut.to());
        for (Piece piece : pieces) {
            try (PieceReader reader = new PieceReader(recordings, piece)) {
                if (!cut.takes(reader)) {
                    break;
                }
                while (cut.next(reader)) {
                    between.run();
                }
            } catch (AfterimageException gone) {
                // Removed for space between the look at the list and its turn.
                if (gone.code() != ErrorCode.STORAGE_REMOVED) {
                    throw gone;
                }
            }
        }
        cut.flush();
        if (cut.mp4() == null || cut.mp4().end() <= 0) {
            throw new AfterimageException(ErrorCode.STORAGE_REMOVED, "no video of '" + stream + "' is kept from "
                    + cut.from() + " to " + cut.to() + " s", "ask for a time that is recorded: GET /api/streams/" + stream + "/recording");
        }
        return new Span(cut.begin(), cut.begin() + cut.mp4().end());
    }

    private static AfterimageException unreadable(StreamId stream, MediaException failure) {
        return new AfterimageException(ErrorCode.STORAGE_FAILED, "the recorded video of '" + stream + "' cannot be cut: "
                + failure.getMessage(), "look at the free space of the disk, and try another interval", failure);
    }
}
