package dev.afterimage.core;

import java.util.List;
import java.util.Optional;

/**
 * A store that hands everything on to another: what is built on it overrides what is different. A layer is read by {@link #read}, so that who overrides that has
 * said it for both.
 */
public abstract class ForwardingStore implements SegmentStore {

    private final SegmentStore store;

    protected ForwardingStore(SegmentStore store) {
        this.store = store;
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
    public KvBlock read(StreamId stream, long number) {
        return store.read(stream, number);
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
