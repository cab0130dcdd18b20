package dev.afterimage.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.model.pack.ModelPacks;
import dev.afterimage.store.RocksSegmentStore;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The job on a real cluster: a job manager and two task managers, each in a process of its own, and Flink's own client. */
class ClusterJobTest {

    private static final String SECRET = "viewer:hunter2";
    private static final String GATEWAY_SECRET = "what gateways and machines share";
    private static final List<String> FILES = List.of("one", "two", "three");

    /** Bytes. */
    private static final long LARGEST_SEARCHED = 8 << 20;

    @TempDir
    Path directory;

    @Test
    void aClusterStoresTheBytesThatOneProcessStores() throws Exception {
        assumeTrue(Boolean.getBoolean("afterimage.cluster"),
                "skipped: a cluster of processes takes minutes; run it with 'mvn -Dafterimage.cluster=true -Dtest=ClusterJobTest"
                        + " -Dsurefire.failIfNoSpecifiedTests=false -pl cli -am package'");
        assertThat(FlinkProcesses.JOB_JAR).as("'mvn package' builds it").exists();
        Path sources = Files.writeString(directory.resolve("sources.yml"), sources());
        try (FlinkProcesses flink = new FlinkProcesses(directory, Map.of("parallelism.default", "3",
                "execution.checkpointing.dir", directory.resolve("checkpoints").toUri().toString(),
                "execution.checkpointing.interval", "1s"))) {
            flink.startJobManager();
            // Two slots here and one there, so that slots share an engine, and streams are shared out over machines.
            flink.startTaskManager("first", environment("first"), 2);
            flink.startTaskManager("second", environment("second"), 1);
            flink.await("task managers", () -> flink.rest("GET", "/overview").contains("\"slots-total\":3"));
            assertThat(flink.submit("--sources", sources.toString(), "--precision", "int8", "--no-recording"))
                    .as(flink.log(FlinkProcesses.CLIENT)).isZero();
            Command alone = Command.run("watch", Command.clip("bottle-detection.mp4"), "--stream", "alone", "--fps", "0.5", "--precision",
                    "int8", "--no-recording", "--data", directory.resolve("alone").toString());
            assertThat(alone.exitCode()).as(alone.err()).isZero();
            flink.await("the ends of all files", () -> watchedTo("first") + watchedTo("second") == FILES.size());
            assertGatewayAnswers(flink);
            flink.await("a checkpoint", () -> found(directory.resolve("checkpoints"), "_metadata"));
            flink.rest("PATCH", "/jobs/" + job(flink));
            flink.await("stores that are closed", () -> flink.log("first").contains("its store is closed")
                    && flink.log("second").contains("its store is closed"));
            assertThat(flink.log("first").split("to watch with notes-135m", -1)).as("slots share one engine").hasSize(2);
            assertThat(flink.log("first") + flink.log("second")).as("the camera was tried, with its login")
                    .contains("viewer:***@127.0.0.1:9");
        }
        List<String> bytes = StoredBytes.of(directory.resolve("alone"), "alone");
        assertThat(bytes).hasSizeGreaterThan(2);
        for (String file : FILES) {
            Path data = directory.resolve(status("first", file).isEmpty() ? "second" : "first");
            assertThat(StoredBytes.ofMachine(data, file)).as(file).isEqualTo(bytes);
        }
        assertThat(List.of(watchedTo("first"), watchedTo("second"))).containsExactly(2, 1);
        for (String secret : List.of(SECRET, GATEWAY_SECRET)) {
            assertThat(found(directory, secret)).as("the secret stands where it was put, and nowhere else").isFalse();
        }
    }

    /** The files are on different machines. */
    private void assertGatewayAnswers(FlinkProcesses flink) throws Exception {
        try (GatewayProcess gateway = GatewayProcess.start(flink, directory.resolve("first-secrets"), directory.resolve("gateway.log"))) {
            JsonNode streams = gateway.get("/api/streams");
            assertThat(streams.path("streams")).as(streams.toString()).extracting(shown -> shown.path("name").asText())
                    .containsAll(FILES);
            for (String file : FILES) {
                JsonNode reply = gateway.ask("{\"stream\": \"" + file + "\", \"question\": \"How many bottles are there at 00:20?\"}");
                assertThat(reply.path("outcome").asText()).as(reply.toString()).isEqualTo("answered");
                assertThat(gateway.send("/api/streams/" + file + "/thumbnails/20", null).body()).as("a picture").contains("JFIF");
            }
            JsonNode joint = gateway.ask("{\"streams\": [\"one\", \"two\", \"three\"], \"question\": \"How many bottles are there?\"}");
            assertThat(joint.path("replies")).as(joint.toString()).hasSize(FILES.size());
            assertThat(gateway.send("/", null).body()).as("the page").contains("<html");
        }
    }

    /** Three files that end, and a camera that is not there, whose login is a secret. */
    private static String sources() {
        StringBuilder text = new StringBuilder("sources:\n");
        FILES.forEach(name -> text.append("  - {name: %s, uri: %s, fps: 0.5, pace: asap}\n".formatted(name,
                Command.clip("bottle-detection.mp4"))));
        return text.append("  - {name: door, uri: 'rtsp://${door}@127.0.0.1:9/none'}\n").toString();
    }

    private Map<String, String> environment(String name) throws IOException {
        Path secrets = Files.createDirectories(directory.resolve(name + "-secrets"));
        Files.writeString(secrets.resolve("door"), SECRET);
        Files.writeString(secrets.resolve("afterimage-gateway"), GATEWAY_SECRET);
        return Map.of("AFTERIMAGE_HOME", directory.resolve(name).toString(), "AFTERIMAGE_MODELS", ModelPacks.defaultDirectory().toString(),
                "AFTERIMAGE_SECRETS", secrets.toString());
    }

    private int watchedTo(String machine) {
        return (int) FILES.stream().filter(file -> status(machine, file).filter(StreamInfo.Status.ENDED::equals).isPresent()).count();
    }

    private Optional<StreamInfo.Status> status(String machine, String stream) {
        return RocksSegmentStore.openReadOnly(StoredBytes.home(directory.resolve(machine), stream)).flatMap(store -> {
            try (SegmentStore opened = store) {
                return opened.stream(new StreamId(stream)).map(StreamInfo::status);
            }
        });
    }

    private static String job(FlinkProcesses flink) throws InterruptedException {
        Matcher id = Pattern.compile("\"id\":\"([0-9a-f]{32})\"").matcher(flink.rest("GET", "/jobs"));
        assertThat(id.find()).isTrue();
        return id.group(1);
    }

    /** Whether a file has this name or holds this text; directories of secrets, and libraries, are left out. */
    private static boolean found(Path where, String text) throws IOException {
        if (!Files.exists(where)) {
            return false;
        }
        try (Stream<Path> files = Files.walk(where)) {
            for (Path file : files.filter(Files::isRegularFile).filter(each -> !each.toString().contains("-secrets")).toList()) {
                if (Files.size(file) > LARGEST_SEARCHED) {
                    continue;
                }
                if (file.endsWith(text) || Files.readString(file, StandardCharsets.ISO_8859_1).contains(text)) {
                    return true;
                }
            }
        }
        return false;
    }
}
