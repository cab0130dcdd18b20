package dev.afterimage.core.recording;

import dev.afterimage.core.stream.StreamId;
import java.nio.file.Path;
import java.util.List;

/** Cuts an interval out of recorded video, without encoding it again. Failures are {@code AfterimageException}s. */
public interface VideoCutter {

    /**
     * @param shown   what the file shows; it begins later than asked for where nothing was recorded at first, and ends earlier where the
     *                camera's codec or picture size changed
     * @param damaged stretches of it whose pieces cannot be read; the picture before them stands still
     */
    record Cut(Span shown, List<Span> damaged) { }

    /** An interval on its way into one file. Used by one thread at a time; holds memory and an open file until it is closed. */
    interface Export extends AutoCloseable {

        /** Cuts on until there is something to be sent; null at the end. */
        byte[] next();

        /** Where it begins, seconds of the stream: with a key frame. After the first {@link #next}. */
        double start();

        /** Stretches whose pieces could not be read so far. */
        List<Span> damaged();

        @Override
        void close();
    }

    /**
     * Writes an MP4 file that players can seek in from the first byte. Second 0 of it is the start of what it shows. A piece that cannot be
     * read is left out.
     *
     * @throws dev.afterimage.core.error.AfterimageException {@code STORAGE_REMOVED} when nothing of the interval is recorded, and
     *                                                       {@code STORAGE_CORRUPT} when nothing of it can be read
     */
    Cut cut(Recordings recordings, StreamId stream, double fromSeconds, double toSeconds, Path file);

    /** The same as one MP4 in fragments, which can be sent while it is made, however long it is. It begins with a key frame. */
    Export export(Recordings recordings, StreamId stream, double fromSeconds, double toSeconds);
}
