package dev.afterimage.model.vision;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.afterimage.model.format.Sha256;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ResamplingTest {

    @Test
    void everyFilterGivesPillowsBytes() throws IOException, URISyntaxException {
        Path checkpoints = Path.of(ResamplingTest.class.getResource("/checkpoints").toURI());
        JsonNode pictures = new ObjectMapper().readTree(Files.readString(checkpoints.resolve("resized.json")));
        for (int i = 0; i < pictures.size(); i++) {
            Rgb picture = PictureFiles.read(checkpoints.resolve("picture" + i + ".png"));
            for (JsonNode expected : pictures.get(i)) {
                Resampling filter = Resampling.of(expected.get("filter").asInt()).orElseThrow();
                Rgb resized = filter.resize(picture, expected.get("width").asInt(), expected.get("height").asInt());
                assertThat(Sha256.of(resized.data())).as("%s of picture %d to %dx%d", filter, i, resized.width(), resized.height())
                        .isEqualTo(expected.get("sha256").asText());
            }
        }
        assertThat(pictures.get(0).size() + pictures.get(1).size()).isEqualTo(96);
    }
}
