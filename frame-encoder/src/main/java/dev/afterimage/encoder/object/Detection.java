package dev.afterimage.encoder.object;

import dev.afterimage.encoder.picture.Box;

/**
 * One thing found in one frame.
 *
 * @param scores (80) score of every class, 0..1, independent of each other
 */
public record Detection(Box box, float[] scores) {

    /** The best class's score: how sure it is that something is there, whatever it is. */
    public float score() {
        return scores[best()];
    }

    public int best() {
        return CocoClasses.best(scores);
    }
}
