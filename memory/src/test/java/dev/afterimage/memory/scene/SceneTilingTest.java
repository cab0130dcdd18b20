package dev.afterimage.memory.scene;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** The golden vectors of SceneTilling with alpha 0.5. */
class SceneTilingTest {

    static final double[] TWO_CUTS = {.95, .93, .94, .40, .92, .95, .94, .60, .96, .95};
    static final double[] NEEDLE = {.95, .95, .95, .95, .30, .32, .95, .95, .95, .95};
    static final double[] SLOPE = {.9, .9, .5, .4, .9, .9};

    @Test
    void depthsReachToThePeaksOnBothSides() {
        assertThat(SceneTiling.depths(TWO_CUTS)).containsExactly(new double[] {0, .03, 0, 1.09, .03, 0, .01, .71, 0, .01},
                Offset.offset(1e-9));
    }

    @Test
    void scenesEndInTheDeepDips() {
        assertThat(SceneTiling.boundaries(TWO_CUTS, 0.5)).containsExactly(3, 7, 10);
        assertThat(SceneTiling.boundaries(SLOPE, 0.5)).containsExactly(3, 6);
    }

    @Test
    void aNeedleOfOneFrameIsASceneOfItsOwn() {
        assertThat(SceneTiling.boundaries(NEEDLE, 0.5)).containsExactly(4, 5, 10);
    }

    @Test
    void oneAndTwoFramesAreOneScene() {
        assertThat(SceneTiling.boundaries(SceneTiling.similarities(List.of(new float[] {1})), 0.5)).containsExactly(0);
        assertThat(SceneTiling.boundaries(SceneTiling.similarities(List.of(new float[] {1, 0}, new float[] {0, 1})), 0.5))
                .containsExactly(1);
    }

    @Test
    void aVideoThatStandsStillIsOneScene() {
        List<float[]> still = Collections.nCopies(50, new float[] {.3f, .2f, .9f});
        assertThat(SceneTiling.boundaries(SceneTiling.similarities(still), 0.5)).containsExactly(49);
    }

    @Test
    void aFloorKeepsOnlyDipsAtLeastSoDeep() {
        assertThat(SceneTiling.boundaries(TWO_CUTS, 0.5, 0.8)).containsExactly(3, 10);
    }
}
