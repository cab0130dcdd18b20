package dev.afterimage.core.model;

import java.util.Optional;

/**
 * The token keys of one stream's blocks, where a question's tokens are matched with all of them quicker than here: on a GPU. Who uses it
 * keeps the keys as well, since it may refuse at any time. Safe for use by several threads.
 */
public interface TokenKeys {

    /**
     * Adds the next block's.
     *
     * @param keys (tokens, width)
     * @return false when there is no room: then nothing can be matched any more
     */
    boolean add(float[] keys);

    /**
     * Each question token's best product with a token of each of the first {@code blocks} blocks; 0 for a block without tokens.
     *
     * @param queries (question tokens, width)
     * @param unit    whether keys are scaled to unit length first
     * @return (question tokens, blocks); empty when it cannot be done here any more
     */
    Optional<float[]> matches(float[] queries, int blocks, boolean unit);
}
