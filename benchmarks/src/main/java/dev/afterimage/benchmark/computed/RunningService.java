package dev.afterimage.benchmark.computed;

import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** {@code afterimage serve} of the checkout in a process of its own. */
final class RunningService implements AutoCloseable {

    private static final Duration START = Duration.ofMinutes(5);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    private final Process process;
    private final DataDirectory.Owner owner;
    private final HttpClient client = HttpClient.newHttpClient();

    private RunningService(Process process, DataDirectory.Owner owner) {
        this.process = process;
        this.owner = owner;
    }

    static RunningService start(Path directory, Path data) throws IOException {
        Path log = directory.resolve("serve.log");
        Process process = new ProcessBuilder(Peer.root().resolve("afterimage").toAbsolutePath().toString(), "serve", "--data",
                data.toString(),
                "--port", "0").redirectErrorStream(true).redirectOutput(log.toFile()).start();
        long deadline = System.nanoTime() + START.toNanos();
        while (System.nanoTime() < deadline) {
            Optional<DataDirectory.Owner> owner = new DataDirectory(data).findOwner();
            if (owner.isPresent()) {
                return new RunningService(process, owner.get());
            }
            if (ended(process)) {
                break;
            }
        }
        process.destroy();
        throw new AfterimageException(ErrorCode.INTERNAL, "afterimage did not start: " + Files.readString(log).strip(),
                "run './afterimage serve' by hand");
    }

    /** Looks again after a while. */
    private static boolean ended(Process process) {
        try {
            return process.waitFor(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** @return the reply's JSON */
    String ask(String question) {
        try {
            String body = new ObjectMapper().writeValueAsString(Map.of("stream", NotedHour.STREAM.name(), "question", question));
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://" + owner.host() + ":" + owner.port() + "/api/ask"))
                    .timeout(Duration.ofMinutes(2)).header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(body));
            if (!owner.token().isEmpty()) {
                request.header("Authorization", "Bearer " + owner.token());
            }
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
