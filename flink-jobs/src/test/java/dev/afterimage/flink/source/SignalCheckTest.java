package dev.afterimage.flink.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.core.frame.Frame;
import dev.afterimage.core.frame.Sound;
import dev.afterimage.core.stream.Signal;
import dev.afterimage.core.stream.Signal.Hearing;
import dev.afterimage.core.stream.Signal.Picture;
import dev.afterimage.core.stream.StreamId;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class SignalCheckTest {

    private static final int WIDTH = 64;
    private static final int HEIGHT = 48;
    private final Random noise = new Random(7);
    private final SignalCheck check = new SignalCheck(false);

    private static Frame frame(double seconds, byte[] rgb) {
        return new Frame(new StreamId("yard"), (long) seconds, seconds, Instant.EPOCH, WIDTH, HEIGHT, rgb);
    }

    /** As a sensor gives it: a level and noise of a few steps. */
    private byte[] picture(int level) {
        byte[] rgb = new byte[WIDTH * HEIGHT * 3];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) Math.max(0, level + noise.nextInt(9) - 4);
        }
        return rgb;
    }

    private static Sound sound(double seconds, int loudness) {
        short[] samples = new short[Sound.SAMPLE_RATE];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) (i % 2 == 0 ? loudness : -loudness);
        }
        return new Sound(seconds, samples);
    }

    private Signal over(int from, int to, Supplier<byte[]> picture, int loudness) {
        Signal signal = Signal.GOOD;
        for (int second = from; second <= to; second++) {
            signal = check.after(frame(second, picture.get()), List.of(sound(second, loudness)));
        }
        return signal;
    }

    @Test
    void aPictureWithNoiseAndSoundIsFine() {
        assertThat(over(0, 200, () -> picture(90), 800)).isEqualTo(Signal.GOOD);
        assertThat(over(201, 400, () -> picture(60), 800)).as("a dark yard").isEqualTo(Signal.GOOD);
    }

    @Test
    void aCoveredLensIsBlackAfterTenSecondsAlsoWithTheCamerasClockInThePicture() {
        over(0, 20, () -> picture(90), 800);
        assertThat(over(21, 29, () -> picture(12), 800).picture()).as("a cut to black").isEqualTo(Picture.FINE);
        Signal black = over(30, 40, () -> {
            byte[] rgb = picture(12);
            Arrays.fill(rgb, 0, rgb.length / 64, (byte) 255);
            return rgb;
        }, 800);
        assertThat(black).isEqualTo(new Signal(Picture.BLACK, 21, Hearing.FINE, 0));
        assertThat(over(41, 41, () -> picture(90), 800)).isEqualTo(Signal.GOOD);
    }

    @Test
    void theSamePictureForAMinuteIsFrozen() {
        byte[] still = picture(90);
        assertThat(over(0, 59, still::clone, 800).picture()).isEqualTo(Picture.FINE);
        Signal frozen = over(60, 70, still::clone, 800);
        assertThat(frozen.picture()).isEqualTo(Picture.FROZEN);
        assertThat(frozen.pictureSince()).as("the second of the equal pictures").isEqualTo(1);
        assertThat(over(71, 71, () -> picture(90), 800).picture()).isEqualTo(Picture.FINE);
        SignalCheck screen = new SignalCheck(true);
        Signal shown = Signal.GOOD;
        for (int second = 0; second < 100; second++) {
            shown = screen.after(frame(second, still), List.of());
        }
        assertThat(shown).isEqualTo(Signal.GOOD);
    }

    @Test
    void aTrackWithoutSoundForAMinuteIsSilentAndNoTrackIsNot() {
        assertThat(over(0, 70, () -> picture(90), 3)).isEqualTo(new Signal(Picture.FINE, 0, Hearing.SILENT, 0));
        assertThat(over(71, 71, () -> picture(90), 400).sound()).isEqualTo(Hearing.FINE);
        SignalCheck deaf = new SignalCheck(false);
        Signal none = Signal.GOOD;
        for (int second = 0; second < 100; second++) {
            none = deaf.after(frame(second, picture(90)), List.of());
        }
        assertThat(none).isEqualTo(Signal.GOOD);
    }
}
