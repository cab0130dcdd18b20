package dev.afterimage.answering.ask;

import dev.afterimage.core.block.BlockEntry;
import dev.afterimage.core.block.KeyValues;
import dev.afterimage.core.block.KvBlock;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.store.ForwardingStore;
import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.core.stream.StreamId;
import java.util.List;

/** A store that keeps the KV of blocks from some number on. */
final class TrimmedStore extends ForwardingStore {

    volatile long firstKept;

    TrimmedStore(SegmentStore whole) {
        super(whole);
    }

    @Override
    public long firstKept(StreamId stream) {
        return firstKept;
    }

    @Override
    public List<BlockEntry> entries(StreamId stream, long fromNumber, double untilSeconds) {
        return super.entries(stream, fromNumber, untilSeconds).stream()
                .map(entry -> entry.number() < firstKept ? entry.withoutKeys() : entry).toList();
    }

    @Override
    public KvBlock read(StreamId stream, long number) {
        return required(stream, number, super.read(stream, number));
    }

    @Override
    public KeyValues readLayer(StreamId stream, long number, int layer) {
        return required(stream, number, super.readLayer(stream, number, layer));
    }

    private <T> T required(StreamId stream, long number, T block) {
        if (number < firstKept) {
            throw new AfterimageException(ErrorCode.STORAGE_REMOVED, "block " + number + " of " + stream + " has been removed",
                    "keep more");
        }
        return block;
    }
}
