package dev.afterimage.memory.scene;

/** How alike two frames are: {@code s[i] = cos(f[i], f[i+1])}. */
final class Similarity {

    private Similarity() { }

    /** Cosine, -1..1. Two zero vectors are alike (1); a zero vector is like no other (0). */
    static double cosine(float[] one, float[] other) {
        if (one.length != other.length) {
            throw new IllegalArgumentException("features of " + one.length + " and " + other.length + " numbers");
        }
        double dot = 0;
        double oneSquared = 0;
        double otherSquared = 0;
        for (int i = 0; i < one.length; i++) {
            dot += (double) one[i] * other[i];
            oneSquared += (double) one[i] * one[i];
            otherSquared += (double) other[i] * other[i];
        }
        if (oneSquared == 0 || otherSquared == 0) {
            return oneSquared == otherSquared ? 1 : 0;
        }
        return dot / Math.sqrt(oneSquared * otherSquared);
    }

    /** @param redundancy negative where only the features are known */
    static double combined(double cosine, double redundancy) {
        return redundancy < 0 ? cosine : cosine + TilerSettings.REDUNDANCY_WEIGHT * (redundancy - cosine);
    }
}
