package dev.afterimage.ingest.folder;

import dev.afterimage.core.recording.Piece;
import dev.afterimage.core.recording.Recordings;
import dev.afterimage.core.stream.StreamId;

import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.util.List;

/** Where a file that is a part of a stream keeps its video: at times of the file, which begins later on the stream's clock. */
record ShiftedRecordings(Recordings recordings, double by) implements Recordings {

    static Recordings of(Recordings recordings, double by) {
        return recordings == Recordings.NONE ? recordings : new ShiftedRecordings(recordings, by);
    }

    @Override
    public Writer begin(StreamId stream, double startSeconds) {
        Writer writer = recordings.begin(stream, startSeconds + by);
        return new Writer() {
            @Override
            public void append(byte[] fragments, double endSeconds) {
                writer.append(fragments, endSeconds + by);
            }

            @Override
            public void close() {
                writer.close();
            }
        };
    }

    @Override
    public List<Piece> pieces(StreamId stream, double fromSeconds, double toSeconds) {
        return recordings.pieces(stream, fromSeconds, toSeconds);
    }

    @Override
    public SeekableByteChannel read(Piece piece) {
        return recordings.read(piece);
    }

    @Override
    public long bytes(StreamId stream) {
        return recordings.bytes(stream);
    }

    @Override
    public Path scratch() {
        return recordings.scratch();
    }

    @Override
    public void delete(StreamId stream) {
        recordings.delete(stream);
    }
}
