package dev.afterimage.memory.fake;

import dev.afterimage.core.block.BlockEntry;
import dev.afterimage.core.block.KeyValues;
import dev.afterimage.core.block.KvBlock;
import dev.afterimage.core.block.RecurrentMemory;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.store.ForwardingStore;
import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.core.stream.StreamId;
import java.util.List;
import java.util.Optional;

/** A store that keeps the KV of blocks from some number on. */
public final class TrimmedStore extends ForwardingStore {

    private volatile long firstKept;

    public TrimmedStore(SegmentStore whole) {
        super(whole);
    }

    /** From now on the KV of earlier blocks is gone. */
    public void keepFrom(long number) {
        this.firstKept = number;
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

    @Override
    public Optional<RecurrentMemory> memory(StreamId stream, long number) {
        return required(stream, number, super.memory(stream, number));
    }

    private <T> T required(StreamId stream, long number, T block) {
        if (number < firstKept) {
            throw new AfterimageException(ErrorCode.STORAGE_REMOVED, "block " + number + " of " + stream + " has been removed",
                    "keep more");
        }
        return block;
    }
}
