package dev.afterimage.eval.method;

import dev.afterimage.core.block.BlockEntry;
import dev.afterimage.core.block.KvBlock;
import dev.afterimage.core.block.RecurrentMemory;
import dev.afterimage.core.store.ForwardingStore;
import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.core.store.Thumbnail;
import dev.afterimage.core.stream.Gap;
import dev.afterimage.core.stream.Scene;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A store in which a stream has the chosen blocks and no others. Read only. */
final class ChosenBlocks extends ForwardingStore {

    private final Set<Long> chosen;

    ChosenBlocks(SegmentStore whole, Set<Long> chosen) {
        super(whole);
        this.chosen = chosen;
    }

    @Override
    public List<BlockEntry> entries(StreamId stream, long fromNumber, double untilSeconds) {
        return super.entries(stream, fromNumber, untilSeconds).stream().filter(entry -> chosen.contains(entry.number())).toList();
    }

    @Override
    public Optional<RecurrentMemory> memory(StreamId stream, long number) {
        return Optional.empty();
    }

    @Override
    public Optional<BlockEntry> lastEntry(StreamId stream) {
        List<BlockEntry> entries = entries(stream, 0, Double.POSITIVE_INFINITY);
        return entries.isEmpty() ? Optional.empty() : Optional.of(entries.get(entries.size() - 1));
    }

    @Override
    public KvBlock read(StreamId stream, long number) {
        if (!chosen.contains(number)) {
            throw new IllegalArgumentException("block " + number + " was not chosen");
        }
        return super.read(stream, number);
    }

    @Override
    public void putStream(StreamInfo info) {
        throw readOnly();
    }

    @Override
    public void deleteStream(StreamId stream) {
        throw readOnly();
    }

    @Override
    public boolean commit(KvBlock block) {
        throw readOnly();
    }

    @Override
    public void putFrame(StreamId stream, long index, Thumbnail thumbnail) {
        throw readOnly();
    }

    @Override
    public void putScene(Scene scene) {
        throw readOnly();
    }

    @Override
    public void putGap(Gap gap) {
        throw readOnly();
    }

    private static UnsupportedOperationException readOnly() {
        return new UnsupportedOperationException("a choice of blocks is read only");
    }

    /** The store itself stays open. */
    @Override
    public void close() { }
}
