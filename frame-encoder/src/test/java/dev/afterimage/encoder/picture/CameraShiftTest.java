package dev.afterimage.encoder.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.afterimage.core.frame.Frame;
import dev.afterimage.core.stream.StreamId;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CameraShiftTest {

    private static final int WIDTH = 384;
    private static final int HEIGHT = 288;
    /** Blurred noise, larger than a picture. */
    private static final int[] WORLD = world();

    private final CameraShift camera = new CameraShift();

    private static int[] world() {
        Random random = new Random(3);
        int[] cells = new int[80 * 60];
        for (int i = 0; i < cells.length; i++) {
            cells[i] = random.nextInt(256);
        }
        return cells;
    }

    private static int grey(int x, int y) {
        return WORLD[Math.floorMod(y / 12, 60) * 80 + Math.floorMod(x / 12, 80)];
    }

    /** @param thing left edge of a plain square of a quarter of the picture's width; negative for none */
    private void look(int x, int y, int thing, boolean fixed) {
        byte[] rgb = new byte[WIDTH * HEIGHT * 3];
        for (int i = 0; i < WIDTH * HEIGHT; i++) {
            int column = i % WIDTH;
            int row = i / WIDTH;
            boolean covered = thing >= 0 && column >= thing && column < thing + WIDTH / 4 && row > 90 && row < 186;
            byte value = (byte) (covered ? (column - thing) % 24 * 10 : grey(column + x, row + y));
            rgb[i * 3] = value;
            rgb[i * 3 + 1] = value;
            rgb[i * 3 + 2] = value;
        }
        try (Picture picture = new Picture(new Frame(new StreamId("s"), 0, 0, Instant.EPOCH, WIDTH, HEIGHT, rgb))) {
            camera.update(picture, fixed);
        }
    }

    @Test
    void aCameraThatStandsHasNotShifted() {
        for (int i = 0; i < 6; i++) {
            look(0, 0, 20 * i, false);
        }
        assertThat(camera.across()).isZero();
        assertThat(camera.down()).isZero();
        assertThat(camera.lost()).isFalse();
    }

    @Test
    void aCameraThatTurnsShiftsThePictureTheOtherWay() {
        for (int i = 0; i < 6; i++) {
            look(12 * i, -5 * i, 20 * i, false);
        }
        assertThat((double) camera.across()).isCloseTo(-60.0 / WIDTH, within(0.02));
        assertThat((double) camera.down()).isCloseTo(25.0 / HEIGHT, within(0.02));
        assertThat(camera.lost()).isFalse();
    }

    @Test
    void whatCannotBeFollowedIsLost() {
        look(0, 0, -1, false);
        look(150, 90, -1, false);
        assertThat(camera.lost()).isTrue();
        look(150, 90, -1, false);
        assertThat(camera.lost()).isFalse();
    }
}
