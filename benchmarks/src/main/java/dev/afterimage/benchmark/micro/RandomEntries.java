package dev.afterimage.benchmark.micro;

import dev.afterimage.core.block.BlockEntry;
import dev.afterimage.core.block.KeyValues;
import dev.afterimage.core.block.KvLayout;
import dev.afterimage.core.stream.StreamId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Blocks and index entries of the right shape with random numbers in them. */
final class RandomEntries {

    /** Tokens of one note. */
    static final int TOKENS = 18;
    static final KvLayout SMOLLM2_135M = new KvLayout(30, 3, 64);
    private static final int TEXT_WIDTH = 384;

    private RandomEntries() { }

    static KeyValues random(KvLayout layout, int tokens, long seed) {
        Random random = new Random(seed);
        return new KeyValues(layout, tokens, floats(random, layout.size(tokens)), floats(random, layout.size(tokens)));
    }

    /** Index entries as retrieval reads them. */
    static List<BlockEntry> entries(int count, long seed) {
        Random random = new Random(seed);
        List<BlockEntry> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            entries.add(new BlockEntry(new StreamId("street"), i, 3.0 * i, TOKENS, 0, "car on the left", List.of(),
                    floats(random, TEXT_WIDTH),
                    floats(random, SMOLLM2_135M.layers() * SMOLLM2_135M.keyWidth()), floats(random, TOKENS * SMOLLM2_135M.keyWidth())));
        }
        return entries;
    }

    static float[] floats(Random random, int size) {
        float[] floats = new float[size];
        for (int i = 0; i < size; i++) {
            floats[i] = (float) random.nextGaussian();
        }
        return floats;
    }
}
