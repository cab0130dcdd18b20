package dev.afterimage.cli;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** {@code serve} with cameras that go and come back, restarts, and a disk that fills up. */
class LostStreamsTest {

    private static final String PASSWORD = "s3cret";

    @TempDir
    private Path directory;

    @Test
    void camerasComeBackByThemselvesAndPasswordsStandInOneFile() throws Exception {
        assumeTrue(CameraServer.installed(), "skipped: no RTSP server here");
        Path data = directory.resolve("data");
        Path log = directory.resolve("serve.log");
        try (CameraServer camera = CameraServer.off()) {
            String guarded = camera.url("guard:" + PASSWORD + "@", "/locked");
            Path config = Files.writeString(directory.resolve("config.yaml"),
                    "sources: [{name: gate, uri: '" + camera.url("", "/silent") + "'}]\nclient_sources: {hosts: [127.0.0.1]}");
            try (RunningService service = RunningService.start(log, data, "--config", config.toString())) {
                JsonNode gate = service.await("gate", "reconnecting");
                assertThat(gate.path("failure").asText()).contains("unreachable for", "INPUT_UNREACHABLE");
                assertThat(service.add("door", guarded).statusCode()).as("a camera that is off is refused").isEqualTo(422);
                assertThat(service.stream("door").path("error").path("code").asText()).isEqualTo("STREAM_UNKNOWN");
                camera.on();
                service.await("gate", "watching");
                assertThat(service.add("door", guarded).body()).contains("\"watching\"").doesNotContain(PASSWORD);
                service.awaitFrames("door");
                camera.switchOff();
                service.await("door", "reconnecting");
                service.await("gate", "reconnecting");
                assertThat(service.get("/readyz").body()).contains("\"ready\"", "\"reconnecting\":2");
                // Beyond the tries of the capture itself.
                RunningService.await(log, () -> service.log().contains("door: lost"));
                camera.on();
                service.await("door", "watching");
                service.await("gate", "watching");
                service.awaitFrames("door");
                assertThat(service.log()).contains("door: lost", "door: back after").doesNotContain(PASSWORD);
                service.kill();
            }
            assertThat(filesWith(PASSWORD, data)).containsExactly(data.resolve("sources.json"));
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("sources.json")))).isEqualTo("rw-------");
            try (RunningService service = RunningService.start(log, data, "--config", config.toString())) {
                service.await("door", "watching");
                service.awaitFrames("door");
                assertThat(service.delete("door")).isEqualTo(204);
                assertThat(filesWith(PASSWORD, data)).isEmpty();
                assertThat(service.log()).contains("Watching again door").doesNotContain(PASSWORD);
            }
        }
    }

    @Test
    void aFullDiskIsToldAndWatchingGoesOnOnceSpaceIsFreed() throws Exception {
        Path disk = Files.createDirectory(directory.resolve("disk"));
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=96m", "tmpfs", disk.toString()) == 0,
                "skipped: only root can mount the small disk that this test fills");
        Path config = Files.writeString(directory.resolve("config.yaml"),
                "sources: [{name: table, uri: '" + Command.clip("bottle-detection.mp4") + "', loop: true}]");
        try (RunningService service = RunningService.start(directory.resolve("serve.log"), disk.resolve("data"), "--config",
                config.toString())) {
            service.await("table", "watching");
            service.awaitFrames("table");
            Path ballast = fill(disk);
            JsonNode full = service.await("table", "disk_full");
            assertThat(full.path("failure").asText()).contains("nothing could be stored for", "STORAGE_FULL", "free some space");
            assertThat(service.get("/readyz").statusCode()).isEqualTo(503);
            assertThat(service.get("/metrics").body()).contains("afterimage_storage_full 1.0",
                    "afterimage_stream_up{stream=\"table\"} 0.0");
            long blocks = full.path("blocks").asLong();
            Files.delete(ballast);
            service.await("table", "watching");
            service.awaitFrames("table");
            assertThat(service.stream("table").path("blocks").asLong()).as("nothing committed is lost").isGreaterThanOrEqualTo(blocks);
            assertThat(service.get("/readyz").statusCode()).isEqualTo(200);
            assertThat(service.delete("table")).isEqualTo(204);
        } finally {
            assertThat(run("umount", disk.toString())).isZero();
        }
    }

    @Test
    void whileTheDiskIsFullAQuestionAboutNowIsNotAnsweredFromBefore() throws Exception {
        assumeTrue(CameraServer.installed(), "skipped: no RTSP server here");
        Path disk = Files.createDirectory(directory.resolve("disk"));
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=96m", "tmpfs", disk.toString()) == 0,
                "skipped: only root can mount the small disk that this test fills");
        try (CameraServer camera = CameraServer.off()) {
            camera.on();
            try (RunningService service = RunningService.start(directory.resolve("serve.log"), disk.resolve("data"), "--source",
                    "gate=" + camera.url("", "/silent"))) {
                service.await("gate", "watching");
                service.awaitFrames("gate");
                Path ballast = fill(disk);
                service.await("gate", "disk_full");
                assertThat(service.ask("gate", "Is there a car now?")).contains("\"not_watched\"", "the disk was full");
                Files.delete(ballast);
                service.await("gate", "watching");
                service.awaitFrames("gate");
                assertThat(service.get("/api/streams/gate/gaps").body()).contains("\"disk_full\"");
            }
        } finally {
            assertThat(run("umount", disk.toString())).isZero();
        }
    }

    /** Takes all that is left. */
    private static Path fill(Path disk) throws IOException {
        Path ballast = disk.resolve("ballast");
        try (var out = Files.newOutputStream(ballast)) {
            byte[] piece = new byte[1 << 16];
            while (true) {
                out.write(piece);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space");
        }
        return ballast;
    }

    private static List<Path> filesWith(String text, Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).filter(file -> holds(file, text)).toList();
        }
    }

    private static boolean holds(Path file, String text) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
        } catch (IOException gone) {
            return false;
        }
    }

    private static int run(String... command) throws Exception {
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor();
    }
}
