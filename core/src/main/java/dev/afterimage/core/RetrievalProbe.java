package dev.afterimage.core;

import java.util.List;

/**
 * By which of its own keys a model's blocks are found best: a property of the pack, measured.
 *
 * @param layers layers whose scores are summed; never empty
 */
public record RetrievalProbe(Kind kind, List<Integer> layers) {

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
    }
}
