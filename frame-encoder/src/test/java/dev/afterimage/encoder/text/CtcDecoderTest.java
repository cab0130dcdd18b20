package dev.afterimage.encoder.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CtcDecoderTest {

    private final CtcDecoder decoder = new CtcDecoder(List.of("a", "b"));

    @Test
    void repeatsAreJoinedAndBlanksDropped() {
        assertThat(decoder.decode(steps(1, 1, 0, 1, 3, 2, 2), 4).text()).isEqualTo("aa b");
    }

    @Test
    void aTraceOfASpaceBetweenLatinLettersIsOne() {
        float[] steps = steps(1, 0, 2);
        steps[4 + 3] = 0.2f;
        assertThat(decoder.decode(steps, 4).text()).isEqualTo("a b");
    }

    @Test
    void nothingHasNoConfidence() {
        assertThat(decoder.decode(steps(0, 0), 4)).isEqualTo(new LineReading("", 0));
    }

    @Test
    void shortAndStrangeReadingsMustBeSurer() {
        assertThat(new LineReading("EXIT", 0.6f).credible()).isTrue();
        assertThat(new LineReading("B2", 0.6f).credible()).isFalse();
        assertThat(new LineReading("B2", 0.9f).credible()).isTrue();
        assertThat(new LineReading("8", 0.99f).credible()).isFalse();
        assertThat(new LineReading("董事长好人", 0.7f).credible()).isFalse();
        assertThat(new LineReading("EXIT", 0.4f).credible()).isFalse();
    }

    @Test
    void editsAreCountedByTheLongerOne() {
        assertThat(EditDistance.share("PARKING", "Parklng")).isEqualTo(1 / 7f);
        assertThat(EditDistance.share("", "")).isZero();
        assertThat(EditDistance.share("", "abc")).isEqualTo(1);
    }

    private static float[] steps(int... classes) {
        float[] steps = new float[classes.length * 4];
        for (int i = 0; i < classes.length; i++) {
            steps[i * 4 + classes[i]] = 0.9f;
        }
        return steps;
    }
}
