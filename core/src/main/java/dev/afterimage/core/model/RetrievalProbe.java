package dev.afterimage.core.model;

import java.util.List;

/**
 * By which of its own keys a model's blocks are found best, and how many it answers best from: properties of the pack,
 * measured.
 *
 * @param layers layers whose scores are summed; never empty
 * @param blocks most blocks in an answer's context, where more confuse the model; 0 for as many as there is room for
 * @param scale  nats that a unit of score is worth, of keys trained by a contrast of blocks (InfoNCE's inverse
 *               temperature); 0 where that isn't known
 */
public record RetrievalProbe(Kind kind, List<Integer> layers, int blocks, double scale) {

    public enum Kind {
        /** ReKV (section 3.2): mean key of a block against the mean query of the question. */
        MEAN,
        /** Each of the question's tokens against the block's best matching token (ColBERT's late interaction). */
        LATE,
        /** The same by the one token that tells blocks apart most, for keys that were never trained to retrieve. */
        DISTINCTIVE
    }

    public RetrievalProbe {
        layers = List.copyOf(layers);
        if (layers.isEmpty()) {
            throw new IllegalArgumentException("a probe needs a layer");
        }
        if (blocks < 0) {
            throw new IllegalArgumentException("at most " + blocks + " blocks");
        }
        if (!(scale >= 0 && Double.isFinite(scale))) {
            throw new IllegalArgumentException("a scale of " + scale);
        }
    }

    public RetrievalProbe(Kind kind, List<Integer> layers) {
        this(kind, layers, 0, 0);
    }
}
