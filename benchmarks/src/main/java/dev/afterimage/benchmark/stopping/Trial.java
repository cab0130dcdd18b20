package dev.afterimage.benchmark.stopping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.afterimage.core.block.BlockEntry;
import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.engine.Parts;
import dev.afterimage.store.DataDirectory;
import dev.afterimage.store.StoreIdentity;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Starts the command, stops it by a signal and looks what is left. Streams go on where the stop before left them; a film does so once, and
 * has no time to end.
 */
final class Trial {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int GIVEN_UP_AFTER_SECONDS = 30;
    private static final List<String> QUESTIONS = List.of("What happened here?", "When did the last car drive by?");

    private final Path command;
    private final Path clips;
    private final Path directory;
    private final Path data;
    private final HttpClient http = HttpClient.newHttpClient();
    private int films;

    /** @param directory where data, logs and crash reports of the trial go */
    Trial(Path command, Path clips, Path directory) throws IOException {
        this.command = command;
        this.clips = clips;
        this.directory = directory;
        this.data = directory.resolve("data");
        Files.writeString(directory.resolve("serve.yaml"), "sources: [" + source("table", "bottle-detection.mp4") + ", "
                + source("street", "car-detection.mp4") + "]");
    }

    private String source(String name, String clip) {
        return "{name: " + name + ", uri: '" + clips.resolve(clip) + "', loop: true}";
    }

    Stop run(String what, String signal, double after) throws IOException, InterruptedException {
        Process process = start(what);
        TimeUnit.NANOSECONDS.sleep((long) (after * 1e9));
        long seen = committed();
        long told = System.nanoTime();
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
        boolean ended = process.waitFor(GIVEN_UP_AFTER_SECONDS, TimeUnit.SECONDS);
        double seconds = (System.nanoTime() - told) / 1e9;
        if (!ended) {
            process.destroyForcibly().waitFor();
        }
        return new Stop(what, signal, after, process.exitValue(), crashed(), seconds, seen, storedBlocks());
    }

    private Process start(String what) throws IOException {
        List<String> words = what.equals("serve")
                ? List.of(command.toString(), "serve", "--config", "serve.yaml", "--port", "0", "--data", data.toString())
                : List.of(command.toString(), "watch", clips.resolve("car-detection.mp4").toString(), "--stream", "film" + films++ / 2,
                        "--pace", "realtime", "--data", data.toString());
        ProcessBuilder builder = new ProcessBuilder(words).directory(directory.toFile()).redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile());
        builder.environment().put("AFTERIMAGE_NO_BUILD", "1");
        return builder.start();
    }

    /** Blocks as the running process tells them; it is also asked something, so that a stop meets an answer under way. */
    private long committed() throws InterruptedException {
        Optional<DataDirectory.Owner> owner = new DataDirectory(data).findOwner();
        if (owner.isEmpty()) {
            return 0;
        }
        long blocks = 0;
        try {
            for (JsonNode stream : JSON.readTree(http.send(request(owner.get(), "/api/streams").build(), BodyHandlers.ofString()).body())
                    .path("streams")) {
                blocks += stream.path("blocks").asLong();
                ask(owner.get(), stream.path("name").asText());
            }
        } catch (IOException stillStarting) {
            return blocks;
        }
        return blocks;
    }

    /** {@code watch} answers only who has read its token in the data directory. */
    private static HttpRequest.Builder request(DataDirectory.Owner owner, String path) {
        return HttpRequest.newBuilder(URI.create("http://" + owner.host() + ":" + owner.port() + path))
                .header("Authorization", "Bearer " + owner.token());
    }

    private void ask(DataDirectory.Owner owner, String stream) {
        for (String question : QUESTIONS) {
            String body = JSON.createObjectNode().put("stream", stream).put("question", question).toString();
            http.sendAsync(request(owner, "/api/ask").header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(body)).build(), BodyHandlers.discarding());
        }
    }

    private boolean crashed() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> reports = files.filter(file -> file.getFileName().toString().startsWith("hs_err")).toList();
            for (Path report : reports) {
                System.err.println(Files.readString(report).lines().limit(20).reduce("", (a, b) -> a + b + "\n"));
                Files.delete(report);
            }
            return !reports.isEmpty();
        }
    }

    /** Blocks that are there, read whole. */
    private long storedBlocks() {
        Optional<StoreIdentity> identity = StoreIdentity.of(data);
        if (identity.isEmpty()) {
            return 0;
        }
        long blocks = 0;
        try (SegmentStore store = Parts.storeToRead(data, identity.get())) {
            for (StreamInfo info : store.streams()) {
                for (BlockEntry entry : store.entries(info.stream(), 0, Double.POSITIVE_INFINITY)) {
                    store.read(info.stream(), entry.number());
                    blocks++;
                }
            }
        }
        return blocks;
    }
}
