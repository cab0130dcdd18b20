package dev.afterimage.benchmark.watch;

import dev.afterimage.core.BlockEntry;
import dev.afterimage.core.KvBlock;
import dev.afterimage.core.RecurrentMemory;
import dev.afterimage.core.Scene;
import dev.afterimage.core.SegmentStore;
import dev.afterimage.core.StreamId;
import dev.afterimage.core.StreamInfo;
import dev.afterimage.core.Thumbnail;
import java.util.List;
import java.util.Optional;

/** A store whose writes are timed. */
record TimedStore(SegmentStore store, StageClock clock) implements SegmentStore {

    @Override
    public boolean commit(KvBlock block) {
        return clock.time(Stage.STORE, () -> store.commit(block));
    }

    @Override
    public void putFrame(StreamId stream, long index, Thumbnail thumbnail) {
        clock.time(Stage.FRAMES, () -> store.putFrame(stream, index, thumbnail));
    }

    @Override
    public void putScene(Scene scene) {
        clock.time(Stage.SCENES, () -> store.putScene(scene));
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
