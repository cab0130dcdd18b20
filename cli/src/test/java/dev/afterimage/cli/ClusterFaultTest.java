package dev.afterimage.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.afterimage.model.pack.ModelPacks;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of streams and questions when processes of a cluster are killed. */
class ClusterFaultTest {

    private static final List<String> FILES = List.of("one", "two");
    private static final String QUESTION = "{\"stream\": \"one\", \"question\": \"How many bottles are there at 00:05?\"}";

    @TempDir
    Path directory;

    @BeforeEach
    void onlyWhenAskedFor() throws IOException {
        assumeTrue(Boolean.getBoolean("afterimage.cluster"),
                "skipped: a cluster of processes takes minutes; run it with 'mvn -Dafterimage.cluster=true -Dtest=ClusterFaultTest"
                        + " -Dsurefire.failIfNoSpecifiedTests=false -pl cli -am package'");
        Files.writeString(Files.createDirectories(secrets()).resolve("afterimage-gateway"), "what gateways and machines share");
    }

    @Test
    void aTaskManagerThatIsKilledAndStartedAgainStoresTheBytesOfAnUndisturbedRun() throws Exception {
        try (FlinkProcesses flink = cluster()) {
            flink.startTaskManager("machine", environment("machine"), 2);
            submit(flink, 2);
            try (GatewayProcess gateway = GatewayProcess.start(flink, secrets(), directory.resolve("gateway.log"))) {
                flink.await("some frames", () -> shown(gateway, "one").path("frames").asLong() > 5);
                flink.kill("machine");
                assertThat(shown(gateway, "one").path("status").asText()).as("in the middle of the file").isEqualTo("interrupted");
                HttpResponse<String> refused = gateway.send("/api/ask", QUESTION);
                assertThat(refused.statusCode()).as(refused.body()).isEqualTo(503);
                assertThat(refused.headers().firstValue("Retry-After")).isPresent();
                assertThat(refused.body()).contains("CLUSTER_");
                flink.startTaskManager("machine", environment("machine"), 2);
                awaitEnds(flink, gateway);
                assertThat(gateway.ask(QUESTION).path("outcome").asText()).isEqualTo("answered");
            }
        }
        assertUndisturbed(directory.resolve("machine"));
    }

    @Test
    void theStreamsOfATaskManagerThatIsLostForGoodGoOnOnAnotherWithAllTheirBlocks() throws Exception {
        try (FlinkProcesses flink = cluster()) {
            flink.startTaskManager("lost", environment("lost"), 2);
            submit(flink, 2);
            try (GatewayProcess gateway = GatewayProcess.start(flink, secrets(), directory.resolve("gateway.log"))) {
                flink.await("some frames", () -> shown(gateway, "one").path("frames").asLong() > 5);
                flink.await("a checkpoint", () -> flink.completedCheckpoints() > 1);
                flink.startTaskManager("other", environment("other"), 2);
                flink.kill("lost");
                assertThat(shown(gateway, "one").path("status").asText()).as("in the middle of the file").isEqualTo("interrupted");
                awaitEnds(flink, gateway);
                assertThat(flink.log("other")).contains("one: its store is brought back from checkpoint",
                        "two: its store is brought back from checkpoint");
                assertThat(gateway.ask(QUESTION).path("outcome").asText()).isEqualTo("answered");
            }
        }
        assertUndisturbed(directory.resolve("other"));
    }

    private Path secrets() {
        return directory.resolve("secrets");
    }

    private Map<String, String> environment(String machine) {
        return Map.of("AFTERIMAGE_HOME", directory.resolve(machine).toString(), "AFTERIMAGE_MODELS",
                ModelPacks.defaultDirectory().toString(), "AFTERIMAGE_SECRETS", secrets().toString());
    }

    private FlinkProcesses cluster() throws IOException {
        FlinkProcesses flink = new FlinkProcesses(directory, Map.of("parallelism.default", "2",
                "execution.checkpointing.dir", directory.resolve("checkpoints").toUri().toString(),
                "execution.checkpointing.interval", "1s", "heartbeat.interval", "1s", "heartbeat.timeout", "10s"));
        flink.startJobManager();
        return flink;
    }

    private void submit(FlinkProcesses flink, int slots) throws Exception {
        flink.await("the task manager", () -> flink.rest("GET", "/overview").contains("\"slots-total\":" + slots));
        assertThat(flink.submit("--sources", Files.writeString(directory.resolve("sources.yml"), sources()).toString(),
                "--precision", "int8", "--no-recording")).as(flink.log(FlinkProcesses.CLIENT)).isZero();
    }

    private static void awaitEnds(FlinkProcesses flink, GatewayProcess gateway) throws Exception {
        for (String file : FILES) {
            flink.await("the end of " + file, () -> shown(gateway, file).path("status").asText().equals("ended"));
        }
    }

    private void assertUndisturbed(Path machine) {
        Command alone = Command.run("watch", Command.clip("bottle-detection.mp4"), "--stream", "alone", "--fps", "2", "--precision", "int8",
                "--no-recording", "--data", directory.resolve("alone").toString());
        assertThat(alone.exitCode()).as(alone.err()).isZero();
        List<String> bytes = StoredBytes.of(directory.resolve("alone"), "alone");
        assertThat(bytes).hasSizeGreaterThan(2);
        for (String file : FILES) {
            assertThat(StoredBytes.ofMachine(machine, file)).as(file).isEqualTo(bytes);
        }
    }

    private static String sources() {
        StringBuilder text = new StringBuilder("sources:\n");
        FILES.forEach(name -> text.append("  - {name: %s, uri: %s, fps: 2, pace: asap}\n".formatted(name,
                Command.clip("bottle-detection.mp4"))));
        return text.toString();
    }

    /** As the list of streams has it; nothing where it is not in it. */
    private static JsonNode shown(GatewayProcess gateway, String stream) throws Exception {
        JsonNode list = gateway.get("/api/streams").path("streams");
        return StreamSupport.stream(list.spliterator(), false).filter(each -> each.path("id").asText().equals(stream)).findFirst()
                .orElseGet(list::deepCopy);
    }
}
