package dev.afterimage.answering.retrieval;

import dev.afterimage.core.block.BlockEntry;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** Blocks taken into a context, within the tokens and the number of blocks that it may hold. */
final class Budget {

    private final List<BlockEntry> entries;
    private final TreeSet<Integer> taken = new TreeSet<>();
    private final int firstKept;
    private int tokensLeft;
    private int blocksLeft;

    /** Of the blocks up to some moment, those whose KV is kept. */
    Budget(StreamIndex.Blocks of, int tokens, int blocks) {
        this(of.entries(), of.firstKept(), tokens, blocks);
    }

    Budget(List<BlockEntry> entries, int tokens, int blocks) {
        this(entries, 0, tokens, blocks);
    }

    private Budget(List<BlockEntry> entries, int firstKept, int tokens, int blocks) {
        this.entries = entries;
        this.firstKept = firstKept;
        this.tokensLeft = tokens;
        this.blocksLeft = blocks;
    }

    /** Takes the block of this index unless its KV is gone or it does not fit. */
    void take(int index) {
        int tokens = entries.get(index).tokens();
        if (index >= firstKept && blocksLeft > 0 && tokens <= tokensLeft && taken.add(index)) {
            tokensLeft -= tokens;
            blocksLeft--;
        }
    }

    /** Indices, ascending. */
    Collection<Integer> taken() {
        return taken;
    }
}
