package dev.afterimage.model.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.afterimage.core.AfterimageException;
import dev.afterimage.core.ErrorCode;
import dev.afterimage.model.fetch.Progress;
import dev.afterimage.model.runtime.OnnxLanguageModel;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Packs whose checkpoint is a repository of several files on a hub. */
class RepositoryPullTest {

    @TempDir
    Path directory;
    private TestRepository hub;

    @BeforeEach
    void startHub() throws IOException, URISyntaxException {
        hub = new TestRepository(Path.of(RepositoryPullTest.class.getResource("/checkpoints/idefics3-f16-shards").toURI()));
    }

    @AfterEach
    void stopHub() {
        hub.close();
    }

    @Test
    void theFilesAPackIsBuiltFromAreFetchedAndNoOthers() {
        packs(hub.url()).pull("tiny-vlm", Progress.SILENT);
        try (OnnxLanguageModel model = packs(hub.url()).load("tiny-vlm", 1)) {
            assertThat(model.vision()).isPresent();
        }
        assertThat(hub.requests).hasSize(14).contains("config.json", "model-00007-of-00007.safetensors", "model.safetensors.index.json").doesNotContain("training_args.bin",
                "expected.json");
        assertThat(directory.resolve(".downloads/tiny-vlm")).doesNotExist();
    }

    @Test
    void aBrokenDownloadGoesOnWhereItEnded() {
        hub.breaking = "model-00003-of-00007.safetensors";
        assertFails("model-00003-of-00007.safetensors", hub.url());
        int before = hub.requests.size();
        packs(hub.url()).pull("tiny-vlm", Progress.SILENT);
        List<String> after = hub.requests.subList(before, hub.requests.size());
        assertThat(after).anyMatch(request -> request.matches("model-00003-of-00007\\.safetensors bytes=[1-9]\\d*-"));
        assertThat(after.size() + before).as("whole files are not fetched twice").isEqualTo(15);
    }

    @Test
    void aFileWithAnotherChecksumIsNotUsed() {
        hub.changed = "model-00002-of-00007.safetensors";
        assertFails("model-00002-of-00007.safetensors came with another checksum", hub.url());
    }

    @Test
    void aHubWithoutTheRepositoryIsNamed() throws IOException {
        try (TestHub other = new TestHub(new byte[0])) {
            other.status = 404;
            assertFails("HTTP 404", other.url());
        }
        String gone = hub.url();
        hub.close();
        assertFails("no connection to " + gone, gone);
    }

    private void assertFails(String message, String url) {
        assertThatThrownBy(() -> packs(url).pull("tiny-vlm", Progress.SILENT)).isInstanceOfSatisfying(AfterimageException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.MODEL_DOWNLOAD);
            assertThat(e.getMessage()).contains(message, TestRepository.NAME);
        });
        assertThat(packs(url).installed("tiny-vlm")).isFalse();
    }

    private ModelPacks packs(String url) {
        Catalogue.Entry entry = new Catalogue.Entry("tiny-vlm", "a tiny pack that sees", "apache-2.0", null, TestRepository.NAME, null, null, 0, null);
        return new ModelPacks(directory, new Catalogue(List.of(entry)), Map.of("AFTERIMAGE_HUB", url));
    }
}
