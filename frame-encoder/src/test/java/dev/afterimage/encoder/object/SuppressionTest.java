package dev.afterimage.encoder.object;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.encoder.picture.Box;
import java.util.List;
import org.junit.jupiter.api.Test;

class SuppressionTest {

    private static final int BOTTLE = CocoClasses.index("bottle");
    private static final int VASE = CocoClasses.index("vase");

    @Test
    void oneThingBoxedTwiceIsOne() {
        assertThat(Suppression.oneAThing(List.of(candidate(BOTTLE, 0.6f, 0.1f, 0.3f), candidate(BOTTLE, 0.5f, 0.11f, 0.31f)))).hasSize(1);
    }

    @Test
    void neighboursAreTwo() {
        assertThat(Suppression.oneAThing(List.of(candidate(BOTTLE, 0.6f, 0.1f, 0.3f), candidate(BOTTLE, 0.5f, 0.25f, 0.45f)))).hasSize(2);
    }

    @Test
    void twoNamesForOneBoxAreOneThingWithBothScores() {
        List<Detection> things = Suppression.oneAThing(List.of(candidate(BOTTLE, 0.6f, 0.1f, 0.3f), candidate(VASE, 0.3f, 0.1f, 0.3f)));
        assertThat(things).hasSize(1);
        assertThat(things.get(0).scores()[BOTTLE]).isEqualTo(0.6f);
        assertThat(things.get(0).scores()[VASE]).isEqualTo(0.3f);
    }

    @Test
    void aFaintBoxInsideASurerOneIsItsPart() {
        assertThat(Suppression.oneAThing(List.of(candidate(BOTTLE, 0.6f, 0.1f, 0.4f), candidate(BOTTLE, 0.3f, 0.15f, 0.25f)))).hasSize(1);
        assertThat(Suppression.oneAThing(List.of(candidate(BOTTLE, 0.6f, 0.1f, 0.4f), candidate(BOTTLE, 0.58f, 0.15f, 0.25f)))).hasSize(2);
    }

    @Test
    void aFaintBoxOverTheWholePictureIsDropped() {
        assertThat(Suppression.oneAThing(List.of(new Candidate(new Box(0, 0, 1, 1), VASE, 0.4f, scores(VASE, 0.4f))))).isEmpty();
    }

    private static Candidate candidate(int index, float score, float left, float right) {
        return new Candidate(new Box(left, 0.2f, right, 0.6f), index, score, scores(index, score));
    }

    static float[] scores(int index, float score) {
        float[] scores = new float[CocoClasses.COUNT];
        scores[index] = score;
        return scores;
    }
}
