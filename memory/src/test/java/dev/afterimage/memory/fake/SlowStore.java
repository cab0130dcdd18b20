package dev.afterimage.memory.fake;

import dev.afterimage.core.AfterimageException;
import dev.afterimage.core.BlockEntry;
import dev.afterimage.core.ErrorCode;
import dev.afterimage.core.KvBlock;
import dev.afterimage.core.RecurrentMemory;
import dev.afterimage.core.Scene;
import dev.afterimage.core.SegmentStore;
import dev.afterimage.core.StreamId;
import dev.afterimage.core.StreamInfo;
import dev.afterimage.core.Thumbnail;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** A store whose blocks take a while to be read, each another. */
public final class SlowStore implements SegmentStore {

    private final SegmentStore store;
    private final int milliseconds;
    private final AtomicInteger underWay = new AtomicInteger();
    /** Number of a block that is damaged. */
    public long failAt = -1;

    /** @param milliseconds the longest that a read takes */
    public SlowStore(SegmentStore store, int milliseconds) {
        this.store = store;
        this.milliseconds = milliseconds;
    }

    /** Reads that have begun and not ended. */
    public int underWay() {
        return underWay.get();
    }

    @Override
    public KvBlock read(StreamId stream, long number) {
        underWay.incrementAndGet();
        try {
            Thread.sleep(ThreadLocalRandom.current().nextInt(milliseconds + 1));
            if (number == failAt) {
                throw new AfterimageException(ErrorCode.STORAGE_CORRUPT, "block " + number + " is damaged", "watch again");
            }
            return store.read(stream, number);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } finally {
            underWay.decrementAndGet();
        }
    }

    @Override
    public List<StreamInfo> streams() {
        return store.streams();
    }

    @Override
    public Optional<StreamInfo> stream(StreamId stream) {
        return store.stream(stream);
    }

    @Override
    public void putStream(StreamInfo info) {
        store.putStream(info);
    }

    @Override
    public void deleteStream(StreamId stream) {
        store.deleteStream(stream);
    }

    @Override
    public boolean commit(KvBlock block) {
        return store.commit(block);
    }

    @Override
    public void putFrame(StreamId stream, long index, Thumbnail thumbnail) {
        store.putFrame(stream, index, thumbnail);
    }

    @Override
    public List<BlockEntry> entries(StreamId stream, long fromNumber, double untilSeconds) {
        return store.entries(stream, fromNumber, untilSeconds);
    }

    @Override
    public Optional<RecurrentMemory> memory(StreamId stream, long number) {
        return store.memory(stream, number);
    }

    @Override
    public Optional<BlockEntry> lastEntry(StreamId stream) {
        return store.lastEntry(stream);
    }

    @Override
    public void putScene(Scene scene) {
        store.putScene(scene);
    }

    @Override
    public List<Scene> scenes(StreamId stream, double untilSeconds) {
        return store.scenes(stream, untilSeconds);
    }

    @Override
    public Optional<Thumbnail> thumbnail(StreamId stream, double seconds) {
        return store.thumbnail(stream, seconds);
    }

    @Override
    public List<Double> thumbnailTimes(StreamId stream, double fromSeconds, double toSeconds) {
        return store.thumbnailTimes(stream, fromSeconds, toSeconds);
    }

    @Override
    public long storedBytes(StreamId stream, long number) {
        return store.storedBytes(stream, number);
    }

    @Override
    public void close() {
        store.close();
    }
}
