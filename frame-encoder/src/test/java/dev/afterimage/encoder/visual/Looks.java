package dev.afterimage.encoder.visual;

import java.util.SplittableRandom;

/** Embeddings of an 8 x 8 picture for tests: each place looks like a number, with some noise. */
final class Looks {

    static final TokenGrid GRID = new TokenGrid(8, 8);
    static final int WIDTH = 24;

    private final SplittableRandom random;
    private final double noise;
    private final int[] looks = new int[GRID.places()];

    Looks(long seed, double noise) {
        this.random = new SplittableRandom(seed);
        this.noise = noise;
    }

    /** Places from..to - 1 look like something else from now on. */
    Looks change(int from, int to) {
        for (int place = from; place < to; place++) {
            looks[place] = random.nextInt(1, 1 << 20);
        }
        return this;
    }

    /** @return (places, width) */
    float[] embeddings() {
        float[] embeddings = new float[GRID.places() * WIDTH];
        for (int place = 0; place < looks.length; place++) {
            SplittableRandom look = new SplittableRandom(looks[place] * 31L + place);
            for (int i = 0; i < WIDTH; i++) {
                embeddings[place * WIDTH + i] = (float) (look.nextGaussian() + noise * random.nextGaussian());
            }
        }
        return embeddings;
    }
}
