package dev.afterimage.encoder.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.afterimage.encoder.picture.PaintedWorld.Thing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a camera that pans takes for the background, and what one that stands does; two pictures a second. */
class MovingCameraTest {

    private static final Box MIDDLE = new Box(0.4f, 0.4f, 0.6f, 0.6f);

    private final Background background = new Background();
    private final CameraShift camera = new CameraShift();
    private double seconds;

    private void look(double x, Thing... things) {
        try (Picture picture = PaintedWorld.seenFrom((int) Math.round(x), 0, seconds, things)) {
            background.update(picture, seconds, camera);
        }
        seconds += 0.5;
    }

    private void stand(int pictures) {
        for (int i = 0; i < pictures; i++) {
            look(0);
        }
        assertThat(background.trusted()).as("learnt").isTrue();
    }

    /** @param pixels of 384 from picture to picture */
    @ParameterizedTest
    @ValueSource(doubles = {1, 2, 3, 5, 12, 20, 100})
    void beforeACameraThatPansNothingIsForeground(double pixels) {
        stand(10);
        for (int i = 1; i <= 60; i++) {
            look(pixels * i);
            if (i * pixels > 8) {
                assertThat(background.foreground(MIDDLE)).as("picture " + i).isZero();
            }
        }
        assertThat(background.trusted()).isFalse();
        for (int i = 0; i < 30; i++) {
            look(pixels * 60);
        }
        assertThat(background.trusted()).as("it stands again").isTrue();
        assertThat(background.foreground(MIDDLE)).isZero();
    }

    @Test
    void theMovementOfAPanIsTakenOutAlsoWhereAThingMovesInIt() {
        stand(10);
        for (int i = 1; i <= 30; i++) {
            look(2 * i, new Thing(20 + 8 * i, 100, 70, 80));
        }
        assertThat(background.trusted()).isFalse();
        assertThat((double) camera.across()).as("the camera").isCloseTo(-60.0 / PaintedWorld.WIDTH, within(0.02));
    }

    /** Something that covers most of the picture passes, and parks. */
    @Test
    void aLargeThingBeforeACameraThatStandsIsForeground() {
        stand(10);
        for (int i = 0; i <= 30; i++) {
            look(0, new Thing(-220 + 11 * i, 0, 220, PaintedWorld.HEIGHT));
            assertThat(camera.turned()).as("picture " + i).isFalse();
        }
        assertThat(camera.across()).isZero();
        assertThat(background.trusted()).isTrue();
        assertThat(background.foreground(MIDDLE)).isGreaterThan(0.8f);
        for (int i = 0; i < 10; i++) {
            look(0, new Thing(110, 0, 220, PaintedWorld.HEIGHT));
        }
        assertThat(background.foreground(MIDDLE)).isGreaterThan(0.8f);
    }
}
