package dev.afterimage.core.block;

import java.util.Optional;

/**
 * The unit of storage: one frame's tokens as KV, with what finds it again.
 *
 * @param kept   the same KV as a store keeps it, where it was put into that form; else {@code keyValues} themselves
 * @param memory of everything up to and with this block; empty where the model has no {@code MemoryBridge}, and in a
 *               block read from a store, which gives it by {@code SegmentStore.memory}
 */
public record KvBlock(BlockEntry entry, KeyValues keyValues, StoredKeyValues kept, Optional<RecurrentMemory> memory) {

    public KvBlock {
        if (entry.tokens() != keyValues.tokens()) {
            throw new IllegalArgumentException("entry says " + entry.tokens() + " tokens, KV has " + keyValues.tokens());
        }
    }

    /** A block that no store's form is known of. */
    public KvBlock(BlockEntry entry, KeyValues keyValues, Optional<RecurrentMemory> memory) {
        this(entry, keyValues, keyValues, memory);
    }

    /** A block without a memory. */
    public KvBlock(BlockEntry entry, KeyValues keyValues) {
        this(entry, keyValues, Optional.empty());
    }
}
