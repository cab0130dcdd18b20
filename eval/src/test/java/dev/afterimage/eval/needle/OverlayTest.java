package dev.afterimage.eval.needle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.ingest.JavaCvFrameSource;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OverlayTest {

    private static final int WIDTH = 640;
    private static final int HEIGHT = 360;

    @Test
    void aTextIsAsHighAsItsNeedleSaysAndStaysInside() {
        int small = inkedRows("K742", 0.085);
        int large = inkedRows("K742", 0.22);
        assertThat(small).isBetween(HEIGHT * 5 / 100, HEIGHT * 8 / 100);
        assertThat(large).isBetween(HEIGHT * 14 / 100, HEIGHT * 20 / 100);
        assertThat(inkedRows("A LINE THAT IS TOO LONG FOR ONE", 0.22)).as("broken into lines").isGreaterThan(2 * large);
    }

    @ParameterizedTest
    @ValueSource(strings = {"lossy", "lossless"})
    void aPictureInWebPIsLaidOverTheMiddleWhereItIsNotSeeThrough(String kind) throws IOException {
        byte[] disc = OverlayTest.class.getResourceAsStream("/needles/disc-" + kind + ".webp").readAllBytes();
        BufferedImage frame = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Needle needle = new Needle("disc", new Needle.Content.Picture(disc, 0.5), "the disc", "Did you see a disc?", List.of("yes"));
        new Overlay(new JavaCvFrameSource()).paint(frame, needle, 0);
        Color middle = new Color(frame.getRGB(WIDTH / 2, HEIGHT / 2));
        assertThat(middle.getRed()).isGreaterThan(190);
        assertThat(middle.getGreen()).isLessThan(80);
        assertThat(new Color(frame.getRGB(WIDTH / 2 - HEIGHT / 4 + 4, HEIGHT / 4 + 4))).as("the picture's corner").isEqualTo(Color.BLACK);
    }

    /** Rows between the first and the last that hold something white. */
    private static int inkedRows(String text, double height) {
        BufferedImage frame = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Needle needle = new Needle("sign", new Needle.Content.Text(text, height), "the sign", "What did the sign say?", List.of(text));
        new Overlay(new JavaCvFrameSource()).paint(frame, needle, 0);
        int[] inked = IntStream.range(0, HEIGHT).filter(y -> IntStream.range(0, WIDTH)
                .anyMatch(x -> (frame.getRGB(x, y) & 0xFFFFFF) == 0xFFFFFF)).toArray();
        return inked[inked.length - 1] - inked[0] + 1;
    }
}
