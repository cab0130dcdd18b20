package dev.afterimage.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.afterimage.flink.fake.ListeningSockets;
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

/** Whoever watches can be reached at its configured address, and nowhere else. */
class ListeningSocketsTest {

    @TempDir
    private Path directory;
    private Process serving;

    @AfterEach
    void stop() throws InterruptedException {
        if (serving != null) {
            serving.destroyForcibly().waitFor();
        }
    }

    @Test
    void aServiceThatWatchesListensWhereItIsToldOnly() throws Exception {
        Path film = Files.copy(Path.of(Command.clip("bottle-detection.mp4")), directory.resolve("film.mp4"));
        Path data = directory.resolve("data");
        Path config = Files.writeString(directory.resolve("config.yaml"), "sources: [{name: table, uri: '" + film + "', loop: true}]");
        serving = Command.start(directory.resolve("serve.log"), "serve", "--config", config.toString(), "--port", "0",
                "--data", data.toString());
        await(() -> stream(data).path("blocks").asInt() > 0, "the first block");
        String configured = "tcp 127.0.0.1:" + new DataDirectory(data).findOwner().orElseThrow().port();
        assertThat(ListeningSockets.of(serving.pid())).as("while a stream is watched").containsExactly(configured);
        // What a loop reads next time is no film any more.
        Files.writeString(film, "not a film");
        await(() -> stream(data).path("status").asText().equals("failed"), "the stream has failed");
        assertThat(ListeningSockets.of(serving.pid())).as("after a stream has failed").containsExactly(configured);
    }

    private JsonNode stream(Path data) {
        assertThat(serving.isAlive()).as(() -> read(directory.resolve("serve.log"))).isTrue();
        return Command.run("streams", "list", "--data", data.toString(), "--json").json().path(0);
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
