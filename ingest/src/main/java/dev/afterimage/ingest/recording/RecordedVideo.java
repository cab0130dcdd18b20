package dev.afterimage.ingest.recording;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.recording.Recordings;
import dev.afterimage.core.recording.Span;
import dev.afterimage.core.recording.VideoCutter;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.ingest.media.MediaException;
import java.nio.file.Path;
import java.util.List;

/** Cuts intervals out of recorded pieces with FFmpeg. */
public final class RecordedVideo implements VideoCutter {

    /** Of a stretch that is sent while it is made, what is sent at a time, seconds. */
    private static final double FRAGMENT = 2;

    @Override
    public Cut cut(Recordings recordings, StreamId stream, double fromSeconds, double toSeconds, Path file) {
        try (PiecesInTurn pieces = new PiecesInTurn(recordings, stream,
                new IntervalCut(fromSeconds, toSeconds, true, tracks -> Mp4.into(file, tracks)))) {
            boolean more;
            do {
                more = pieces.step();
            } while (more);
            Span shown = pieces.shown();
            pieces.cut().mp4().finish();
            return new Cut(shown, pieces.damaged());
        } catch (MediaException failure) {
            throw unwritten(stream, failure, "look at the free space of the disk, and try another interval");
        }
    }

    @Override
    public Export export(Recordings recordings, StreamId stream, double fromSeconds, double toSeconds) {
        return new FragmentedExport(stream, new PiecesInTurn(recordings, stream,
                new IntervalCut(fromSeconds, toSeconds, false, Mp4::inFragments)));
    }

    private static AfterimageException unwritten(StreamId stream, MediaException failure, String remedy) {
        return new AfterimageException(ErrorCode.STORAGE_FAILED, "the recorded video of '" + stream + "' cannot be put into one file: "
                + failure.getMessage(), remedy, failure);
    }

    private record FragmentedExport(StreamId stream, PiecesInTurn pieces, double[] sent, boolean[] ended) implements Export {

        FragmentedExport(StreamId stream, PiecesInTurn pieces) {
            this(stream, pieces, new double[1], new boolean[1]);
        }

        @Override
        public byte[] next() {
            try {
                return ended[0] ? null : fragment();
            } catch (MediaException failure) {
                throw unwritten(stream, failure, "ask for a shorter interval, or for another one");
            }
        }

        private byte[] fragment() throws MediaException {
            while (pieces.step()) {
                Mp4 mp4 = pieces.cut().mp4();
                if (mp4 != null && mp4.end() - sent[0] >= FRAGMENT) {
                    sent[0] = mp4.end();
                    return mp4.take();
                }
            }
            ended[0] = true;
            pieces.shown();
            return pieces.cut().mp4().finish();
        }

        @Override
        public double start() {
            return pieces.cut().begin();
        }

        @Override
        public List<Span> damaged() {
            return pieces.damaged();
        }

        @Override
        public void close() {
            pieces.close();
        }
    }
}
