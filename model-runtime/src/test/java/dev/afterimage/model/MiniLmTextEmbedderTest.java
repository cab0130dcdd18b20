package dev.afterimage.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class MiniLmTextEmbedderTest {

    private final MiniLmTextEmbedder embedder = new MiniLmTextEmbedder();

    @Test
    void vectorsHaveUnitLength() {
        float[] vector = embedder.embed("2 people, car on the left");
        assertThat(vector).hasSize(384);
        assertThat(dot(vector, vector)).isCloseTo(1, within(1e-5));
    }

    @Test
    void aQuestionLiesNearerToTheNoteThatAnswersIt() {
        float[] question = embedder.embed("When did the dog come in?");
        assertThat(dot(question, embedder.embed("a dog enters the room")))
                .isGreaterThan(dot(question, embedder.embed("red car parked in the street")));
    }

    @Test
    void aBlankTextIsLikeNothing() {
        assertThat(embedder.embed(" ")).hasSize(384).containsOnly(0);
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
