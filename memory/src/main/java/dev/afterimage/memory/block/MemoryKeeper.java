package dev.afterimage.memory.block;

import dev.afterimage.core.block.RecurrentMemory;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.model.MemoryBridge;
import dev.afterimage.core.model.PromptPart;
import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.core.stream.StreamId;
import java.util.List;
import java.util.Optional;

/**
 * Carries one stream's recurrent memory from block to block. What it holds is the newest memory alone; the past ones
 * are read from the store, where each was committed with its block, so that a restart goes on from the same numbers.
 * What was removed there for space is looked back on no more. Used by one thread.
 */
final class MemoryKeeper {

    private final MemoryBridge bridge;
    private final SegmentStore store;
    private final StreamId stream;
    private RecurrentMemory newest;

    /** @param nextNumber of the block that comes next, as if nothing later had been stored */
    MemoryKeeper(MemoryBridge bridge, SegmentStore store, StreamId stream, long nextNumber) {
        this.bridge = bridge;
        this.store = store;
        this.stream = stream;
        this.newest = nextNumber < firstKept() ? bridge.begin() : memory(nextNumber);
    }

    /**
     * @param number of the block that is being made
     * @param part   what it reads; where that shows no picture, as what was said does, memory stays as it was
     */
    RecurrentMemory after(long number, PromptPart part) {
        newest = picture(part).map(picture -> bridge.next(newest, picture, past(number))).orElse(newest);
        return newest;
    }

    /** Memories are numbered from 0, before any block: number n is that after block n - 1. */
    private List<RecurrentMemory> past(long number) {
        while (true) {
            long first = firstKept();
            try {
                return past(Math.min(number, first), number);
            } catch (AfterimageException removed) {
                // Unless some were removed just now: then there are fewer.
                if (removed.code() != ErrorCode.STORAGE_REMOVED || first == firstKept()) {
                    throw removed;
                }
            }
        }
    }

    private List<RecurrentMemory> past(long first, long number) {
        return bridge.spread(number - first + 1).stream().map(n -> first + n).map(n -> n == number ? newest : memory(n)).toList();
    }

    /** Number of the first memory that is kept; that of before any block always is. */
    private long firstKept() {
        long block = store.firstKept(stream);
        return block == 0 ? 0 : block + 1;
    }

    private RecurrentMemory memory(long number) {
        return number == 0 ? bridge.begin() : store.memory(stream, number - 1).orElseThrow(() ->
                new AfterimageException(ErrorCode.STORAGE_CORRUPT, "block " + (number - 1) + " of stream '" + stream
                        + "' lacks the memory that was committed with it",
                        "delete the stream and watch it again"));
    }

    private static Optional<PromptPart.Visual> picture(PromptPart part) {
        if (part instanceof PromptPart.Sequence sequence) {
            return sequence.parts().stream().map(MemoryKeeper::picture).flatMap(Optional::stream).findFirst();
        }
        return part instanceof PromptPart.Visual visual ? Optional.of(visual) : Optional.empty();
    }
}
