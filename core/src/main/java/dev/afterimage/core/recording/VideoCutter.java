package dev.afterimage.core.recording;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.stream.StreamId;
import java.io.IOException;
import java.nio.file.Path;

/** Cuts an interval out of recorded video, without encoding it again. */
public interface VideoCutter {

    /** Takes the bytes of a video as they come. */
    @FunctionalInterface
    interface Sink {
        void write(byte[] bytes) throws IOException;
    }

    /**
     * Writes an MP4 file that players can seek in from the first byte. Second 0 of it is the start of the given span.
     *
     * @return what it shows; it begins later than asked for where nothing was recorded at first, and ends earlier where the camera's
     *         codec or picture size changed
     * @throws AfterimageException {@code STORAGE_REMOVED} when nothing of the interval is recorded
     */
    Span cut(Recordings recordings, StreamId stream, double fromSeconds, double toSeconds, Path file);

    /** The same as one MP4 in fragments, which can be sent while it is made, however long it is. It begins with a key frame. */
    Span stream(Recordings recordings, StreamId stream, double fromSeconds, double toSeconds, Sink sink) throws IOException;
}
