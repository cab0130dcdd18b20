package dev.afterimage.encoder.visual;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * The cosine from which a token counts as old: the quantile of the cosines seen lately at which the wished share of tokens is dropped, kept
 * within bounds. Lately is an exponentially fading histogram over angles, which are spread more evenly than cosines near 1.
 */
final class DropThreshold {

    private static final int BINS = 512;
    /** What a frame counts for one frame later: half is forgotten after about 35 frames. */
    private static final double FADING = 0.98;

    /** Frames after which the share of old tokens means something: until then the threshold moves more than the pictures do. */
    private static final double SETTLED = 5;

    private final CompressionSettings settings;
    private final double[] weights = new double[BINS];

    DropThreshold(CompressionSettings settings) {
        this.settings = settings;
    }

    /** Before anything is seen: the strictest. */
    double value() {
        double wished = settings.dropTarget() * frames();
        int bin = 0;
        for (double dropped = 0; bin < BINS && dropped < wished; bin++) {
            dropped += weights[bin];
        }
        double quantile = Math.cos(Math.PI * bin / BINS);
        return Math.max(settings.loosest(), Math.min(settings.strictest(), quantile));
    }

    boolean settled() {
        return frames() >= SETTLED;
    }

    /** How many it has seen, fading. */
    private double frames() {
        double frames = 0;
        for (double weight : weights) {
            frames += weight;
        }
        return frames;
    }

    /** Takes in the cosines of one frame. */
    void add(float[] cosines) {
        for (int bin = 0; bin < BINS; bin++) {
            weights[bin] *= FADING;
        }
        for (float cosine : cosines) {
            weights[Math.min(BINS - 1, (int) (Math.acos(Math.max(-1, Math.min(1, cosine))) / Math.PI * BINS))] += 1.0 / cosines.length;
        }
    }

    void write(DataOutputStream out) throws IOException {
        for (double weight : weights) {
            out.writeDouble(weight);
        }
    }

    void read(DataInputStream in) throws IOException {
        for (int bin = 0; bin < BINS; bin++) {
            weights[bin] = in.readDouble();
        }
    }
}
