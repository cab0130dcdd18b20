package dev.afterimage.memory.scene;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Feature sequences as videos give them. */
final class Sequences {

    private static final int WIDTH = 24;

    private Sequences() { }

    /** One of several kinds of video, of 1 to 80 frames. */
    static List<float[]> any(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int length = 1 + random.nextInt(80);
        return switch (seed % 5) {
            case 0 -> wandering(random, length, 0.3);
            case 1 -> scenes(random, length, 0.03);
            case 2 -> scenes(random, length, 0);
            case 3 -> withSimilarities(random.doubles(length, 0, 1).map(s -> Math.round(s * 10) / 10.0).toArray());
            default -> withSimilarities(random.doubles(length, -1, 1).toArray());
        };
    }

    /** Frames in a plane, each turned against the one before, so that neighbours have just these cosines. */
    static List<float[]> withSimilarities(double[] similarities) {
        List<float[]> frames = new ArrayList<>();
        double angle = 0;
        frames.add(new float[] {1, 0});
        for (double similarity : similarities) {
            angle += Math.acos(similarity);
            frames.add(new float[] {(float) Math.cos(angle), (float) Math.sin(angle)});
        }
        return frames;
    }

    /** One picture with a sensor's noise: similarities about 0.99. */
    static List<float[]> idle(SplittableRandom random, int length) {
        float[] picture = vector(random, 1);
        List<float[]> frames = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            frames.add(plus(picture, vector(random, 0.07)));
        }
        return frames;
    }

    /** Cuts between unrelated pictures; within a scene the picture moves by {@code motion}, and sometimes stands still. */
    private static List<float[]> scenes(SplittableRandom random, int length, double motion) {
        List<float[]> frames = new ArrayList<>();
        float[] picture = vector(random, 1);
        for (int i = 0; i < length; i++) {
            picture = random.nextInt(12) == 0 ? vector(random, 1) : random.nextInt(4) == 0 ? picture
                    : plus(picture, vector(random, motion));
            frames.add(picture);
        }
        return frames;
    }

    private static List<float[]> wandering(SplittableRandom random, int length, double step) {
        List<float[]> frames = new ArrayList<>();
        float[] picture = vector(random, 1);
        for (int i = 0; i < length; i++) {
            picture = plus(picture, vector(random, step));
            frames.add(picture);
        }
        return frames;
    }

    private static float[] vector(SplittableRandom random, double scale) {
        float[] vector = new float[WIDTH];
        for (int i = 0; i < WIDTH; i++) {
            vector[i] = (float) (scale * random.nextDouble(-1, 1));
        }
        return vector;
    }

    private static float[] plus(float[] one, float[] other) {
        float[] sum = new float[WIDTH];
        for (int i = 0; i < WIDTH; i++) {
            sum[i] = one[i] + other[i];
        }
        return sum;
    }
}
