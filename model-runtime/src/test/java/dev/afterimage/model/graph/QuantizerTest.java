package dev.afterimage.model.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Weights in 4 bits. */
class QuantizerTest {

    private static final int BLOCK = 32;

    private static float[] restored(Quantizer.Blocks blocks) {
        float[] weights = new float[2 * blocks.values().length];
        for (int i = 0; i < weights.length; i++) {
            int nibble = blocks.values()[i / 2] >> 4 * (i % 2) & 15;
            weights[i] = (nibble - 8) * blocks.scales()[i / BLOCK];
        }
        return weights;
    }

    @Test
    void aBlockOfWholeStepsComesBackAsItWas() {
        float[] weights = new float[BLOCK];
        for (int i = 0; i < BLOCK; i++) {
            weights[i] = (i % 16 - 8) * 0.25f;
        }
        assertThat(restored(Quantizer.nibbles(weights, BLOCK))).containsExactly(weights);
    }

    @Test
    void aBlockOfZerosStaysZeros() {
        assertThat(restored(Quantizer.nibbles(new float[BLOCK], BLOCK))).containsOnly(0);
    }

    @Test
    void chosenScalesLeaveLessErrorThanTheLargestWeightAlone() {
        Random random = new Random(3);
        float[] weights = new float[256 * BLOCK];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) random.nextGaussian();
        }
        float[] chosen = restored(Quantizer.nibbles(weights, BLOCK));
        double error = 0;
        double plain = 0;
        for (int i = 0; i < weights.length; i++) {
            float scale = Quantizer.largest(weights, i / BLOCK * BLOCK, BLOCK) / 7;
            error += Math.pow(chosen[i] - weights[i], 2);
            plain += Math.pow(Math.round(weights[i] / scale) * scale - weights[i], 2);
        }
        assertThat(error).isLessThan(0.8 * plain);
    }
}
