package dev.afterimage.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.model.pack.ModelPacks;
import dev.afterimage.store.RocksSegmentStore;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The job on a real cluster: a job manager and two task managers, each in a process of its own, and Flink's own client. */
class ClusterJobTest {

    private static final String SECRET = "viewer:hunter2";
    private static final String GATEWAY_SECRET = "what gateways and machines share";
    private static final ObjectMapper JSON = new ObjectMapper();
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
            await(flink, "task managers", () -> flink.rest("GET", "/overview").contains("\"slots-total\":3"));
            assertThat(flink.submit("--sources", sources.toString(), "--precision", "int8", "--no-recording"))
                    .as(flink.log(FlinkProcesses.CLIENT)).isZero();
            Command alone = Command.run("watch", Command.clip("bottle-detection.mp4"), "--stream", "alone", "--fps", "0.5", "--precision",
                    "int8", "--no-recording", "--data", directory.resolve("alone").toString());
            assertThat(alone.exitCode()).as(alone.err()).isZero();
            await(flink, "the ends of all files", () -> watchedTo("first") + watchedTo("second") == FILES.size());
            assertGatewayAnswers(flink);
            await(flink, "a checkpoint", () -> found(directory.resolve("checkpoints"), "_metadata"));
            flink.rest("PATCH", "/jobs/" + job(flink));
            await(flink, "stores that are closed", () -> flink.log("first").contains("its store is closed")
                    && flink.log("second").contains("its store is closed"));
            assertThat(flink.log("first").split("to watch with notes-135m", -1)).as("slots share one engine").hasSize(2);
            assertThat(flink.log("first") + flink.log("second")).as("the camera was tried, with its login")
                    .contains("viewer:***@127.0.0.1:9");
        }
        List<String> bytes = StoredBytes.of(directory.resolve("alone"), "alone");
        assertThat(bytes).hasSizeGreaterThan(2);
        for (String file : FILES) {
            Path data = directory.resolve(status("first", file).isEmpty() ? "second" : "first");
            assertThat(StoredBytes.of(data, file)).as(file).isEqualTo(bytes);
        }
        assertThat(List.of(watchedTo("first"), watchedTo("second"))).containsExactly(2, 1);
        for (String secret : List.of(SECRET, GATEWAY_SECRET)) {
            assertThat(found(directory, secret)).as("the secret stands where it was put, and nowhere else").isFalse();
        }
    }

    /** A gateway in a process of its own; the files are on different machines. */
    private void assertGatewayAnswers(FlinkProcesses flink) throws Exception {
        Path log = directory.resolve("gateway.log");
        ProcessBuilder builder = Command.process("serve", "--cluster", flink.url(), "--port", "0");
        builder.environment().put("AFTERIMAGE_SECRETS", directory.resolve("first-secrets").toString());
        Process gateway = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        try {
            await(flink, "the gateway", () -> Files.readString(log).contains("Afterimage is at"));
            Matcher url = Pattern.compile("Afterimage is at (\\S+)/,").matcher(Files.readString(log));
            assertThat(url.find()).as(Files.readString(log)).isTrue();
            JsonNode streams = JSON.readTree(send(url.group(1) + "/api/streams", null));
            assertThat(streams.path("streams")).as(streams.toString()).extracting(shown -> shown.path("name").asText())
                    .containsAll(FILES);
            for (String file : FILES) {
                JsonNode reply = JSON.readTree(send(url.group(1) + "/api/ask", "{\"stream\": \"" + file
                        + "\", \"question\": \"How many bottles are there at 00:20?\"}"));
                assertThat(reply.path("outcome").asText()).as(reply.toString()).isEqualTo("answered");
                assertThat(send(url.group(1) + "/api/streams/" + file + "/thumbnails/20", null)).as("a picture").contains("JFIF");
            }
            JsonNode joint = JSON.readTree(send(url.group(1) + "/api/ask",
                    "{\"streams\": [\"one\", \"two\", \"three\"], \"question\": \"How many bottles are there at 00:20?\"}"));
            assertThat(joint.path("replies")).as(joint.toString()).hasSize(FILES.size());
            assertThat(send(url.group(1) + "/", null)).as("the page").contains("<html");
        } finally {
            gateway.destroy();
            gateway.onExit().join();
        }
    }

    private static String send(String url, String body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
        if (body != null) {
            request.header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body));
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.ISO_8859_1)).body();
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
        return RocksSegmentStore.openReadOnly(directory.resolve(machine)).flatMap(store -> {
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

    private static void await(FlinkProcesses flink, String what, Callable<Boolean> condition) throws Exception {
        long until = System.nanoTime() + 120_000_000_000L;
        while (!condition.call()) {
            flink.requireRunning();
            assertThat(System.nanoTime()).as("waited in vain for " + what).isLessThan(until);
            Thread.sleep(200);
        }
    }
}
