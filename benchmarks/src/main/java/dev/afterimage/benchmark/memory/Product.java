package dev.afterimage.benchmark.memory;

import dev.afterimage.benchmark.peer.Peer;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.store.DataDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The afterimage command of the checkout in a process of its own, started as users start it, over the shipped clips as cameras. */
final class Product implements AutoCloseable {

    private static final Duration START = Duration.ofMinutes(5);
    private static final List<String> CLIPS = List.of("bottle-detection.mp4", "car-detection.mp4");
    private static final List<String> QUESTIONS = List.of("How many bottles are there now?", "When did the last car drive by?");

    private final Path log;
    private final Process process;
    private final long started = System.nanoTime();
    private final List<String> streams;
    private final HttpClient client = HttpClient.newHttpClient();
    private final DataDirectory.Owner owner;

    private Product(Path directory, List<String> streams, List<String> command) throws IOException {
        this.streams = streams;
        this.log = directory.resolve("log");
        List<String> whole = new ArrayList<>(List.of(Peer.root().resolve("afterimage").toAbsolutePath().toString()));
        whole.addAll(command);
        whole.addAll(List.of("--data", directory.resolve("data").toString(), "--port", "0"));
        this.process = new ProcessBuilder(whole).redirectErrorStream(true).redirectOutput(log.toFile()).start();
        this.owner = awaitOwner(new DataDirectory(directory.resolve("data")));
    }

    /** {@code afterimage demo}: two cameras. */
    static Product demo(Path directory) throws IOException {
        return new Product(directory, List.of("table", "street"), List.of("demo", "--no-browser"));
    }

    /** {@code afterimage serve} over this many cameras. */
    static Product cameras(int count, Path directory) throws IOException {
        List<String> streams = IntStream.range(0, count).mapToObj(i -> "camera-" + i).toList();
        StringBuilder config = new StringBuilder("sources:\n");
        for (int i = 0; i < count; i++) {
            Path clip = Peer.root().resolve("media").resolve(CLIPS.get(i % CLIPS.size())).toAbsolutePath();
            config.append("  - {name: ").append(streams.get(i)).append(", uri: '").append(clip).append("', pace: realtime, loop: true}\n");
        }
        Path file = Files.writeString(directory.resolve("serve.yaml"), config);
        return new Product(directory, streams, List.of("serve", "--config", file.toString()));
    }

    private DataDirectory.Owner awaitOwner(DataDirectory data) throws IOException {
        while (seconds() < START.toSeconds() && process.isAlive()) {
            Optional<DataDirectory.Owner> found = data.findOwner();
            if (found.isPresent()) {
                return found.get();
            }
            pause(0.2);
        }
        process.destroy();
        throw new AfterimageException(ErrorCode.INTERNAL, "afterimage did not start: " + Files.readString(log).strip(),
                "run './afterimage demo' by hand");
    }

    double seconds() {
        return (System.nanoTime() - started) / 1e9;
    }

    MemorySample reading() throws IOException {
        if (!process.isAlive()) {
            throw new AfterimageException(ErrorCode.INTERNAL, "afterimage ended: " + Files.readString(log).strip(), "see what it says");
        }
        return MemorySample.of(process.pid(), seconds());
    }

    /** Asks one of the streams in turn. @return seconds until the whole answer was there */
    double ask(int turn) throws IOException {
        int stream = turn % streams.size();
        String question = String.format("{\"stream\": \"%s\", \"question\": \"%s\"}", streams.get(stream),
                QUESTIONS.get(stream % QUESTIONS.size()));
        long start = System.nanoTime();
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://" + owner.host() + ":" + owner.port() + "/api/ask"));
            if (!owner.token().isEmpty()) {
                request.header("Authorization", "Bearer " + owner.token());
            }
            HttpResponse<String> reply = client.send(request.timeout(Duration.ofMinutes(2)).header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(question)).build(), HttpResponse.BodyHandlers.ofString());
            if (reply.statusCode() != 200) {
                throw new IOException("the question was answered with status " + reply.statusCode() + ": " + reply.body());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        return (System.nanoTime() - start) / 1e9;
    }

    static void pause(double seconds) {
        try {
            Thread.sleep(Math.max(0, (long) (1000 * seconds)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("interrupted", e));
        }
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
