package dev.afterimage.qa.ask;

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

/** A store whose blocks are corrupt. */
record BrokenStore(SegmentStore sound) implements SegmentStore {

    @Override
    public KvBlock read(StreamId stream, long number) {
        throw new AfterimageException(ErrorCode.STORAGE_CORRUPT, "block " + number + " of " + stream + " is corrupt", "watch the stream again");
    }

    @Override
    public List<StreamInfo> streams() {
        return sound.streams();
    }

    @Override
    public Optional<StreamInfo> stream(StreamId stream) {
        return sound.stream(stream);
    }

    @Override
    public void putStream(StreamInfo info) {
        sound.putStream(info);
    }

    @Override
    public void deleteStream(StreamId stream) {
        sound.deleteStream(stream);
    }

    @Override
    public boolean commit(KvBlock block) {
        return sound.commit(block);
    }

    @Override
    public void putFrame(StreamId stream, long index, Thumbnail thumbnail) {
        sound.putFrame(stream, index, thumbnail);
    }

    @Override
    public List<BlockEntry> entries(StreamId stream, long fromNumber, double untilSeconds) {
        return sound.entries(stream, fromNumber, untilSeconds);
    }

    @Override
    public Optional<RecurrentMemory> memory(StreamId stream, long number) {
        return sound.memory(stream, number);
    }

    @Override
    public Optional<BlockEntry> lastEntry(StreamId stream) {
        return sound.lastEntry(stream);
    }

    @Override
    public void putScene(Scene scene) {
        sound.putScene(scene);
    }

    @Override
    public List<Scene> scenes(StreamId stream, double untilSeconds) {
        return sound.scenes(stream, untilSeconds);
    }

    @Override
    public Optional<Thumbnail> thumbnail(StreamId stream, double seconds) {
        return sound.thumbnail(stream, seconds);
    }

    @Override
    public List<Double> thumbnailTimes(StreamId stream, double fromSeconds, double toSeconds) {
        return sound.thumbnailTimes(stream, fromSeconds, toSeconds);
    }

    @Override
    public long storedBytes(StreamId stream, long number) {
        return sound.storedBytes(stream, number);
    }

    @Override
    public void close() {
        sound.close();
    }
}
