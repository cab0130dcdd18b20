package dev.afterimage.encoder.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.core.evidence.Evidence;
import dev.afterimage.core.frame.Frame;
import dev.afterimage.core.model.Network;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.encoder.picture.Picture;
import dev.afterimage.model.onnx.OnnxNetworkLoader;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Real networks on rendered pictures (DejaVu Sans). */
class TextReaderTest {

    private static Network detector;
    private static Network recogniser;
    private static TextNetworks networks;
    private final TextReader reader = new TextReader(networks, 2);

    @BeforeAll
    static void load() throws IOException {
        detector = new OnnxNetworkLoader().load(resource("ch_PP-OCRv4_det_infer.onnx"), 2);
        recogniser = new OnnxNetworkLoader().load(resource("ch_PP-OCRv4_rec_infer.onnx"), 2);
        networks = new TextNetworks(detector, recogniser, new String(resource("ppocr_keys_v1.txt"), StandardCharsets.UTF_8).lines()
                .toList());
    }

    @AfterAll
    static void close() {
        detector.close();
        recogniser.close();
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = TextReaderTest.class.getResourceAsStream("/models/" + name)) {
            return in.readAllBytes();
        }
    }

    @Test
    void aSignIsReadAtOnce() {
        assertThat(read("exit-b2", 0, true)).containsExactly("EXIT B2");
    }

    @Test
    void linesComeFromTopToBottom() {
        assertThat(read("slide-page-7", 0, true)).containsExactly("Quarterly report", "Revenue grew by 12 percent", "Page 7");
    }

    @Test
    void slantedWritingIsReadToo() {
        assertThat(read("slanted-platform-9", 0, true)).contains("PLATFORM");
    }

    @Test
    void aBlankPictureSaysNothing() {
        assertThat(read("blank", 0, true)).isEmpty();
    }

    @Test
    void aNewSlideIsReadOneSecondLaterAndTheRestStays() {
        read("slide-page-7", 0, true);
        assertThat(read("slide-page-8", 0.5, false)).contains("Page 7");
        read("slide-page-8", 1, false);
        assertThat(read("slide-page-8", 2, false)).containsExactly("Quarterly report", "Revenue grew by 12 percent", "Page 8");
    }

    @Test
    void writingThatGoesIsGoneAfterTwoLooks() {
        read("exit-b2", 0, true);
        assertThat(read("blank", 1, false)).containsExactly("EXIT B2");
        assertThat(read("blank", 12, false)).isEmpty();
    }

    @Test
    void whereAFrameComesEachSecondNoneIsPassedOverHoweverLongNothingWasWritten() {
        TextReader sparse = new TextReader(networks, 1);
        for (int look = 0; look < 5; look++) {
            assertThat(read(sparse, "blank", 10 * look, look == 0)).isEmpty();
        }
        assertThat(read(sparse, "exit-b2", 41, false)).containsExactly("EXIT B2");
    }

    private List<String> read(String picture, double seconds, boolean fresh) {
        return read(reader, picture, seconds, fresh);
    }

    private static List<String> read(TextReader reader, String picture, double seconds, boolean fresh) {
        try (Picture shown = new Picture(frame(picture, seconds))) {
            return reader.update(shown, seconds, fresh).stream().map(Evidence::label).toList();
        }
    }

    private static Frame frame(String name, double seconds) {
        try {
            BufferedImage image = ImageIO.read(TextReaderTest.class.getResource("/text/" + name + ".png"));
            byte[] rgb = new byte[image.getWidth() * image.getHeight() * 3];
            for (int i = 0; i < rgb.length / 3; i++) {
                int colour = image.getRGB(i % image.getWidth(), i / image.getWidth());
                rgb[i * 3] = (byte) (colour >> 16);
                rgb[i * 3 + 1] = (byte) (colour >> 8);
                rgb[i * 3 + 2] = (byte) colour;
            }
            return new Frame(new StreamId("text"), 0, seconds, Instant.EPOCH, image.getWidth(), image.getHeight(), rgb);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
