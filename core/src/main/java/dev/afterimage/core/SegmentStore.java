package dev.afterimage.core;

import java.util.List;
import java.util.Optional;

/**
 * Where everything seen is kept. Readable by any thread the moment a write returns; all writes of one stream come from one thread.
 * Every write is idempotent, so a job that is replayed after a failure leaves the same bytes.
 *
 * <p>Failures are {@link AfterimageException}s with a {@code STORAGE_} code.
 */
public interface SegmentStore extends AutoCloseable {

    List<StreamInfo> streams();

    Optional<StreamInfo> stream(StreamId stream);

    /** Creates the stream, or replaces what is known of it as a whole (source, size, status, failure); counters are kept by the store. */
    void putStream(StreamInfo info);

    /** Removes the stream and gives its space back. */
    void deleteStream(StreamId stream);

    /**
     * Commits a block, durably: once this returns, no crash loses it.
     *
     * @return false when the very same block was there already
     */
    boolean commit(KvBlock block);

    /** Records a frame that was read: moves the stream's newest time on and keeps its thumbnail. */
    void putFrame(StreamId stream, long index, Thumbnail thumbnail);

    /** Reads one block, checking its hash. */
    KvBlock read(StreamId stream, long number);

    /**
     * Reads one layer of a block's KV, checking its hash.
     *
     * @return of a layout with one layer
     */
    default KeyValues readLayer(StreamId stream, long number, int layer) {
        return read(stream, number).keyValues().layer(layer);
    }

    /** The memory that was committed with a block, checked; empty when it came without one. */
    Optional<RecurrentMemory> memory(StreamId stream, long number);

    /** Index entries with numbers from {@code fromNumber} whose time is at most {@code untilSeconds}, ascending. */
    List<BlockEntry> entries(StreamId stream, long fromNumber, double untilSeconds);

    /** The newest block's entry. */
    Optional<BlockEntry> lastEntry(StreamId stream);

    /** Puts a scene, replacing the one of the same number. */
    void putScene(Scene scene);

    /** Scenes that start at or before {@code untilSeconds}, ascending. */
    List<Scene> scenes(StreamId stream, double untilSeconds);

    /** The thumbnail at {@code seconds}, or the nearest before it, or else the first. */
    Optional<Thumbnail> thumbnail(StreamId stream, double seconds);

    /** Times of the kept thumbnails within the span, ascending. */
    List<Double> thumbnailTimes(StreamId stream, double fromSeconds, double toSeconds);

    /** Bytes of a block's KV as stored. */
    long storedBytes(StreamId stream, long number);

    @Override
    void close();
}
