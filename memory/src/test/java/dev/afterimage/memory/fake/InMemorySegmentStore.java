package dev.afterimage.memory.fake;

import dev.afterimage.core.block.BlockEntry;
import dev.afterimage.core.block.EvidenceEntry;
import dev.afterimage.core.block.KvBlock;
import dev.afterimage.core.block.RecurrentMemory;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.core.store.Thumbnail;
import dev.afterimage.core.stream.Gap;
import dev.afterimage.core.stream.Scene;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** A store that forgets when the process ends, and counts what is read from it. */
public final class InMemorySegmentStore implements SegmentStore {

    private final Map<StreamId, Stored> stored = new ConcurrentHashMap<>();
    /** Latest time of any block read, to prove that nothing after a question's moment is looked at. */
    public double latestRead = -1;
    /** Whoever looks at anything later is told off. */
    public double endOfKnownTime = Double.POSITIVE_INFINITY;

    private static final class Stored {
        StreamInfo info;
        String name;
        double lastSeconds = -1;
        long frames;
        final ConcurrentSkipListMap<Long, KvBlock> blocks = new ConcurrentSkipListMap<>();
        final ConcurrentSkipListMap<Long, EvidenceEntry> evidence = new ConcurrentSkipListMap<>();
        final ConcurrentSkipListMap<Long, Scene> scenes = new ConcurrentSkipListMap<>();
        final ConcurrentSkipListMap<Double, Gap> gaps = new ConcurrentSkipListMap<>();
        final ConcurrentSkipListMap<Double, Thumbnail> thumbnails = new ConcurrentSkipListMap<>();
    }

    private Stored of(StreamId stream) {
        return Optional.ofNullable(stored.get(stream)).orElseThrow(() ->
                new AfterimageException(ErrorCode.STREAM_UNKNOWN, "there is no stream '" + stream + "'", "see: afterimage streams list"));
    }

    @Override
    public List<StreamInfo> streams() {
        return stored.keySet().stream().sorted().map(id -> stream(id).orElseThrow()).toList();
    }

    @Override
    public Optional<StreamInfo> stream(StreamId stream) {
        return Optional.ofNullable(stored.get(stream)).map(s -> s.info.named(s.name == null ? stream.name() : s.name)
                .counting(s.frames, s.blocks.size(), s.blocks.values().stream().mapToLong(b -> b.entry().tokens()).sum(), 0,
                        s.lastSeconds));
    }

    @Override
    public void putStream(StreamInfo info) {
        stored.computeIfAbsent(info.stream(), s -> new Stored()).info = info;
    }

    @Override
    public void rename(StreamId stream, String name) {
        of(stream).name = name;
    }

    @Override
    public void deleteStream(StreamId stream) {
        stored.remove(stream);
    }

    @Override
    public boolean commit(KvBlock block) {
        Stored of = of(block.entry().stream());
        long number = block.entry().number();
        if (number < 0 || number > of.blocks.size()) {
            throw new IllegalArgumentException("block " + number + " does not follow the " + of.blocks.size() + " blocks before it");
        }
        of.lastSeconds = Math.max(of.lastSeconds, block.entry().seconds());
        KvBlock before = of.blocks.put(number, block);
        return before == null || !same(before, block);
    }

    private static boolean same(KvBlock one, KvBlock other) {
        return sameEntry(one.entry(), other.entry()) && Arrays.equals(one.keyValues().keys(), other.keyValues().keys())
                && Arrays.equals(one.keyValues().values(), other.keyValues().values()) && sameMemory(one.memory(), other.memory());
    }

    private static boolean sameEntry(BlockEntry one, BlockEntry other) {
        return one.seconds() == other.seconds() && one.tokens() == other.tokens() && one.windowStart() == other.windowStart()
                && one.note().equals(other.note()) && one.evidence().equals(other.evidence())
                && Arrays.equals(one.textVector(), other.textVector()) && Arrays.equals(one.meanKeys(), other.meanKeys())
                && Arrays.equals(one.tokenKeys(), other.tokenKeys());
    }

    private static boolean sameMemory(Optional<RecurrentMemory> one, Optional<RecurrentMemory> other) {
        return one.isPresent() == other.isPresent() && (one.isEmpty() || one.get().noted() == other.get().noted()
                && Arrays.equals(one.get().tokens(), other.get().tokens()));
    }

    @Override
    public void putFrame(StreamId stream, long index, Thumbnail thumbnail) {
        Stored of = of(stream);
        of.frames = Math.max(of.frames, index + 1);
        of.lastSeconds = Math.max(of.lastSeconds, thumbnail.seconds());
        of.thumbnails.put(thumbnail.seconds(), thumbnail);
    }

    @Override
    public KvBlock read(StreamId stream, long number) {
        KvBlock block = Optional.ofNullable(of(stream).blocks.get(number)).orElseThrow(() -> new AfterimageException(
                ErrorCode.STORAGE_FAILED, "cannot read block " + number + " of stream '" + stream + "'", "there is none"));
        requireKnown(block.entry().seconds());
        latestRead = Math.max(latestRead, block.entry().seconds());
        return block;
    }

    private void requireKnown(double seconds) {
        if (seconds > endOfKnownTime) {
            throw new IllegalStateException("looked at " + seconds + " s, after " + endOfKnownTime + " s");
        }
    }

    @Override
    public List<BlockEntry> entries(StreamId stream, long fromNumber, double untilSeconds) {
        requireKnown(untilSeconds);
        return of(stream).blocks.tailMap(fromNumber).values().stream().map(KvBlock::entry).filter(e -> e.seconds() <= untilSeconds)
                .toList();
    }

    @Override
    public Optional<RecurrentMemory> memory(StreamId stream, long number) {
        return read(stream, number).memory();
    }

    @Override
    public Optional<BlockEntry> lastEntry(StreamId stream) {
        return Optional.ofNullable(of(stream).blocks.lastEntry()).map(e -> e.getValue().entry());
    }

    @Override
    public void putEvidence(EvidenceEntry entry) {
        of(entry.stream()).evidence.put(entry.number(), entry);
    }

    @Override
    public List<EvidenceEntry> evidence(StreamId stream, long fromNumber, double untilSeconds) {
        requireKnown(untilSeconds);
        return of(stream).evidence.tailMap(fromNumber).values().stream().filter(e -> e.seconds() <= untilSeconds).toList();
    }

    @Override
    public void putScene(Scene scene) {
        of(scene.stream()).scenes.put(scene.number(), scene);
    }

    @Override
    public List<Scene> scenes(StreamId stream, double untilSeconds) {
        return of(stream).scenes.values().stream().filter(s -> s.start() <= untilSeconds).toList();
    }

    @Override
    public void putGap(Gap gap) {
        of(gap.stream()).gaps.put(gap.start(), gap);
    }

    @Override
    public List<Gap> gaps(StreamId stream, double untilSeconds) {
        return List.copyOf(of(stream).gaps.headMap(untilSeconds, true).values());
    }

    @Override
    public Optional<Thumbnail> thumbnail(StreamId stream, double seconds) {
        var thumbnails = of(stream).thumbnails;
        var entry = thumbnails.floorEntry(seconds);
        return Optional.ofNullable(entry == null ? thumbnails.firstEntry() : entry).map(Map.Entry::getValue);
    }

    @Override
    public List<Double> thumbnailTimes(StreamId stream, double fromSeconds, double toSeconds) {
        return List.copyOf(of(stream).thumbnails.subMap(fromSeconds, true, toSeconds, true).keySet());
    }

    @Override
    public long storedBytes(StreamId stream, long number) {
        return 0;
    }

    @Override
    public void close() { }
}
