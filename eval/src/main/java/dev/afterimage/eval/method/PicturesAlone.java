package dev.afterimage.eval.method;

import dev.afterimage.core.block.EvidenceEntry;
import dev.afterimage.core.block.KeyValues;
import dev.afterimage.core.store.ForwardingStore;
import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.core.stream.StreamId;

import java.util.List;

/** A store of pictures beside which nothing was read: what another way to choose pictures finds, it finds in them. */
final class PicturesAlone extends ForwardingStore {

    private final SegmentStore whole;

    PicturesAlone(SegmentStore whole) {
        super(whole);
        this.whole = whole;
    }

    @Override
    public List<EvidenceEntry> evidence(StreamId stream, long fromNumber, double untilSeconds) {
        return List.of();
    }

    @Override
    public KeyValues readLayer(StreamId stream, long number, int layer) {
        return whole.readLayer(stream, number, layer);
    }

    /** The store itself stays open. */
    @Override
    public void close() { }
}
