package dev.afterimage.core.recording;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.stream.StreamId;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.util.List;

/**
 * Where the original video of streams is kept, in pieces. Safe for use by several threads; each stream has one writer. Failures are
 * {@link AfterimageException}s with a {@code STORAGE_} code.
 */
public interface Recordings {

    /** Where nothing is kept. */
    Recordings NONE = new Recordings() {
        @Override
        public Writer begin(StreamId stream, double startSeconds) {
            throw new AfterimageException(ErrorCode.STORAGE_FAILED, "no video is recorded here", "watch with recording switched on");
        }

        @Override
        public List<Piece> pieces(StreamId stream, double fromSeconds, double toSeconds) {
            return List.of();
        }

        @Override
        public SeekableByteChannel read(Piece piece) {
            throw new AfterimageException(ErrorCode.STORAGE_FAILED, "no video is recorded here", "watch with recording switched on");
        }

        @Override
        public long bytes(StreamId stream) {
            return 0;
        }

        @Override
        public Path scratch() {
            throw new AfterimageException(ErrorCode.STORAGE_FAILED, "no video is recorded here", "watch with recording switched on");
        }

        @Override
        public void delete(StreamId stream) { }
    };

    /** Writes one piece. */
    interface Writer extends AutoCloseable {

        /**
         * Appends whole fragments; they can be read when this returns, and survive a killed process.
         *
         * @param endSeconds where the piece ends now
         */
        void append(byte[] fragments, double endSeconds);

        /** The piece is whole. */
        @Override
        void close();
    }

    /**
     * Begins a piece. Pieces that begin at or after it, left by a run that read the same source before, go as this one grows over them.
     *
     * @param startSeconds of the piece, seconds from the stream's start
     */
    Writer begin(StreamId stream, double startSeconds);

    /** Pieces that overlap the interval, in the order of their starts. */
    List<Piece> pieces(StreamId stream, double fromSeconds, double toSeconds);

    /** Opens a piece to read what is stored of it now. */
    SeekableByteChannel read(Piece piece);

    /** Bytes that the stream's pieces take on the disk. */
    long bytes(StreamId stream);

    /**
     * A directory beside them for what is cut out of them, open to the user alone; emptied when they are opened again.
     *
     * @throws AfterimageException {@link ErrorCode#STORAGE_FULL} when nothing more should be written now
     */
    Path scratch();

    /** Removes all of a stream. */
    void delete(StreamId stream);
}
