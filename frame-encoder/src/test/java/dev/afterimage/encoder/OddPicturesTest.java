package dev.afterimage.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.core.encode.EncodedFrame;
import dev.afterimage.core.encode.FrameEncoder;
import dev.afterimage.core.frame.Frame;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.model.onnx.OnnxNetworkLoader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OddPicturesTest {

    private static NoteEncoderFactory factory;

    @BeforeAll
    static void load() {
        factory = new NoteEncoderFactory(new OnnxNetworkLoader(), 2);
    }

    @AfterAll
    static void close() {
        factory.close();
    }

    @ParameterizedTest
    @CsvSource({"1,1", "16,16", "3,500", "2000,2", "1921,1081"})
    void anySizeIsRead(int width, int height) throws IOException {
        byte[] noise = new byte[width * height * 3];
        new Random(1).nextBytes(noise);
        FrameEncoder encoder = factory.create(Clips.settings(Clips.STREET));
        EncodedFrame encoded = encoder.encode(frame(0, width, height, noise));
        int[] size = thumbnailSize(encoded);
        assertThat(size[0]).isBetween(1, 320);
        assertThat(encoded.note()).isNotBlank();
        assertThat(encoder.encode(frame(1, width, height, noise)).index()).isEqualTo(1);
    }

    @Test
    void aGreyPictureShowsNothing() {
        byte[] grey = new byte[320 * 240 * 3];
        Arrays.fill(grey, (byte) 128);
        assertThat(factory.create(Clips.settings(Clips.STREET)).encode(frame(0, 320, 240, grey)).note()).isEqualTo("nothing");
    }

    @Test
    void theSizeMayChangeFromFrameToFrame() {
        FrameEncoder encoder = factory.create(Clips.settings(Clips.STREET));
        encoder.encode(frame(0, 320, 240, new byte[320 * 240 * 3]));
        assertThat(encoder.encode(frame(1, 64, 480, new byte[64 * 480 * 3])).note()).isEqualTo("nothing");
    }

    private static Frame frame(int index, int width, int height, byte[] rgb) {
        return new Frame(new StreamId("odd"), index, index * 0.5, Instant.EPOCH, width, height, rgb);
    }

    private static int[] thumbnailSize(EncodedFrame encoded) throws IOException {
        var image = ImageIO.read(new ByteArrayInputStream(encoded.thumbnail()));
        return new int[] {image.getWidth(), image.getHeight()};
    }
}
