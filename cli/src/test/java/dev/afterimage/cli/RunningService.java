package dev.afterimage.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.afterimage.store.DataDirectory;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code serve} in a process of its own, asked over HTTP. */
final class RunningService implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PATIENCE_SECONDS = 90;

    private final Path log;
    private final Process process;
    private final URI address;
    private final HttpClient http = HttpClient.newHttpClient();

    private RunningService(Path log, Process process, URI address) {
        this.log = log;
        this.process = process;
        this.address = address;
    }

    static RunningService start(Path log, Path data, String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of("serve", "--port", "0", "--data", data.toString()));
        command.addAll(List.of(options));
        Process process = Command.start(log, command.toArray(String[]::new));
        DataDirectory directory = new DataDirectory(data);
        await(log, () -> {
            assertThat(process.isAlive()).as(Files.readString(log)).isTrue();
            return directory.findOwner().filter(owner -> owner.pid() == process.pid()).isPresent();
        });
        DataDirectory.Owner owner = directory.findOwner().orElseThrow();
        return new RunningService(log, process, URI.create("http://" + owner.host() + ":" + owner.port()));
    }

    String url() {
        return address.toString();
    }

    HttpResponse<String> get(String path) throws Exception {
        return http.send(HttpRequest.newBuilder(address.resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> add(String name, String uri) throws Exception {
        String body = JSON.createObjectNode().put("name", name).put("uri", uri).toString();
        return http.send(HttpRequest.newBuilder(address.resolve("/api/streams")).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** @return the reply's document */
    String ask(String name, String question) throws Exception {
        String body = JSON.createObjectNode().put("stream", name).put("question", question).toString();
        return http.send(HttpRequest.newBuilder(address.resolve("/api/ask")).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofString()).body();
    }

    int delete(String name) throws Exception {
        return http.send(HttpRequest.newBuilder(address.resolve("/api/streams/" + name)).DELETE().build(),
                HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    JsonNode stream(String name) throws Exception {
        return JSON.readTree(get("/api/streams/" + name).body());
    }

    /** Waits until a stream is in a state. */
    JsonNode await(String name, String status) throws Exception {
        await(log, () -> stream(name).path("status").asText().equals(status));
        return stream(name);
    }

    /** Waits until more frames of a stream are stored. */
    void awaitFrames(String name) throws Exception {
        long before = stream(name).path("frames").asLong();
        await(log, () -> stream(name).path("frames").asLong() > before);
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    interface Condition {
        boolean holds() throws Exception;
    }

    static void await(Path log, Condition condition) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as(Files.readString(log)).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    /** As when the power fails. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
