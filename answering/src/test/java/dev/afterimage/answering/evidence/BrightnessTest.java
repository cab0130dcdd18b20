package dev.afterimage.answering.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.core.store.Thumbnail;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** How bright stored pictures are, measured on pictures that are drawn here. */
class BrightnessTest {

    private static Brightness.Level of(Color ground, Color lamp) throws IOException {
        BufferedImage image = new BufferedImage(320, 180, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = image.createGraphics();
        pen.setColor(ground);
        pen.fillRect(0, 0, 320, 180);
        pen.setColor(lamp);
        pen.fillRect(140, 20, 40, 40);
        pen.dispose();
        ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
        ImageIO.write(image, "jpg", jpeg);
        return Brightness.Level.of(new Thumbnail(7, jpeg.toByteArray())).orElseThrow();
    }

    @Test
    void aLampInADarkPictureDoesNotMakeItLight() throws IOException {
        Brightness.Level level = of(new Color(12, 14, 20), Color.WHITE);
        assertThat(level.level()).isLessThan(30);
        assertThat(level.seconds()).isEqualTo(7);
    }

    @Test
    void colourTellsDaylightFromInfrared() throws IOException {
        assertThat(of(new Color(90, 150, 80), Color.GRAY).coloured()).isTrue();
        assertThat(of(new Color(140, 140, 140), Color.WHITE).coloured()).isFalse();
    }

    @Test
    void aPictureThatCannotBeReadHasNoBrightness() {
        assertThat(Brightness.Level.of(new Thumbnail(0, new byte[] {1, 2, 3}))).isEmpty();
    }
}
