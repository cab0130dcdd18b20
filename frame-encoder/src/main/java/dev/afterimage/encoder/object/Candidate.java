package dev.afterimage.encoder.object;

import dev.afterimage.encoder.picture.Box;

/**
 * A box that one cell of the detector proposes for one class.
 *
 * @param index  the class
 * @param scores (80) all of the cell's scores
 */
record Candidate(Box box, int index, float score, float[] scores) { }
