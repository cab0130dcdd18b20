package dev.afterimage.encoder.object;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.core.frame.Frame;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.encoder.picture.Box;
import dev.afterimage.encoder.picture.Picture;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Painted pictures with a sensor's noise: half of the box in one colour, the rest ground. */
class ColoursTest {

    private static final Box ALL = new Box(0, 0, 1, 1);

    @ParameterizedTest(name = "{0}")
    @CsvSource({"red, 200, 30, 40", "orange, 240, 130, 20", "yellow, 240, 215, 40", "green, 40, 150, 60", "blue, 30, 70, 190",
            "purple, 120, 50, 190",
        "pink, 230, 90, 170", "brown, 110, 65, 30"})
    void aHueIsSaidThoughHalfIsGround(String name, int red, int green, int blue) {
        assertThat(seen(6, 0.5, red, green, blue)).isEqualTo(name);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"white, 235, 235, 230", "black, 25, 25, 28"})
    void lightnessIsSaidWhenItFillsMost(String name, int red, int green, int blue) {
        assertThat(seen(6, 0.8, red, green, blue)).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({"170, 170, 172", "120, 120, 118", "150, 165, 170", "215, 180, 160"})
    void silverGlassAndSkinHaveNone(int red, int green, int blue) {
        assertThat(seen(6, 0.9, red, green, blue)).isEmpty();
    }

    @Test
    void twoColoursAreNone() {
        Colours colours = new Colours();
        for (int i = 0; i < 6; i++) {
            look(colours, i % 2 == 0 ? new int[] {200, 30, 40} : new int[] {30, 70, 190}, 0.8, i);
        }
        assertThat(colours.name()).isEmpty();
    }

    @Test
    void oneFrameIsNoProof() {
        assertThat(seen(1, 0.9, 200, 30, 40)).isEmpty();
    }

    private static String seen(int frames, double share, int... rgb) {
        Colours colours = new Colours();
        for (int i = 0; i < frames; i++) {
            look(colours, rgb, share, i);
        }
        return colours.name();
    }

    private static void look(Colours colours, int[] rgb, double share, long seed) {
        Random random = new Random(seed);
        byte[] pixels = new byte[100 * 100 * 3];
        for (int at = 0; at < pixels.length; at++) {
            boolean thing = at / 3 % 100 < 100 * share;
            double value = (thing ? rgb[at % 3] : 95) + 6 * random.nextGaussian();
            pixels[at] = (byte) Math.max(0, Math.min(255, value));
        }
        try (Picture picture = new Picture(new Frame(new StreamId("s"), seed, seed, Instant.EPOCH, 100, 100, pixels))) {
            colours.look(picture, ALL);
        }
    }
}
