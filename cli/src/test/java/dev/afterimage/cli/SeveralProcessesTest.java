package dev.afterimage.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.afterimage.store.DataDirectory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import static org.assertj.core.api.Assertions.assertThat;

/** One process watches; others ask, list, and are kept from writing. Whoever is killed loses nothing that was stored. */
class SeveralProcessesTest {

    private static final String CLIP = Command.clip("bottle-detection.mp4");

    @TempDir
    private Path directory;
    private Process watching;

    @AfterEach
    void stop() throws InterruptedException {
        if (watching != null) {
            watching.destroyForcibly().waitFor();
        }
    }

    @Test
    void questionsAreAnsweredWhileAnotherProcessWatches() throws Exception {
        Path data = directory.resolve("data");
        beginLooped(data);
        JsonNode listed = Command.run("streams", "list", "--data", data.toString(), "--json").json();
        assertThat(listed.path(0).path("status").asText()).isEqualTo("watching");
        Command asked = Command.run("ask", "How many bottles were there at the start?", "--stream", "table", "--data", data.toString(),
                "--json");
        assertThat(asked.exitCode()).as(asked.err()).isZero();
        assertThat(asked.json().path("answer").asText()).contains("3");
        JsonNode all = Command.run("ask", "How many bottles were there at the start?", "--data", data.toString(), "--json").json();
        assertThat(all.path("replies").path(0).path("stream").asText()).isEqualTo("table");
        assertThat(all.path("answer").asText()).startsWith("table: ").contains("3");
        Command unknown = Command.run("ask", "what?", "--stream", "nowhere", "--data", data.toString());
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.err()).contains("STREAM_UNKNOWN", "nowhere");
    }

    @Test
    void aSecondWriterIsRefused() throws Exception {
        Path data = directory.resolve("data");
        beginLooped(data);
        Command second = Command.run("watch", CLIP, "--stream", "other", "--data", data.toString());
        assertThat(second.exitCode()).isEqualTo(5);
        assertThat(second.err()).contains("STORAGE_IN_USE");
    }

    @Test
    void aKilledWatchGoesOnAndEndsWithTheSameBlocks() throws Exception {
        Path undisturbed = directory.resolve("undisturbed");
        assertThat(Command.run("watch", CLIP, "--stream", "table", "--data", undisturbed.toString()).exitCode()).isZero();
        Path killed = directory.resolve("killed");
        begin(killed, "watch", CLIP, "--stream", "table", "--data", killed.toString(), "--pace", "realtime");
        await(() -> blocks(killed) >= 5, "five blocks");
        watching.destroyForcibly().waitFor();
        int kept = blocks(killed);
        assertThat(kept).isGreaterThanOrEqualTo(5);
        Command again = Command.run("watch", CLIP, "--stream", "table", "--data", killed.toString(), "--json");
        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(StoredBytes.of(killed, "table")).isEqualTo(StoredBytes.of(undisturbed, "table"));
    }

    /** The clip as a camera that never ends, however slow this machine is. */
    private void beginLooped(Path data) throws Exception {
        Path config = Files.writeString(directory.resolve("config.yaml"), "sources: [{name: table, uri: '" + CLIP + "', loop: true}]");
        begin(data, "serve", "--config", config.toString(), "--port", "0", "--data", data.toString());
    }

    private void begin(Path data, String... command) throws Exception {
        Path log = directory.resolve("watch.log");
        watching = Command.start(log, command);
        await(() -> {
            assertThat(watching.isAlive()).as(() -> read(log)).isTrue();
            return new DataDirectory(data).findOwner().isPresent() && blocks(data) > 0;
        }, "the first block");
    }

    private static int blocks(Path data) {
        return Command.run("streams", "list", "--data", data.toString(), "--json").json().path(0).path("blocks").asInt();
    }

    private static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static void await(BooleanSupplier condition, String what) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }
}
