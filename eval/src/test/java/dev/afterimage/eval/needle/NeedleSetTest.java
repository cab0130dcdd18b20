package dev.afterimage.eval.needle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.frame.FrameSource;
import dev.afterimage.ingest.JavaCvFrameSource;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NeedleSetTest {

    private static final FrameSource FOOTAGE = new JavaCvFrameSource();
    private static final Path CLIP = Path.of(System.getProperty("afterimage.root"), "media", "car-detection.mp4");

    @TempDir
    private Path directory;

    @Test
    void theShippedSetsHoldTwentyNeedlesAtLeastAndTheirPictures() throws IOException {
        for (String name : List.of(NeedleSet.PICTURES, NeedleSet.TEXTS)) {
            NeedleSet set = NeedleSet.of(name);
            assertThat(set.needles()).hasSizeGreaterThanOrEqualTo(20);
            assertThat(set.needles()).extracting(Needle::content).doesNotHaveDuplicates();
        }
        for (Needle needle : NeedleSet.of(NeedleSet.PICTURES).needles()) {
            if (needle.content() instanceof Needle.Content.Picture picture) {
                assertThat(Overlay.decode(picture.bytes()).getWidth()).isGreaterThan(100);
            }
        }
    }

    @Test
    void ourFormatIsReadWithTextsPicturesAndClips() throws IOException {
        ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "png", directory.resolve("p.png").toFile());
        Files.copy(CLIP, directory.resolve("c.mp4"));
        NeedleSet set = read("""
                {"needles": [{"id": "a", "kind": "text", "text": "HELLO", "question": "What was written?", "answers": ["hello"]},
                             {"id": "b", "kind": "picture", "file": "p.png", "name": "the black square", "question": "When?",
                               "answers": ["{time}"], "height": 0.3},
                             {"id": "c", "kind": "clip", "file": "c.mp4", "question": "What moved?", "answers": ["a dog", "dog"]}]}""");
        assertThat(set.needles()).extracting(Needle::modality).containsExactly("text", "image", "video");
        assertThat(set.needles().get(1).name()).isEqualTo("the black square");
        assertThat(set.needles().get(2).answers()).containsExactly("a dog", "dog");
    }

    @Test
    void whatGoesWithoutSayingNeedNotBeSaid() throws IOException {
        ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "png", directory.resolve("p.png").toFile());
        NeedleSet set = read("""
                [{"text": "HELLO", "question": "What was written?", "answer": "hello"}, {"image": "p.png", "question": "When?",
                  "answers": "{time}"}]""");
        assertThat(set.needles()).extracting(Needle::id).containsExactly("needle-1", "needle-2");
        assertThat(set.needles()).extracting(Needle::modality).containsExactly("text", "image");
        assertThat(set.needles().get(1).answers()).containsExactly(Needle.TIME);
    }

    @Test
    void mmNiavhsOwnFormatIsReadOneObjectOrAList() throws IOException {
        NeedleSet text = read("""
                {"needle": "\\nA young man is sitting on a cloud, reading a book.\\n", "needle_modality": "text",
                  "retrieval_question": "What is he doing?"}""");
        assertThat(text.needles().get(0).content())
                .isEqualTo(new Needle.Content.Text("A young man is sitting on a cloud, reading a book.", 0.085));
        assertThat(text.needles().get(0).answers()).containsExactly("A young man is sitting on a cloud, reading a book.");
        Files.createDirectories(directory.resolve("haystack"));
        Files.copy(CLIP, directory.resolve("haystack/sky.mp4"));
        NeedleSet video = read("""
                [{"needle": "sky.mp4", "needle_dir": "haystack", "needle_modality": "video", "needle_desc": "he is reading",
                  "retrieval_question": "What is he doing?"}]""");
        assertThat(video.needles().get(0).modality()).isEqualTo("video");
        assertThat(video.needles().get(0).answers()).containsExactly("he is reading");
    }

    @Test
    void whatIsWrongIsToldWithFileItemAndField() throws IOException {
        Files.writeString(directory.resolve("words.mp4"), "no film");
        assertWrong("[{\"text\": \"X\", \"question\": \"?\", \"answers\": \"x\"}, {\"clip\": \"words.mp4\", \"question\": \"?\", "
                + "\"answers\": \"x\"}]", "needle 2", "'clip'", "words.mp4", "no film");
        assertWrong("[{\"needle\": \"words.mp4\", \"needle_modality\": \"video\", \"needle_desc\": \"x\", \"retrieval_question\": \"?\"}]",
                "needle 1", "'needle'", "no film");
        assertWrong("[{\"text\": \"X\", \"question\": \"?\", \"answers\": \"x\", \"height\": \"big\"}]", "needle 1", "'height'",
                "a number");
        assertWrong("{\"needles\": [{\"id\": \"a\", \"kind\": \"text\", \"text\": \"X\", \"question\": \"?\", \"answers\": []}]}",
                "needle 1", "answers");
        assertWrong("{\"needles\": [{\"id\": \"a\", \"kind\": \"smell\", \"question\": \"?\", \"answers\": [\"x\"]}]}", "needle 1", "kind");
        assertWrong("{\"needles\": [{\"id\": \"a\", \"kind\": \"picture\", \"file\": \"none.png\", \"question\": \"?\", \"answers\": "
                + "[\"x\"]}]}", "file", "none.png");
        assertWrong("[{\"needle\": \"x\", \"needle_modality\": \"text\"}]", "needle 1", "retrieval_question");
        assertWrong("{\"needles\": [3]}", "needle 1", "not an object");
        assertWrong("{\"needles\": [", "needles.json", "not JSON");
    }

    private void assertWrong(String json, String... told) {
        assertThatThrownBy(() -> read(json)).isInstanceOf(AfterimageException.class).hasMessageContainingAll(told)
                .hasMessageContaining("needles.json");
    }

    @Test
    void needlesAreDrawnEquallyOftenInAnOrderThatTheSeedDecides() {
        NeedleSet set = NeedleSet.of(NeedleSet.TEXTS);
        List<Needle> drawn = set.drawn(2 * set.needles().size(), 7);
        assertThat(set.drawn(2 * set.needles().size(), 7)).isEqualTo(drawn);
        assertThat(set.drawn(2 * set.needles().size(), 8)).isNotEqualTo(drawn);
        assertThat(new HashSet<>(drawn.subList(0, set.needles().size()))).hasSize(set.needles().size());
    }

    private NeedleSet read(String json) throws IOException {
        return NeedleSet.of(Files.writeString(directory.resolve("needles.json"), json).toString(), FOOTAGE);
    }
}
