package dev.afterimage.core.store;

import dev.afterimage.core.block.BlockEntry;
import dev.afterimage.core.block.EvidenceEntry;
import dev.afterimage.core.block.KeyValues;
import dev.afterimage.core.block.KvBlock;
import dev.afterimage.core.block.RecurrentMemory;
import dev.afterimage.core.block.StoredKeyValues;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.recording.Recordings;
import dev.afterimage.core.retention.Holding;
import dev.afterimage.core.retention.Limits;
import dev.afterimage.core.stream.Gap;
import dev.afterimage.core.stream.Scene;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import java.util.List;
import java.util.Map;
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

    /**
     * Creates the stream, or replaces what is known of it as a whole (source, size, status, failure); counters
     * and the name are kept by the store.
     */
    void putStream(StreamInfo info);

    /**
     * Shows a stream by another name from now on, durably and at once: one row is written, whatever is stored of the stream. The name that
     * it was begun with goes on to name it, too, see {@link StreamNames}.
     *
     * @param name free, and fit for a {@link StreamId}
     */
    default void rename(StreamId stream, String name) {
        throw new AfterimageException(ErrorCode.STORAGE_FAILED, "streams of this store cannot be renamed", "keep them in a data directory");
    }

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

    /** Reads a block's KV as it is kept, checking its hash. */
    default StoredKeyValues stored(StreamId stream, long number) {
        return read(stream, number).keyValues();
    }

    /** The same of one layer. @return of a layout with one layer */
    default StoredKeyValues storedLayer(StreamId stream, long number, int layer) {
        return readLayer(stream, number, layer);
    }

    /** The memory that was committed with a block, checked; empty when it came without one. */
    Optional<RecurrentMemory> memory(StreamId stream, long number);

    /** Index entries with numbers from {@code fromNumber} whose time is at most {@code untilSeconds}, ascending. */
    List<BlockEntry> entries(StreamId stream, long fromNumber, double untilSeconds);

    /**
     * How many blocks there are up to a time, and so the number of the first later one. It needs neither KV nor index entries, and is right
     * where those are gone.
     */
    default long blocksUntil(StreamId stream, double seconds) {
        return entries(stream, 0, seconds).size();
    }

    /**
     * The same without keys, of at most {@code most} blocks from a number on, ascending: what they tell is read without what they are found
     * by, which is much more.
     */
    default List<BlockEntry> told(StreamId stream, long fromNumber, int most) {
        return entries(stream, fromNumber, Double.MAX_VALUE).stream().limit(most).map(BlockEntry::withoutKeys).toList();
    }

    /** The newest block's entry. */
    Optional<BlockEntry> lastEntry(StreamId stream);

    /**
     * Keeps evidence beside the blocks, replacing the entry of the same number. It survives a killed process, and a power cut from the next
     * {@link #commit} on.
     */
    void putEvidence(EvidenceEntry entry);

    /** Evidence beside the blocks with numbers from {@code fromNumber} whose time is at most {@code untilSeconds}, ascending. */
    List<EvidenceEntry> evidence(StreamId stream, long fromNumber, double untilSeconds);

    /** Puts a scene, replacing the one of the same number. */
    void putScene(Scene scene);

    /** Scenes that start at or before {@code untilSeconds}, ascending. */
    List<Scene> scenes(StreamId stream, double untilSeconds);

    /**
     * Records a stretch in which nobody watched, or how it ended: replaces the gap that starts at the same time. Unlike
     * other writes it may come from any thread.
     */
    void putGap(Gap gap);

    /** Gaps that start at or before {@code untilSeconds}, in order of their starts; one that still lasts is {@link Gap#open}. */
    List<Gap> gaps(StreamId stream, double untilSeconds);

    /** The thumbnail at {@code seconds}, or the nearest before it, or else the first. */
    Optional<Thumbnail> thumbnail(StreamId stream, double seconds);

    /** Times of the kept thumbnails within the span, ascending. */
    List<Double> thumbnailTimes(StreamId stream, double fromSeconds, double toSeconds);

    /** Bytes of a block's KV as stored. */
    long storedBytes(StreamId stream, long number);

    /**
     * Number of the first block whose KV is kept. What was seen in earlier ones is known, and their {@link #entries} have no keys; reading
     * them fails with {@link ErrorCode#STORAGE_REMOVED}.
     */
    default long firstKept(StreamId stream) {
        return 0;
    }

    /** How much is kept of a stream; nothing is limited by default. */
    default Limits limits(StreamId stream) {
        return Limits.NONE;
    }

    /** How much is kept of all streams together. */
    default Limits totalLimits() {
        return Limits.NONE;
    }

    /** Limits what is kept of a stream from now on, durably; what is too much goes before this returns. */
    default void setLimits(StreamId stream, Limits limits) {
        throw new AfterimageException(ErrorCode.STORAGE_FAILED, "what this store keeps cannot be limited", "keep it in a data directory");
    }

    /**
     * Takes over the limits of single streams that a configuration gives; those that an earlier configuration gave, and this one does not,
     * are lifted.
     */
    default void configureLimits(Map<StreamId, Limits> limits) {
        limits.forEach(this::setLimits);
    }

    /** What is kept now of each stream and kind, and of each stream's evidence, which has no kind. */
    default List<Holding> holdings() {
        return List.of();
    }

    /** Bytes free on the disk that it lies on; 0 where it lies on none. */
    default long diskFree() {
        return 0;
    }

    /** Removes what has become too old. */
    default void sweep() { }

    /** The original video of the streams. */
    default Recordings recordings() {
        return Recordings.NONE;
    }

    /** @throws AfterimageException {@link ErrorCode#STORAGE_FULL} when nothing more can be written now; takes no notable time */
    default void requireRoom() { }

    @Override
    void close();
}
