package dev.afterimage.encoder.picture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.core.frame.Frame;
import dev.afterimage.core.stream.StreamId;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class BackgroundTest {

    private static final Box MIDDLE = new Box(0.4f, 0.4f, 0.6f, 0.6f);
    private final Background background = new Background();
    private double seconds;

    @Test
    void whatComesIsForeground() {
        show(100, 100, 6);
        show(100, 200, 1);
        assertThat(background.trusted()).isTrue();
        assertThat(background.foreground(MIDDLE)).isGreaterThan(0.8f);
        assertThat(background.foreground(new Box(0, 0, 0.2f, 0.2f))).isZero();
    }

    @Test
    void aLampSwitchedOnIsNot() {
        show(100, 100, 6);
        show(140, 140, 1);
        assertThat(background.foreground(MIDDLE)).isZero();
    }

    @Test
    void whatStaysBecomesBackgroundInTheEnd() {
        show(100, 100, 6);
        show(100, 200, 600);
        assertThat(background.foreground(MIDDLE)).isZero();
    }

    @Test
    void aMovingCameraIsNotTrusted() {
        for (int i = 0; i < 8; i++) {
            show(stripes(i * 37));
        }
        assertThat(background.trusted()).isFalse();
        assertThat(background.foreground(MIDDLE)).isZero();
    }

    private void show(int around, int middle, int frames) {
        for (int i = 0; i < frames; i++) {
            byte[] rgb = new byte[100 * 100 * 3];
            Arrays.fill(rgb, (byte) around);
            for (int row = 40; row < 60; row++) {
                Arrays.fill(rgb, (row * 100 + 40) * 3, (row * 100 + 60) * 3, (byte) middle);
            }
            show(rgb);
        }
    }

    private void show(byte[] rgb) {
        try (Picture picture = new Picture(new Frame(new StreamId("s"), 0, seconds, Instant.EPOCH, 100, 100, rgb))) {
            background.update(picture, seconds, new CameraShift());
        }
        seconds += 0.5;
    }

    private static byte[] stripes(int shift) {
        byte[] rgb = new byte[100 * 100 * 3];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) ((i / 3 % 100 + shift) / 25 % 2 == 0 ? 20 : 220);
        }
        return rgb;
    }
}
