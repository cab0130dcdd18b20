package dev.afterimage.eval.needle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.ingest.JavaCvFrameSource;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

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

    /** Rows between the first and the last that hold something white. */
    private static int inkedRows(String text, double height) {
        BufferedImage frame = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Needle needle = new Needle("sign", new Needle.Content.Text(text, height), "the sign", "What did the sign say?", List.of(text));
        new Overlay(new JavaCvFrameSource()).paint(frame, needle, 0);
        int[] inked = IntStream.range(0, HEIGHT).filter(y -> IntStream.range(0, WIDTH).anyMatch(x -> (frame.getRGB(x, y) & 0xFFFFFF) == 0xFFFFFF)).toArray();
        return inked[inked.length - 1] - inked[0] + 1;
    }
}
