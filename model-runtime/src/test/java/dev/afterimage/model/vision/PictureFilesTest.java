package dev.afterimage.model.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureFilesTest {

    @TempDir
    Path directory;

    @Test
    void coloursComeAsTheyStandInTheFile() throws IOException {
        BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, 0x102030);
        image.setRGB(1, 0, 0xfffe01);
        assertThat(written(image).data()).containsExactly(0x10, 0x20, 0x30, (byte) 0xff, (byte) 0xfe, 1);
    }

    @Test
    void greyIsNotTakenForLinearLight() throws IOException {
        BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setSample(0, 0, 0, 100);
        assertThat(written(image).data()).containsExactly(100, 100, 100);
    }

    @Test
    void whatIsTransparentLiesOnWhite() throws IOException {
        BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_INT_ARGB);
        image.setRGB(0, 0, 0x00ff0000);
        image.setRGB(1, 0, 0x80000000);
        assertThat(written(image).data()).containsExactly((byte) 255, (byte) 255, (byte) 255, 127, 127, 127);
    }

    @Test
    void whatIsNoPictureSaysSo() throws IOException {
        Path text = Files.writeString(directory.resolve("a.png"), "no picture");
        assertFails(ErrorCode.INPUT_UNREADABLE, text);
        assertFails(ErrorCode.INPUT_NOT_FOUND, directory.resolve("gone.png"));
        assertFails(ErrorCode.INPUT_NOT_FOUND, directory);
        BufferedImage image = new BufferedImage(50, 50, BufferedImage.TYPE_INT_RGB);
        Path whole = directory.resolve("whole.png");
        ImageIO.write(image, "png", whole.toFile());
        byte[] bytes = Files.readAllBytes(whole);
        assertFails(ErrorCode.INPUT_UNREADABLE, Files.write(directory.resolve("cut.png"), Arrays.copyOf(bytes, bytes.length / 2)));
    }

    private Rgb written(BufferedImage image) throws IOException {
        Path file = directory.resolve("picture.png");
        ImageIO.write(image, "png", file.toFile());
        return PictureFiles.read(file);
    }

    private static void assertFails(ErrorCode code, Path file) {
        assertThatThrownBy(() -> PictureFiles.read(file)).isInstanceOfSatisfying(AfterimageException.class, e -> {
            assertThat(e.code()).isEqualTo(code);
            assertThat(e.getMessage()).contains(file.toString());
        });
    }
}
