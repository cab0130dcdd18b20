package dev.afterimage.store;

import static java.util.Comparator.comparing;

import dev.afterimage.core.block.BlockEntry;
import dev.afterimage.core.block.EvidenceEntry;
import dev.afterimage.core.block.KeyValues;
import dev.afterimage.core.block.KvBlock;
import dev.afterimage.core.block.RecurrentMemory;
import dev.afterimage.core.block.StoredKeyValues;
import dev.afterimage.core.retention.Holding;
import dev.afterimage.core.retention.Limits;
import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.core.store.Thumbnail;
import dev.afterimage.core.stream.Gap;
import dev.afterimage.core.stream.Scene;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A store of stores: each stream has one of its own, which everything about it goes to. */
abstract class RoutedStore implements SegmentStore {

    /** The stores that are open now. */
    abstract Collection<? extends SegmentStore> all();

    abstract Optional<? extends SegmentStore> find(StreamId stream);

    private SegmentStore of(StreamId stream) {
        return find(stream).map(SegmentStore.class::cast).orElseThrow(() -> StorageErrors.unknown(stream));
    }

    @Override
    public List<StreamInfo> streams() {
        return all().stream().flatMap(store -> store.streams().stream()).sorted(comparing(StreamInfo::stream)).toList();
    }

    @Override
    public Optional<StreamInfo> stream(StreamId stream) {
        return find(stream).flatMap(store -> store.stream(stream));
    }

    @Override
    public void rename(StreamId stream, String name) {
        of(stream).rename(stream, name);
    }

    @Override
    public boolean commit(KvBlock block) {
        return of(block.entry().stream()).commit(block);
    }

    @Override
    public void putFrame(StreamId stream, long index, Thumbnail thumbnail) {
        of(stream).putFrame(stream, index, thumbnail);
    }

    @Override
    public void putEvidence(EvidenceEntry entry) {
        of(entry.stream()).putEvidence(entry);
    }

    @Override
    public void putScene(Scene scene) {
        of(scene.stream()).putScene(scene);
    }

    @Override
    public void putGap(Gap gap) {
        of(gap.stream()).putGap(gap);
    }

    @Override
    public KvBlock read(StreamId stream, long number) {
        return of(stream).read(stream, number);
    }

    @Override
    public KeyValues readLayer(StreamId stream, long number, int layer) {
        return of(stream).readLayer(stream, number, layer);
    }

    @Override
    public StoredKeyValues stored(StreamId stream, long number) {
        return of(stream).stored(stream, number);
    }

    @Override
    public StoredKeyValues storedLayer(StreamId stream, long number, int layer) {
        return of(stream).storedLayer(stream, number, layer);
    }

    @Override
    public Optional<RecurrentMemory> memory(StreamId stream, long number) {
        return of(stream).memory(stream, number);
    }

    @Override
    public List<BlockEntry> entries(StreamId stream, long fromNumber, double untilSeconds) {
        return of(stream).entries(stream, fromNumber, untilSeconds);
    }

    @Override
    public long blocksUntil(StreamId stream, double seconds) {
        return of(stream).blocksUntil(stream, seconds);
    }

    @Override
    public List<BlockEntry> told(StreamId stream, long fromNumber, int most) {
        return of(stream).told(stream, fromNumber, most);
    }

    @Override
    public Optional<BlockEntry> lastEntry(StreamId stream) {
        return of(stream).lastEntry(stream);
    }

    @Override
    public List<EvidenceEntry> evidence(StreamId stream, long fromNumber, double untilSeconds) {
        return of(stream).evidence(stream, fromNumber, untilSeconds);
    }

    @Override
    public List<Scene> scenes(StreamId stream, double untilSeconds) {
        return of(stream).scenes(stream, untilSeconds);
    }

    @Override
    public List<Gap> gaps(StreamId stream, double untilSeconds) {
        return of(stream).gaps(stream, untilSeconds);
    }

    @Override
    public Optional<Thumbnail> thumbnail(StreamId stream, double seconds) {
        return of(stream).thumbnail(stream, seconds);
    }

    @Override
    public List<Double> thumbnailTimes(StreamId stream, double fromSeconds, double toSeconds) {
        return of(stream).thumbnailTimes(stream, fromSeconds, toSeconds);
    }

    @Override
    public long storedBytes(StreamId stream, long number) {
        return of(stream).storedBytes(stream, number);
    }

    @Override
    public long firstKept(StreamId stream) {
        return of(stream).firstKept(stream);
    }

    @Override
    public Limits limits(StreamId stream) {
        return find(stream).map(store -> store.limits(stream)).orElse(Limits.NONE);
    }

    @Override
    public void setLimits(StreamId stream, Limits limits) {
        of(stream).setLimits(stream, limits);
    }

    @Override
    public void configureLimits(Map<StreamId, Limits> limits) {
        all().forEach(store -> store.streams().forEach(info -> store.configureLimits(limits.containsKey(info.stream())
                ? Map.of(info.stream(), limits.get(info.stream())) : Map.of())));
    }

    @Override
    public List<Holding> holdings() {
        return all().stream().flatMap(store -> store.holdings().stream()).toList();
    }

    @Override
    public void sweep() {
        all().forEach(SegmentStore::sweep);
    }
}
