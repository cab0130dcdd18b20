package dev.afterimage.memory.retrieval;

import dev.afterimage.core.BlockEntry;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** Blocks taken into a context, within the tokens and the number of blocks that it may hold. */
final class Budget {

    private final List<BlockEntry> entries;
    private final TreeSet<Integer> taken = new TreeSet<>();
    private int tokensLeft;
    private int blocksLeft;

    Budget(List<BlockEntry> entries, int tokens, int blocks) {
        this.entries = entries;
        this.tokensLeft = tokens;
        this.blocksLeft = blocks;
    }

    /** Takes the block of this index unless it does not fit. */
    void take(int index) {
        int tokens = entries.get(index).tokens();
        if (blocksLeft > 0 && tokens <= tokensLeft && taken.add(index)) {
            tokensLeft -= tokens;
            blocksLeft--;
        }
    }

    /** Indices, ascending. */
    Collection<Integer> taken() {
        return taken;
    }
}
