package dev.afterimage.answering.retrieval;

import dev.afterimage.core.model.TokenKeys;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Every block's token keys of one layer, for late interaction. Blocks are only ever added; readers need no lock for
 * blocks they were told of.
 */
public final class TokenColumn {

    /** Some hundred notes, some dozen pictures. */
    private static final int EXACT_TOKENS = 4096;
    /** Blocks that a thread looks at before it takes the next. */
    private static final int SHARE = 256;

    private final int width;
    private final ByteColumn keys;
    private volatile int[] starts = {0}; // first token of each block, and one past the last
    private int blocks;
    private volatile Optional<TokenKeys> elsewhere;

    public TokenColumn(int width) {
        this(width, Optional.empty());
    }

    /** @param elsewhere where the keys are kept as well, to be matched there as long as that can be done */
    TokenColumn(int width, Optional<TokenKeys> elsewhere) {
        this.width = width;
        this.elsewhere = elsewhere;
        this.keys = new ByteColumn(width, EXACT_TOKENS);
    }

    /** @param tokenKeys (tokens, width) */
    public void add(float[] tokenKeys) {
        elsewhere = elsewhere.filter(keys -> keys.add(tokenKeys));
        for (int from = 0; from < tokenKeys.length; from += width) {
            keys.add(tokenKeys, from);
        }
        if (blocks + 2 > starts.length) {
            starts = Arrays.copyOf(starts, 2 * starts.length + 1);
        }
        starts[blocks + 1] = starts[blocks] + tokenKeys.length / width;
        blocks++;
    }

    /**
     * @param queries (question tokens, width)
     * @param wanted  the blocks to look at
     * @param unit    whether keys are scaled to unit length first
     * @return (question tokens, wanted): each question token's best dot product with a block's tokens; 0 for a block without tokens
     */
    public double[][] matches(float[] queries, int[] wanted, boolean unit) {
        boolean all = wanted.length > 0 && IntStream.range(0, wanted.length).allMatch(i -> wanted[i] == i);
        return elsewhere.filter(keys -> all).flatMap(keys -> keys.matches(queries, wanted.length, unit))
                .map(found -> rows(found, wanted.length)).orElseGet(() -> matchesHere(queries, wanted, unit));
    }

    private static double[][] rows(float[] found, int blocks) {
        double[][] rows = new double[found.length / blocks][blocks];
        for (int i = 0; i < found.length; i++) {
            rows[i / blocks][i % blocks] = found[i];
        }
        return rows;
    }

    private double[][] matchesHere(float[] queries, int[] wanted, boolean unit) {
        double[][] matches = new double[queries.length / width][wanted.length];
        IntStream.range(0, (wanted.length + SHARE - 1) / SHARE).parallel().forEach(share -> {
            float[] row = new float[width];
            for (int b = share * SHARE; b < Math.min(wanted.length, (share + 1) * SHARE); b++) {
                match(queries, wanted[b], unit, matches, b, row);
            }
        });
        return matches;
    }

    private void match(float[] queries, int block, boolean unit, double[][] matches, int column, float[] row) {
        int start = starts[block];
        int end = starts[block + 1];
        for (int token = start; token < end; token++) {
            keys.read(token, row, 0);
            double scale = unit ? 1 / Math.max(Math.sqrt(Dots.of(row, 0, row, 0, width)), 1e-12) : 1;
            boolean first = token == start;
            for (int q = 0; q < matches.length; q++) {
                double match = Dots.of(queries, q * width, row, 0, width) * scale;
                matches[q][column] = first ? match : Math.max(matches[q][column], match);
            }
        }
    }
}
