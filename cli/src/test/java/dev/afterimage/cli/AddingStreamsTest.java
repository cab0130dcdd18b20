package dev.afterimage.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.afterimage.core.frame.FrameSource;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.watch.LiveFeed;
import dev.afterimage.flink.embedded.EmbeddedWatching;
import dev.afterimage.flink.fake.Streams;
import dev.afterimage.ingest.JavaCvFrameSource;
import dev.afterimage.memory.fake.InMemorySegmentStore;
import dev.afterimage.qa.http.QaPorts;
import dev.afterimage.qa.http.QaServer;
import dev.afterimage.qa.http.QaServerOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/** Streams come and go over HTTP, on the real service, FFmpeg and Flink, real files and pipes; frames are only counted. */
class AddingStreamsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CLIP = Command.clip("car-detection.mp4");
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final int MOST = 50;

    @TempDir
    private Path directory;
    private final InMemorySegmentStore store = new InMemorySegmentStore();
    private final HttpClient client = HttpClient.newHttpClient();
    private EmbeddedWatching watching;
    private QaServer server;

    private void serve(Duration openWithin) {
        LiveFeed feed = new LiveFeed();
        watching = new EmbeddedWatching(directory.resolve("data"), Streams.parts(trusting(new JavaCvFrameSource()), store, feed),
                new EmbeddedWatching.Limits(MOST, openWithin));
        server = new QaServer(new QaPorts(store, (question, onText) -> {
            throw new UnsupportedOperationException("nothing is asked here");
        }, Optional.of(watching), feed, List.of("none"), "0"), new QaServerOptions().setPort(0));
        server.startNow();
    }

    /** Opens what clients name as if the operator had: pipes stand for files that hang, and clients may name no pipes. */
    private static FrameSource trusting(FrameSource source) {
        return (settings, afterSeconds, nextIndex) -> source.open(new SourceSettings(settings.stream(), settings.uri(), settings.fps(),
                settings.pace(),
                settings.loop(), settings.reading()), afterSeconds, nextIndex);
    }

    @AfterEach
    void stop() {
        server.stopNow();
        watching.close();
    }

    @Test
    void pipesThatNobodyWritesToHoldNobodyUp() throws Exception {
        serve(LONG);
        List<Answer> hanging = IntStream.range(0, 10).mapToObj(number -> add("f" + number, pipe("f" + number))).toList();
        assertThat(add("street", CLIP).status()).as("an addition").isEqualTo(201);
        assertThat(send("GET", "", "").status()).as("reading").isEqualTo(200);
        assertThat(send("DELETE", "/street", "").status()).as("a deletion").isEqualTo(204);
        assertThat(hanging).noneMatch(Answer::given);
        assertThat(store.streams()).isEmpty();
    }

    @Test
    void aPipeThatNobodyWritesToIsGivenUpWithARemedy() throws Exception {
        serve(Duration.ofSeconds(1));
        List<Answer> hanging = IntStream.range(0, 20).mapToObj(number -> add("f" + number, pipe("f" + number))).toList();
        for (Answer one : hanging) {
            assertThat(one.status()).as(one.body()).isEqualTo(422);
            assertThat(one.error().path("code").asText()).isEqualTo("INPUT_STALLED");
            assertThat(one.error().path("remedy").asText()).isNotBlank();
        }
        assertThat(store.streams()).as("nothing was stored").isEmpty();
    }

    @Test
    void aDeletionCutsAnOpeningShortAndTheNameIsFreeAgain() throws Exception {
        serve(LONG);
        Answer hanging = add("door", pipe("door"));
        StreamId door = new StreamId("door");
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!watching.watches(door)) {
            assertThat(System.nanoTime()).as("it is being opened").isLessThan(deadline);
            Thread.onSpinWait();
        }
        assertThat(send("DELETE", "/door", "").status()).isEqualTo(204);
        assertThat(hanging.status()).as(hanging.body()).isEqualTo(409);
        assertThat(store.stream(door)).as("it does not start afterwards").isEmpty();
        assertThat(watching.watches(door)).isFalse();
        assertThat(add("door", CLIP).status()).as("another address").isEqualTo(201);
    }

    @Test
    void ofAdditionsOfOneNameAtOnceExactlyOneWins() {
        serve(LONG);
        List<Answer> added = IntStream.range(0, 6).mapToObj(number -> add("street", CLIP)).toList();
        assertThat(added).extracting(Answer::status).containsOnlyOnce(201).containsOnly(201, 409);
    }

    @Test
    void fiftyAdditionsAtOnceSucceedAndReadersAreAnsweredMeanwhile() throws Exception {
        serve(LONG);
        List<Answer> added = IntStream.range(0, 50).mapToObj(number -> add("street-" + number, CLIP)).toList();
        do {
            assertThat(send("GET", "", "").status()).as("reading meanwhile").isEqualTo(200);
        } while (!added.stream().allMatch(Answer::given));
        added.forEach(one -> assertThat(one.status()).as(one.body()).isEqualTo(201));
        Answer tooMany = add("one-more", CLIP);
        assertThat(tooMany.status()).isEqualTo(409);
        assertThat(tooMany.error().path("code").asText()).isEqualTo("USAGE_TOO_MANY_STREAMS");
        assertThat(tooMany.error().path("remedy").asText()).contains("max_streams");
        assertThat(store.stream(new StreamId("one-more"))).as("nothing was stored").isEmpty();
        List<Answer> deleted = IntStream.range(0, 50).mapToObj(number -> send("DELETE", "/street-" + number, "")).toList();
        deleted.forEach(one -> assertThat(one.status()).as(one.body()).isEqualTo(204));
        assertThat(store.streams()).isEmpty();
    }

    @Test
    void aPipeIsWatchedFromItsFirstByte() throws Exception {
        serve(LONG);
        String pipe = pipe("film");
        Answer added = send("POST", "", "{\"name\": \"film\", \"uri\": \"" + pipe + "\", \"pace\": \"asap\"}");
        try (OutputStream out = Files.newOutputStream(Path.of(pipe))) {
            Files.copy(Path.of(CLIP), out);
        }
        assertThat(added.status()).as(added.body()).isEqualTo(201);
        Streams.await("all frames of the film", () -> store.stream(new StreamId("film")).orElseThrow().frames() >= 59);
    }

    private String pipe(String name) {
        Path pipe = directory.resolve(name);
        try {
            assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return pipe.toString();
    }

    /** As a camera that never ends. */
    private Answer add(String name, String uri) {
        return send("POST", "", "{\"name\": \"" + name + "\", \"uri\": \"" + uri + "\", \"loop\": " + uri.equals(CLIP) + "}");
    }

    private Answer send(String method, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/api/streams" + path))
                .header("Content-Type", "application/json").method(method, HttpRequest.BodyPublishers.ofString(body)).build();
        return new Answer(client.sendAsync(request, HttpResponse.BodyHandlers.ofString()));
    }

    /** One that may be yet to come. */
    private record Answer(CompletableFuture<HttpResponse<String>> coming) {

        boolean given() {
            return coming.isDone();
        }

        private HttpResponse<String> response() {
            return coming.orTimeout(60, TimeUnit.SECONDS).join();
        }

        int status() {
            return response().statusCode();
        }

        String body() {
            return response().body();
        }

        JsonNode error() {
            try {
                return JSON.readTree(body()).path("error");
            } catch (IOException e) {
                throw new IllegalStateException(body(), e);
            }
        }
    }
}
