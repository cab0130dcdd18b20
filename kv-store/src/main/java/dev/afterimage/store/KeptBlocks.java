package dev.afterimage.store;

import dev.afterimage.core.block.BlockEntry;
import dev.afterimage.core.block.KeyValues;
import dev.afterimage.core.block.KvBlock;
import dev.afterimage.core.block.RecurrentMemory;
import dev.afterimage.core.block.StoredKeyValues;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.stream.StreamId;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads blocks, and tells what was removed for space from what is damaged. */
final class KeptBlocks {

    private final StreamStates states;
    private final StoredBlocks blocks;
    private final StorageErrors errors;

    KeptBlocks(StreamStates states, StoredBlocks blocks, StorageErrors errors) {
        this.states = states;
        this.blocks = blocks;
        this.errors = errors;
    }

    /** What blocks tell, which is kept for ever. */
    List<BlockEntry> told(StreamId stream, long from, int most) {
        return blocks.told(stream, from, most);
    }

    KvBlock read(StreamId stream, long number) {
        return kept(stream, number, () -> blocks.read(stream, number));
    }

    KeyValues layer(StreamId stream, long number, int layer) {
        return kept(stream, number, () -> blocks.layer(stream, number, layer));
    }

    StoredKeyValues stored(StreamId stream, long number) {
        return kept(stream, number, () -> blocks.stored(stream, number));
    }

    StoredKeyValues storedLayer(StreamId stream, long number, int layer) {
        return kept(stream, number, () -> blocks.storedLayer(stream, number, layer));
    }

    Optional<RecurrentMemory> memory(StreamId stream, long number) {
        return kept(stream, number, () -> blocks.memory(stream, number));
    }

    /** What is missing because it was removed for space, before or meanwhile, is not damaged. */
    private <T> T kept(StreamId stream, long number, Supplier<T> read) {
        states.extent(stream, number);
        StreamState state = states.known(stream);
        try {
            if (number >= state.firstKept()) {
                return read.get();
            }
        } catch (AfterimageException missing) {
            if (number >= state.firstKept()) {
                throw missing;
            }
        }
        throw errors.removed(StoredBlocks.name(stream, number));
    }
}
