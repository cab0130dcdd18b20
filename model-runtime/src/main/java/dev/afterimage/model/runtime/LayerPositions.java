package dev.afterimage.model.runtime;

import dev.afterimage.core.block.TokenPositions;
import java.util.Arrays;

/**
 * Where each layer's next token stands, in models whose tokens have three positions: behind a picture that is not as
 * many positions as it has tokens. What follows each token is kept, so that whatever is cut off a cache, the rest knows
 * where it ended. Models with one position a token need none of this: there it is the number of tokens.
 */
public final class LayerPositions {

    private final int[][] follows; // (layers, tokens): the position behind each token of the cache
    private final boolean axes;

    public LayerPositions(int layers, boolean axes) {
        this.follows = new int[layers][0];
        this.axes = axes;
    }

    /** Where the token behind the first {@code tokens} of a layer stands. */
    public int next(int layer, int tokens) {
        return !axes || tokens == 0 ? tokens : follows[layer][tokens - 1];
    }

    /**
     * Notes tokens behind the first {@code length} of a layer.
     *
     * @param start where the first of all these tokens' part stands
     * @param moved (tokens, 3), relative to it
     * @param span  what follows, relative to it; -1 while more of the same part comes
     */
    public void add(int layer, int length, int start, int[] moved, int span) {
        int count = moved.length / TokenPositions.AXES;
        if (!axes || count == 0) {
            return;
        }
        if (follows[layer].length < length + count) {
            follows[layer] = Arrays.copyOf(follows[layer], Math.max(length + count, 2 * follows[layer].length));
        }
        int furthest = next(layer, length);
        for (int token = 0; token < count; token++) {
            for (int axis = 0; axis < TokenPositions.AXES; axis++) {
                furthest = Math.max(furthest, start + moved[token * TokenPositions.AXES + axis] + 1);
            }
            follows[layer][length + token] = furthest;
        }
        if (span >= 0) {
            follows[layer][length + count - 1] = start + span;
        }
    }
}
