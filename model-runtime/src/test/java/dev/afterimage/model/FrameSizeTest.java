package dev.afterimage.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.afterimage.model.fetch.Progress;
import dev.afterimage.model.format.Precision;
import dev.afterimage.model.pack.ModelPacks;
import dev.afterimage.model.runtime.OnnxLanguageModel;
import dev.afterimage.model.vision.PictureFiles;
import dev.afterimage.model.vision.Rgb;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SmolVLM2's processor resizes a video's frames less than still pictures before it makes them square. */
class FrameSizeTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path directory;
    private Path checkpoints;
    private Rgb picture;

    @BeforeEach
    void findCheckpoints() throws URISyntaxException {
        checkpoints = Path.of(FrameSizeTest.class.getResource("/checkpoints").toURI());
        picture = PictureFiles.read(checkpoints.resolve("picture0.png"));
    }

    @Test
    void framesAreReadAtTheSizeOfVideoAndStillPicturesAtTheirOwn() throws IOException {
        OnnxLanguageModel plain = imported("plain", processor -> { });
        OnnxLanguageModel video = imported("video", processor -> processor.putObject("video_sampling").putObject("video_size")
                .put("longest_edge", 40));
        OnnxLanguageModel small = imported("small", processor -> processor.putObject("size").put("longest_edge", 40));
        try (plain; video; small) {
            assertThat(frame(video)).isEqualTo(frame(small)).isNotEqualTo(frame(plain));
            assertThat(still(video)).isEqualTo(still(plain)).isNotEqualTo(still(small));
        }
    }

    private float[] frame(OnnxLanguageModel model) {
        return model.vision().orElseThrow().see(picture.width(), picture.height(), picture.data()).embeddings();
    }

    private Object still(OnnxLanguageModel model) {
        return Generation.raw(model, "<image>", List.of(picture), 1).firstLogits();
    }

    private OnnxLanguageModel imported(String name, Consumer<ObjectNode> change) throws IOException {
        Path checkpoint = Files.createDirectory(directory.resolve(name));
        try (Stream<Path> files = Files.list(checkpoints.resolve("smolvlm-f32"))) {
            for (Path file : files.toList()) {
                Files.copy(file, checkpoint.resolve(file.getFileName().toString()));
            }
        }
        Path processor = checkpoint.resolve("preprocessor_config.json");
        ObjectNode settings = (ObjectNode) JSON.readTree(processor.toFile());
        change.accept(settings);
        JSON.writeValue(processor.toFile(), settings);
        ModelPacks packs = new ModelPacks(directory.resolve("packs"));
        packs.importCheckpoint(checkpoint, name, Progress.SILENT);
        return packs.load(name, Precision.FP32, 1);
    }
}
