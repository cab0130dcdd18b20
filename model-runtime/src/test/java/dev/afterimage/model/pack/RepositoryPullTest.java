package dev.afterimage.model.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.model.fetch.PinnedFiles;
import dev.afterimage.model.fetch.Progress;
import dev.afterimage.model.fetch.RepositoryFetcher;
import dev.afterimage.model.runtime.OnnxLanguageModel;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
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
        assertThat(hub.requests).hasSize(14).contains("config.json", "model-00007-of-00007.safetensors", "model.safetensors.index.json")
                .doesNotContain("training_args.bin",
                "expected.json");
        assertThat(directory.resolve(".downloads/tiny-vlm")).doesNotExist();
    }

    @Test
    void aConnectionThatBreaksIsTakenUpAgainWhereItEnded() {
        hub.breaking = "model-00003-of-00007.safetensors";
        packs(hub.url()).pull("tiny-vlm", Progress.SILENT);
        assertThat(hub.requests).anyMatch(request -> request.matches("model-00003-of-00007\\.safetensors bytes=[1-9]\\d*-"));
        assertThat(hub.requests).as("whole files are not fetched twice").hasSize(15);
    }

    /** As after a process was killed: what came is on the disk, and nothing else is known of it. */
    @Test
    void aPullThatEndedAtNineTenthsGoesOnThereNextTime() {
        hub.breaking = "model-00003-of-00007.safetensors";
        hub.breaks = 100;
        hub.breaksAt = 0;
        assertFails("model-00003-of-00007.safetensors", hub.url());
        Path part = directory.resolve(".downloads/tiny-vlm/model-00003-of-00007.safetensors.part");
        long whole = hub.size(hub.breaking);
        hub.leave(part, hub.breaking, (int) (0.9 * whole));
        hub.breaks = 0;
        int before = hub.requests.size();
        packs(hub.url()).pull("tiny-vlm", Progress.SILENT);
        assertThat(hub.requests.subList(before, hub.requests.size())).as("only the rest of it")
                .contains("model-00003-of-00007.safetensors bytes=" + (int) (0.9 * whole) + "-")
                .doesNotContain("model-00003-of-00007.safetensors");
    }

    @Test
    void aTokenIsShownToTheHubAndToNoOtherAddress() throws IOException {
        hub.token = "hf_secret";
        assertFails("HTTP 401: the hub wants an access token", hub.url());
        assertThatThrownBy(() -> packs(hub.url(), Map.of("HF_TOKEN", "hf_other")).pull("tiny-vlm", Progress.SILENT))
                .hasMessageContaining("HTTP 403").hasMessageContaining("may not").satisfies(e ->
                assertThat(e.getMessage() + ((AfterimageException) e).remedy()).contains("HF_TOKEN").doesNotContain("hf_other"));
        try (TestRepository storage = new TestRepository(hub.directory())) {
            hub.storage = storage.url().replace("127.0.0.1", "localhost") + "/";
            packs(hub.url(), Map.of("HF_TOKEN", "hf_secret")).pull("tiny-vlm", Progress.SILENT);
            assertThat(storage.shown).isNotEmpty().containsOnly("");
        }
    }

    @Test
    void aHubThatAsksToWaitIsWaitedFor() {
        hub.busy = 1;
        List<String> told = new CopyOnWriteArrayList<>();
        packs(hub.url()).pull("tiny-vlm", (step, done, total) -> told.add(step));
        assertThat(told).contains("the hub asks to wait 1 s")
                .anyMatch(step -> step.matches("getting owner/tiny, \\d+ MB in 14 files, licence apache-2.0, commit 01234567"));
    }

    @Test
    void aHubThatAsksToWaitForLongIsNotWaitedFor() {
        hub.busy = 100;
        hub.retryAfter = "3600";
        assertFails("asks to wait 3600 s", hub.url());
    }

    @Test
    void nothingIsAskedWhereTheEnvironmentSaysOffline() {
        assertThatThrownBy(() -> packs(hub.url(), Map.of("HF_HUB_OFFLINE", "1")).pull("tiny-vlm", Progress.SILENT))
                .hasMessageContaining("HF_HUB_OFFLINE is set");
        assertThat(hub.requests).isEmpty();
    }

    @Test
    void aMirrorMayBeNamedAsTheHubsOwnToolsNameIt() {
        new ModelPacks(directory, new Catalogue(List.of(entry(null))), Map.of("HF_ENDPOINT", hub.url() + "/"))
                .pull("tiny-vlm", Progress.SILENT);
        assertThat(hub.requests).contains("config.json");
    }

    @Test
    void aPinnedRepositoryIsFetchedAtItsCommitAndHeldAgainstItsSums() throws IOException {
        RepositoryFetcher fetcher = new RepositoryFetcher(Map.of("AFTERIMAGE_HUB", hub.url()));
        PinnedFiles stated = fetcher.stated(TestRepository.NAME, null, Progress.SILENT);
        PinnedFiles pinned = fetcher.fetch(TestRepository.NAME, stated, "unknown", directory.resolve("pinning"), Progress.SILENT);
        assertThat(pinned.files()).hasSize(14).allMatch(file -> file.sha256().matches("[0-9a-f]{64}"));
        hub.changed = "config.json"; // of which the hub itself states no sum
        ModelPacks packs = new ModelPacks(directory, new Catalogue(List.of(entry(pinned))), Map.of("AFTERIMAGE_HUB", hub.url()));
        assertThatThrownBy(() -> packs.pull("tiny-vlm", Progress.SILENT)).hasMessageContaining("config.json came with another checksum");
        hub.changed = "";
        packs.pull("tiny-vlm", Progress.SILENT);
        assertThat(packs.installed("tiny-vlm")).isTrue();
    }

    @Test
    void whatWasPulledFirstIsWhatEveryLaterPullIsHeldAgainst() throws IOException {
        packs(hub.url()).pull("tiny-vlm", Progress.SILENT);
        Path note = directory.resolve(".pins/tiny-vlm.json");
        PinnedFiles first = new ObjectMapper().readValue(note.toFile(), PinnedFiles.class);
        assertThat(first.files()).hasSize(14).allMatch(file -> file.sha256().matches("[0-9a-f]{64}"));
        ExclusiveBuild.delete(directory.resolve("tiny-vlm"));
        hub.changed = "config.json"; // of which the hub itself states no sum
        assertFails("config.json came with another checksum", hub.url());
        hub.changed = "";
        packs(hub.url()).pull("tiny-vlm", Progress.SILENT);
        assertThat(new ObjectMapper().readValue(note.toFile(), PinnedFiles.class)).isEqualTo(first);
        assertThat(hub.asked).as("the commit is looked up once").isEqualTo(1);
    }

    @Test
    void aRepositoryOfWhichOnlyTheCommitIsKnownIsFetchedThere() {
        String commit = "0123456789abcdef0123456789abcdef01234567";
        ModelPacks packs = new ModelPacks(directory, new Catalogue(List.of(entry(new PinnedFiles(commit, null)))),
                Map.of("AFTERIMAGE_HUB", hub.url()));
        packs.pull("tiny-vlm", Progress.SILENT);
        assertThat(hub.asked).as("main is not asked for").isZero();
        assertThat(directory.resolve(".pins/tiny-vlm.json")).content().contains(commit);
    }

    @Test
    void theCatalogueThatIsShippedCanBeRead() {
        assertThat(Catalogue.shipped().entries()).filteredOn(entry -> entry.repository() != null).isNotEmpty()
                .allSatisfy(entry -> {
                    assertThat(entry.work()).as(entry.name()).isNotNull();
                    assertThat(entry.kept()).as(entry.name()).hasSize(1);
                });
    }

    /** Writing to /dev/full fails as on a disk without room. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void aFullDiskIsSaidToBeFull() throws IOException {
        Path downloads = Files.createDirectories(directory.resolve(".downloads/tiny-vlm"));
        Files.createSymbolicLink(downloads.resolve("model-00001-of-00007.safetensors.part"), Path.of("/dev/full"));
        assertThatThrownBy(() -> packs(hub.url()).pull("tiny-vlm", Progress.SILENT)).isInstanceOfSatisfying(AfterimageException.class,
                e -> assertThat(e.getMessage() + " " + e.remedy()).contains("the disk is full", "make room"));
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
        return packs(url, Map.of());
    }

    private ModelPacks packs(String url, Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(more);
        environment.put("AFTERIMAGE_HUB", url);
        return new ModelPacks(directory, new Catalogue(List.of(entry(null))), environment);
    }

    private static Catalogue.Entry entry(PinnedFiles pinned) {
        return new Catalogue.Entry("tiny-vlm", "a tiny pack that sees", "apache-2.0", null, TestRepository.NAME, null, null, 0, null, null,
                pinned, null);
    }
}
