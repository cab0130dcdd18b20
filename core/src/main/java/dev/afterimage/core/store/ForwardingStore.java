package dev.afterimage.core.store;

import dev.afterimage.core.block.BlockEntry;
import dev.afterimage.core.block.EvidenceEntry;
import dev.afterimage.core.block.KvBlock;
import dev.afterimage.core.block.RecurrentMemory;
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
 * A store that hands everything on to another: what is built on it overrides what is different. Layers, and what is
 * stored of a block, are read by {@link #read}, so that who overrides that has said it for all.
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
    public void rename(StreamId stream, String name) {
        store.rename(stream, name);
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
    public long blocksUntil(StreamId stream, double seconds) {
        return store.blocksUntil(stream, seconds);
    }

    @Override
    public List<BlockEntry> told(StreamId stream, long fromNumber, int most) {
        return store.told(stream, fromNumber, most);
    }

    @Override
    public Optional<BlockEntry> lastEntry(StreamId stream) {
        return store.lastEntry(stream);
    }

    @Override
    public void putEvidence(EvidenceEntry entry) {
        store.putEvidence(entry);
    }

    @Override
    public List<EvidenceEntry> evidence(StreamId stream, long fromNumber, double untilSeconds) {
        return store.evidence(stream, fromNumber, untilSeconds);
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
    public void putGap(Gap gap) {
        store.putGap(gap);
    }

    @Override
    public List<Gap> gaps(StreamId stream, double untilSeconds) {
        return store.gaps(stream, untilSeconds);
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
    public long firstKept(StreamId stream) {
        return store.firstKept(stream);
    }

    @Override
    public Limits limits(StreamId stream) {
        return store.limits(stream);
    }

    @Override
    public Limits totalLimits() {
        return store.totalLimits();
    }

    @Override
    public void setLimits(StreamId stream, Limits limits) {
        store.setLimits(stream, limits);
    }

    @Override
    public void configureLimits(Map<StreamId, Limits> limits) {
        store.configureLimits(limits);
    }

    @Override
    public List<Holding> holdings() {
        return store.holdings();
    }

    @Override
    public long diskFree() {
        return store.diskFree();
    }

    @Override
    public void sweep() {
        store.sweep();
    }

    @Override
    public Recordings recordings() {
        return store.recordings();
    }

    @Override
    public void requireRoom() {
        store.requireRoom();
    }

    @Override
    public void close() {
        store.close();
    }
}
