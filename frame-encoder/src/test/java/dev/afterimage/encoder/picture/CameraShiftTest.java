package dev.afterimage.encoder.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CameraShiftTest {

    private final CameraShift camera = new CameraShift();
    private double seconds;

    private void look(int x, int y, PaintedWorld.Thing... things) {
        try (Picture picture = PaintedWorld.seenFrom(x, y, seconds, things)) {
            camera.update(picture, seconds, false);
        }
        seconds += 0.5;
    }

    private static PaintedWorld.Thing square(int left) {
        return new PaintedWorld.Thing(left, 90, 96, 96);
    }

    @Test
    void aCameraThatStandsHasNotShifted() {
        for (int i = 0; i < 6; i++) {
            look(0, 0, square(20 * i));
        }
        assertThat(camera.across()).isZero();
        assertThat(camera.down()).isZero();
        assertThat(camera.lost()).isFalse();
    }

    @Test
    void aCameraThatTurnsShiftsThePictureTheOtherWay() {
        for (int i = 0; i < 6; i++) {
            look(12 * i, -5 * i, square(20 * i));
        }
        assertThat((double) camera.across()).isCloseTo(-60.0 / PaintedWorld.WIDTH, within(0.02));
        assertThat((double) camera.down()).isCloseTo(25.0 / PaintedWorld.HEIGHT, within(0.02));
        assertThat(camera.lost()).isFalse();
    }

    @Test
    void whatCannotBeFollowedIsLost() {
        look(0, 0);
        look(150, 90);
        assertThat(camera.lost()).isTrue();
        look(150, 90);
        assertThat(camera.lost()).isFalse();
    }

    @Test
    void aPanThatIsTooSlowForTwoPicturesAddsUp() {
        for (int i = 0; i < 40; i++) {
            look(i, 0);
        }
        assertThat((double) camera.across()).isCloseTo(-39.0 / PaintedWorld.WIDTH, within(0.015));
        assertThat((double) camera.down()).isCloseTo(0, within(0.01));
    }
}
