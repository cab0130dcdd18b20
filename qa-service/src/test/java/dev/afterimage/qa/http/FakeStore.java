package dev.afterimage.qa.http;

import dev.afterimage.core.block.BlockEntry;
import dev.afterimage.core.block.EvidenceEntry;
import dev.afterimage.core.block.KeyValues;
import dev.afterimage.core.block.KvBlock;
import dev.afterimage.core.block.KvLayout;
import dev.afterimage.core.block.RecurrentMemory;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.retention.Limits;
import dev.afterimage.core.recording.Recordings;
import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.core.store.Thumbnail;
import dev.afterimage.core.stream.Gap;
import dev.afterimage.core.stream.Scene;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
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

    private static final class StoredStream {
        final NavigableMap<Long, BlockEntry> blocks = new ConcurrentSkipListMap<>();
        final NavigableMap<Long, Scene> scenes = new ConcurrentSkipListMap<>();
        final NavigableMap<Double, Gap> gaps = new ConcurrentSkipListMap<>();
        final NavigableMap<Double, Thumbnail> thumbnails = new ConcurrentSkipListMap<>();
        volatile StreamInfo info;
        volatile String name;
    }

    private final Map<StreamId, StoredStream> streams = new ConcurrentHashMap<>();
    private final Map<StreamId, Limits> limits = new ConcurrentHashMap<>();
    private volatile boolean full;
    private volatile long firstKept;
    private volatile Recordings recordings = Recordings.NONE;
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

    /** From now on there is video. */
    public void record(Recordings kept) {
        recordings = kept;
    }

    @Override
    public Recordings recordings() {
        return recordings;
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

    private static StreamInfo counted(StoredStream kept, StreamInfo info) {
        long tokens = kept.blocks.values().stream().mapToLong(BlockEntry::tokens).sum();
        return info.named(kept.name == null ? info.stream().name() : kept.name).counting(kept.thumbnails.size(), kept.blocks.size(), tokens,
                tokens * 46_080, kept.thumbnails.isEmpty() ? -1 : kept.thumbnails.lastKey());
    }

    @Override
    public Limits limits(StreamId stream) {
        return limits.getOrDefault(stream, Limits.NONE);
    }

    /** They are told; a store in memory removes nothing. */
    @Override
    public void setLimits(StreamId stream, Limits set) {
        limits.put(stream, set);
    }

    @Override
    public void putStream(StreamInfo info) {
        streams.computeIfAbsent(info.stream(), stream -> new StoredStream()).info = info;
    }

    @Override
    public void rename(StreamId stream, String name) {
        streams.get(stream).name = name;
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

    /** From now on the KV of earlier blocks is gone, of every stream. */
    public void trim(long firstKeptBlock) {
        this.firstKept = firstKeptBlock;
    }

    @Override
    public long firstKept(StreamId stream) {
        return firstKept;
    }

    @Override
    public KvBlock read(StreamId stream, long number) {
        if (number < firstKept) {
            throw new AfterimageException(ErrorCode.STORAGE_REMOVED, "block " + number + " was removed", "keep more");
        }
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
    public void putEvidence(EvidenceEntry entry) {
        throw new UnsupportedOperationException("no evidence is kept here");
    }

    @Override
    public List<EvidenceEntry> evidence(StreamId stream, long fromNumber, double untilSeconds) {
        return List.of();
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
    public void putGap(Gap gap) {
        streams.get(gap.stream()).gaps.put(gap.start(), gap);
    }

    @Override
    public List<Gap> gaps(StreamId stream, double untilSeconds) {
        return List.copyOf(streams.get(stream).gaps.headMap(untilSeconds, true).values());
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

    /** From now on there is no room for more, or there is again. */
    public void full(boolean noRoom) {
        this.full = noRoom;
    }

    @Override
    public void requireRoom() {
        if (full) {
            throw new AfterimageException(ErrorCode.STORAGE_FULL, "the disk that holds /data/secret-place is full", "free some space");
        }
    }

    @Override
    public void close() { }
}
