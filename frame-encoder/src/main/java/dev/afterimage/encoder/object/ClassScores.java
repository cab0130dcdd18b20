package dev.afterimage.encoder.object;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** What the detector has called one thing over time: smoothed and last scores of all classes, (80) each. */
final class ClassScores {

    private final float[] average;
    private float[] latest;
    private float vehicle;

    ClassScores(float[] first) {
        average = first.clone();
        latest = first.clone();
        vehicle = CocoClasses.vehicleScore(first);
    }

    /** @param weight of the new scores, 0..1 */
    void add(float[] scores, float weight) {
        for (int c = 0; c < average.length; c++) {
            average[c] += weight * (scores[c] - average[c]);
        }
        vehicle += weight * (CocoClasses.vehicleScore(scores) - vehicle);
        latest = scores.clone();
    }

    /** Cosine, 0..1. */
    float likeness(float[] scores) {
        float both = 0;
        float own = 0;
        float other = 0;
        for (int c = 0; c < average.length; c++) {
            both += average[c] * scores[c];
            own += average[c] * average[c];
            other += scores[c] * scores[c];
        }
        return both == 0 ? 0 : (float) (both / Math.sqrt(own * other));
    }

    float average(int index) {
        return average[index];
    }

    /** The score when it was last found. */
    float latest(int index) {
        return latest[index];
    }

    /** The best class's smoothed score. */
    float strongest() {
        return average[CocoClasses.best(average)];
    }

    /** Smoothed max(car, bus, truck). */
    float vehicle() {
        return vehicle;
    }

    void write(DataOutputStream out) throws IOException {
        for (int c = 0; c < average.length; c++) {
            out.writeFloat(average[c]);
            out.writeFloat(latest[c]);
        }
        out.writeFloat(vehicle);
    }

    static ClassScores read(DataInputStream in) throws IOException {
        ClassScores scores = new ClassScores(new float[CocoClasses.COUNT]);
        for (int c = 0; c < scores.average.length; c++) {
            scores.average[c] = in.readFloat();
            scores.latest[c] = in.readFloat();
        }
        scores.vehicle = in.readFloat();
        return scores;
    }
}
