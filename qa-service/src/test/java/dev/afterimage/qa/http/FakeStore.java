package dev.afterimage.qa.http;

import dev.afterimage.core.BlockEntry;
import dev.afterimage.core.KeyValues;
import dev.afterimage.core.KvBlock;
import dev.afterimage.core.KvLayout;
import dev.afterimage.core.RecurrentMemory;
import dev.afterimage.core.Scene;
import dev.afterimage.core.SegmentStore;
import dev.afterimage.core.StreamId;
import dev.afterimage.core.StreamInfo;
import dev.afterimage.core.Thumbnail;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;

/** A store in memory; the KV of its blocks is all zeros. */
public final class FakeStore implements SegmentStore {

    private static final class Kept {
        final NavigableMap<Long, BlockEntry> blocks = new ConcurrentSkipListMap<>();
        final NavigableMap<Long, Scene> scenes = new ConcurrentSkipListMap<>();
        final NavigableMap<Double, Thumbnail> thumbnails = new ConcurrentSkipListMap<>();
        volatile StreamInfo info;
    }

    private final Map<StreamId, Kept> streams = new ConcurrentHashMap<>();
    private volatile Supplier<RuntimeException> fault = () -> null;

    /** From now on every look at the streams fails so. */
    public void failWith(Supplier<RuntimeException> failure) {
        this.fault = failure;
    }

    @Override
    public List<StreamInfo> streams() {
        fail();
        return streams.keySet().stream().sorted().map(stream -> stream(stream).orElseThrow()).toList();
    }

    private void fail() {
        RuntimeException failure = fault.get();
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public Optional<StreamInfo> stream(StreamId stream) {
        fail();
        return Optional.ofNullable(streams.get(stream)).map(kept -> counted(kept, kept.info));
    }

    private static StreamInfo counted(Kept kept, StreamInfo info) {
        long tokens = kept.blocks.values().stream().mapToLong(BlockEntry::tokens).sum();
        return new StreamInfo(info.stream(), info.uri(), info.fps(), info.started(), info.width(), info.height(), info.live(), info.status(),
                kept.thumbnails.size(), kept.blocks.size(), tokens, tokens * 46_080,
                kept.thumbnails.isEmpty() ? -1 : kept.thumbnails.lastKey(), info.failure());
    }

    @Override
    public void putStream(StreamInfo info) {
        streams.computeIfAbsent(info.stream(), stream -> new Kept()).info = info;
    }

    @Override
    public void deleteStream(StreamId stream) {
        streams.remove(stream);
    }

    @Override
    public boolean commit(KvBlock block) {
        return putEntry(block.entry());
    }

    public boolean putEntry(BlockEntry entry) {
        return streams.get(entry.stream()).blocks.put(entry.number(), entry) == null;
    }

    @Override
    public void putFrame(StreamId stream, long index, Thumbnail thumbnail) {
        streams.get(stream).thumbnails.put(thumbnail.seconds(), thumbnail);
    }

    @Override
    public KvBlock read(StreamId stream, long number) {
        BlockEntry entry = streams.get(stream).blocks.get(number);
        int tokens = entry.tokens();
        return new KvBlock(entry, new KeyValues(new KvLayout(1, 1, 1), tokens, new float[tokens], new float[tokens]));
    }

    @Override
    public List<BlockEntry> entries(StreamId stream, long fromNumber, double untilSeconds) {
        return streams.get(stream).blocks.tailMap(fromNumber).values().stream().filter(entry -> entry.seconds() <= untilSeconds).toList();
    }

    @Override
    public Optional<RecurrentMemory> memory(StreamId stream, long number) {
        return Optional.empty();
    }

    @Override
    public Optional<BlockEntry> lastEntry(StreamId stream) {
        return Optional.ofNullable(streams.get(stream).blocks.lastEntry()).map(Map.Entry::getValue);
    }

    @Override
    public void putScene(Scene scene) {
        streams.get(scene.stream()).scenes.put(scene.number(), scene);
    }

    @Override
    public List<Scene> scenes(StreamId stream, double untilSeconds) {
        return streams.get(stream).scenes.values().stream().filter(scene -> scene.start() <= untilSeconds).toList();
    }

    @Override
    public Optional<Thumbnail> thumbnail(StreamId stream, double seconds) {
        NavigableMap<Double, Thumbnail> kept = streams.get(stream).thumbnails;
        return Optional.ofNullable(kept.floorEntry(seconds)).or(() -> Optional.ofNullable(kept.firstEntry())).map(Map.Entry::getValue);
    }

    @Override
    public List<Double> thumbnailTimes(StreamId stream, double fromSeconds, double toSeconds) {
        return fromSeconds > toSeconds ? List.of()
                : new ArrayList<>(streams.get(stream).thumbnails.subMap(fromSeconds, true, toSeconds, true).keySet());
    }

    @Override
    public long storedBytes(StreamId stream, long number) {
        return 0;
    }

    @Override
    public void close() { }
}
