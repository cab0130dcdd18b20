package dev.afterimage.gpu.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.gpu.device.Cell;
import dev.afterimage.gpu.scalar.ScalarTokens;
import dev.afterimage.store.codec.HalfFloats;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** sampling.cu and retrieval.cu against {@link ScalarTokens}; what every device must pass. */
abstract class TokenKernelsContract extends KernelContract {

    private TokenKernels kernels() {
        return new TokenKernels(device.threads());
    }

    private int argmax(float[] logits) {
        long out = on.ints(-1);
        kernels().argmax(on.stream(), on.floats(logits), logits.length, out);
        return on.intAt(out);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 31, 303, 5000})
    void theLargestLogitIsFound(int count) {
        float[] logits = normal(count);
        assertThat(argmax(logits)).isEqualTo(ScalarTokens.argmax(logits));
    }

    @Test
    void theFirstOfEqualLogitsIsTaken() {
        float[] logits = new float[777];
        Arrays.fill(logits, -3);
        logits[400] = 2;
        logits[131] = 2;
        logits[776] = 2;
        assertThat(argmax(logits)).isEqualTo(131);
        assertThat(argmax(new float[] {Float.NEGATIVE_INFINITY, Float.NEGATIVE_INFINITY})).isZero();
    }

    private int sample(float[] logits, float temperature, float topP, float uniform) {
        long out = on.ints(-1);
        kernels().sample(on.stream(), on.floats(logits), logits.length, temperature, topP, uniform, out);
        return on.intAt(out);
    }

    @ParameterizedTest
    @CsvSource({"303, 1, 0.9", "303, 0.3, 0.5", "1000, 2, 1", "7, 1, 0.001", "97, 1.5, 0.95"})
    void whatIsDrawnIsWhatTheTwinDraws(int count, float temperature, float topP) {
        float[] logits = normal(count);
        double[] probabilities = ScalarTokens.probabilities(logits, temperature);
        List<Integer> nucleus = ScalarTokens.nucleus(probabilities, topP);
        for (float uniform : new float[] {0, 0.123f, 0.5f, 0.871f, 0.9999f}) {
            int drawn = sample(logits, temperature, topP, uniform);
            // Sums in another order move the edges between tokens a little.
            assertThat(drawn).isIn(ScalarTokens.sample(probabilities, nucleus, Math.max(0, uniform - 1e-5)),
                    ScalarTokens.sample(probabilities, nucleus, Math.min(1, uniform + 1e-5)));
        }
    }

    @Test
    void equalsOfTheLastTokenOfTheNucleusAreDrawnToo() {
        float[] logits = {0, 5, 5, 0, 5, -2};
        assertThat(List.of(sample(logits, 1, 0.1f, 0.1f), sample(logits, 1, 0.1f, 0.5f), sample(logits, 1, 0.1f, 0.9f)))
                .containsExactly(1, 2, 4);
    }

    @ParameterizedTest
    @CsvSource({"F32, 1, 1, false", "F32, 5, 33, true", "F16, 17, 48, true", "F16, 33, 192, false"})
    void everyBlockIsMatchedWithEveryQuestionToken(Cell cell, int questions, int width, boolean unit) {
        int[] starts = {0, 3, 3, 4, 11, 50};
        float[] queries = normal(questions * width);
        float[] keys = normal(50 * width);
        Arrays.fill(keys, 0, width, 0);
        long out = on.room(questions * 5L * Float.BYTES);
        kernels().lateInteraction(on.stream(), cell, on.floats(queries), on.cells(cell, keys), on.ints(starts), out, questions, 5, width,
                unit);
        float[] expected = ScalarTokens.lateInteraction(queries, cell == Cell.F16 ? HalfFloats.rounded(keys) : keys, starts, width, unit);
        assertClose(on.floatsAt(out, questions * 5), expected, 1e-5);
    }
}
