package dev.afterimage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.afterimage.core.source.Senders;
import dev.afterimage.core.source.SourcePolicy;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.upload.UploadLimits;
import dev.afterimage.core.watch.LiveFeed;
import dev.afterimage.flink.embedded.EmbeddedWatching;
import dev.afterimage.flink.fake.Streams;
import dev.afterimage.ingest.JavaCvFrameSource;
import dev.afterimage.ingest.client.UploadedContent;
import dev.afterimage.memory.fake.InMemorySegmentStore;
import dev.afterimage.qa.http.QaPorts;
import dev.afterimage.qa.http.QaServer;
import dev.afterimage.qa.http.QaServerOptions;
import dev.afterimage.store.UploadDirectory;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Films are uploaded to the real service and read by FFmpeg in Flink's job; frames are only counted. */
class UploadsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long MEGABYTE = 1 << 20;

    @TempDir
    private Path directory;
    private final HttpClient client = HttpClient.newHttpClient();
    private InMemorySegmentStore store;
    private EmbeddedWatching watching;
    private QaServer server;
    private byte[] film;

    @BeforeEach
    void start() throws Exception {
        film = Files.readAllBytes(Path.of(Command.clip("car-detection.mp4")));
        serve(new UploadLimits(film.length, 2L * film.length, Duration.ofSeconds(3)));
    }

    private void serve(UploadLimits limits) throws Exception {
        Path data = Files.createDirectories(directory.resolve("data"));
        LiveFeed feed = new LiveFeed();
        store = new InMemorySegmentStore();
        watching = new EmbeddedWatching(data, Streams.parts(new JavaCvFrameSource(SourcePolicy.DEFAULT, new Senders(),
                id -> UploadDirectory.film(data, id)), store, feed), new EmbeddedWatching.Limits(4, Duration.ofSeconds(15)));
        server = new QaServer(new QaPorts(store, (question, onText) -> {
            throw new UnsupportedOperationException("nothing is asked here");
        }, Optional.of(watching), feed, List.of("none"), "0").with(new UploadDirectory(data, limits, UploadedContent::require)),
                new QaServerOptions().setPort(0).setUploadsLookedAtEvery(Duration.ofMillis(200)));
        server.startNow();
    }

    @AfterEach
    void stop() {
        server.stopNow();
        watching.close();
    }

    private HttpResponse<String> send(String method, String path, byte[] body, Map<String, String> headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port()).resolve(path))
                .method(method, HttpRequest.BodyPublishers.ofByteArray(body)).header("Tus-Resumable", "1.0.0");
        headers.forEach(request::header);
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private HttpResponse<String> begin(String name, String file, long length) throws Exception {
        return begin(name, file, length, "asap");
    }

    private HttpResponse<String> begin(String name, String file, long length, String pace) throws Exception {
        return send("POST", "/api/uploads", new byte[0], Map.of("Upload-Length", String.valueOf(length), "Upload-Metadata",
                "name " + base64(name) + ",filename " + base64(file) + ", pace " + base64(pace) + ",relativePath"));
    }

    private static String location(HttpResponse<String> begun) {
        assertThat(begun.statusCode()).as(begun.body()).isEqualTo(201);
        return begun.headers().firstValue("Location").orElseThrow();
    }

    private HttpResponse<String> patch(String location, long at, byte[] body) throws Exception {
        return send("PATCH", location, body, Map.of("Upload-Offset", String.valueOf(at), "Content-Type",
                "application/offset+octet-stream"));
    }

    private long offset(String location) throws Exception {
        HttpResponse<String> head = send("HEAD", location, new byte[0], Map.of());
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.headers().firstValue("Cache-Control")).contains("no-store");
        return head.headers().firstValueAsLong("Upload-Offset").orElseThrow();
    }

    private static JsonNode error(HttpResponse<String> answer) throws Exception {
        return JSON.readTree(answer.body()).path("error");
    }

    private static String code(HttpResponse<String> answer) throws Exception {
        assertThat(error(answer).path("remedy").asText()).isNotBlank();
        return error(answer).path("code").asText();
    }

    /** Announces the rest of the film, sends so many bytes of it, and breaks off in the middle. */
    private void breakOff(String location, int at, int bytes) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            OutputStream out = socket.getOutputStream();
            out.write(("PATCH " + location + " HTTP/1.1\r\nHost: 127.0.0.1:" + server.port() + "\r\nTus-Resumable: 1.0.0\r\n"
                    + "Content-Type: application/offset+octet-stream\r\nUpload-Offset: " + at + "\r\nContent-Length: "
                    + (film.length - at) + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            out.write(film, at, bytes);
            out.flush();
            Streams.await("what was sent is there", () -> {
                try {
                    return bytes == 0 || offset(location) > at;
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            socket.setSoLinger(true, 0);
        }
    }

    @Test
    void anUploadThatBreaksOffAnywhereGoesOnAfterARestartAndIsWatchedToItsEnd() throws Exception {
        String location = location(begin("street", "a street.mp4", film.length));
        Random random = new Random(7);
        for (int k = 0; k < 6; k++) {
            int at = (int) offset(location);
            breakOff(location, at, 300_000 + random.nextInt(200_000));
            if (k == 3) {
                stop();
                serve(new UploadLimits(film.length, film.length, Duration.ofHours(1)));
            }
        }
        int at = (int) offset(location);
        assertThat(at).isPositive().isLessThan(film.length);
        HttpResponse<String> last = patch(location, at, Arrays.copyOfRange(film, at, film.length));
        assertThat(last.statusCode()).as(last.body()).isEqualTo(204);
        assertThat(last.headers().firstValueAsLong("Upload-Offset")).hasValue(film.length);
        StreamId street = new StreamId("street");
        Streams.await("all frames of the film", () -> store.stream(street).orElseThrow().frames() >= 59);
        String id = location.substring(location.lastIndexOf('/') + 1);
        assertThat(store.stream(street).orElseThrow().uri()).isEqualTo("upload:" + id + "/a street.mp4");
        Streams.await("the film is removed", () -> !Files.exists(directory.resolve("data/uploads").resolve(id)));
        assertThat(send("HEAD", location, new byte[0], Map.of()).statusCode()).isEqualTo(404);
    }

    @Test
    void whatIsNoFilmIsRefusedByItsContentWhateverItIsCalled() throws Exception {
        Path secret = directory.resolve("secret.mp4");
        Files.write(secret, film);
        Map<String, String> lists = Map.of(
                "list", "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile://" + secret + "\n#EXT-X-ENDLIST\n",
                "dash", "<?xml version=\"1.0\"?>\n<MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\" type=\"static\"><Period><AdaptationSet>"
                        + "<Representation><BaseURL>file://" + secret + "</BaseURL></Representation></AdaptationSet></Period></MPD>",
                "concat", "ffconcat version 1.0\nfile '" + secret + "'\n",
                "session", "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 9000 RTP/AVP 96\n"
                        + "a=rtpmap:96 H264/90000\n",
                "text", "This is no film at all.\n".repeat(100), "picture", "\u0089PNG\r\n\u001a\n" + "x".repeat(1000));
        for (Map.Entry<String, String> list : lists.entrySet()) {
            byte[] content = list.getValue().getBytes(StandardCharsets.ISO_8859_1);
            String location = location(begin(list.getKey(), "film.mp4", content.length));
            HttpResponse<String> refused = patch(location, 0, content);
            assertThat(refused.statusCode()).as(list.getKey()).isEqualTo(422);
            assertThat(code(refused)).as(list.getKey()).isEqualTo("INPUT_REFUSED");
            assertThat(error(refused).path("message").asText()).startsWith("'film.mp4' is no video file").doesNotContain(
                    directory.toString());
            assertThat(send("HEAD", location, new byte[0], Map.of()).statusCode()).isEqualTo(404);
        }
        assertThat(store.streams()).isEmpty();
    }

    @Test
    void aFilmThatCannotBeReadIsToldAndRemoved() throws Exception {
        byte[] cut = Arrays.copyOf(film, 100_000);
        Arrays.fill(cut, 32, cut.length, (byte) 7);
        String location = location(begin("broken", "broken.mp4", cut.length));
        HttpResponse<String> refused = patch(location, 0, cut);
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(422);
        assertThat(error(refused).path("message").asText()).contains("'broken.mp4'").doesNotContain(directory.toString());
        assertThat(send("HEAD", location, new byte[0], Map.of()).statusCode()).isEqualTo(404);
        assertThat(store.streams()).isEmpty();
    }

    @Test
    void moreThanMayBeUploadedIsRefusedAtOnceAndWhatIsLeftLyingIsRemoved() throws Exception {
        HttpResponse<String> large = begin("large", "large.mp4", film.length + 1L);
        assertThat(large.statusCode()).isEqualTo(413);
        assertThat(code(large)).isEqualTo("INPUT_TOO_LARGE");
        String first = location(begin("first", "film.mp4", film.length));
        String second = location(begin("second", "film.mp4", film.length));
        HttpResponse<String> third = begin("third", "film.mp4", 1);
        assertThat(third.statusCode()).isEqualTo(507);
        assertThat(code(third)).isEqualTo("STORAGE_FULL");
        assertThat(send("DELETE", second, new byte[0], Map.of()).statusCode()).isEqualTo(204);
        assertThat(begin("third", "film.mp4", 1).statusCode()).isEqualTo(201);
        assertThat(code(begin("first", "film.mp4", 1))).isEqualTo("USAGE_STREAM_EXISTS");
        JsonNode list = JSON.readTree(send("GET", "/api/uploads", new byte[0], Map.of()).body());
        assertThat(list.path("used_bytes").asLong()).isEqualTo(film.length + 1L);
        assertThat(list.path("uploads").findValuesAsText("name")).containsExactlyInAnyOrder("first", "third");
        Streams.await("what is left lying is removed", () -> {
            try {
                return send("HEAD", first, new byte[0], Map.of()).statusCode() == 404;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Test
    void aRequestThatDoesNotKeepToTheProtocolIsToldWhy() throws Exception {
        String location = location(begin("street", "film.mp4", film.length));
        assertThat(code(patch(location, 5, new byte[1]))).isEqualTo("HTTP_UPLOAD_OFFSET");
        assertThat(send("PATCH", location, new byte[1], Map.of("Upload-Offset", "0", "Content-Type", "application/json")).statusCode())
                .isEqualTo(415);
        assertThat(send("PATCH", location, new byte[1], Map.of("Upload-Offset", "-1", "Content-Type", "application/offset+octet-stream"))
                .statusCode()).isEqualTo(400);
        assertThat(patch(location, 0, Arrays.copyOf(film, film.length + 1)).statusCode()).isEqualTo(413);
        assertThat(patch("/api/uploads/00000000000000000000000000000000", 0, new byte[1]).statusCode()).isEqualTo(404);
        assertThat(patch("/api/uploads/..%2f..%2fstore", 0, new byte[1]).statusCode()).isEqualTo(404);
        assertThat(send("POST", "/api/uploads", new byte[0], Map.of("Upload-Length", "x")).statusCode()).isEqualTo(400);
        assertThat(begin("../up", "film.mp4", 1).statusCode()).isEqualTo(400);
        assertThat(begin("empty", "film.mp4", 0).statusCode()).isEqualTo(422);
        HttpResponse<String> options = send("OPTIONS", "/api/uploads", new byte[0], Map.of());
        assertThat(options.statusCode()).isEqualTo(204);
        assertThat(options.headers().firstValueAsLong("Tus-Max-Size")).hasValue(film.length);
        HttpRequest old = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/api/uploads"))
                .POST(HttpRequest.BodyPublishers.noBody()).header("Tus-Resumable", "0.2.2").build();
        HttpResponse<String> refused = client.send(old, HttpResponse.BodyHandlers.ofString());
        assertThat(refused.statusCode()).isEqualTo(412);
        assertThat(refused.headers().firstValue("Tus-Version")).contains("1.0.0");
    }

    @Test
    void whoSendsAgainTakesThePlaceOfAConnectionThatHangs() throws Exception {
        String location = location(begin("street", "film.mp4", film.length, "realtime"));
        try (Socket hanging = new Socket("127.0.0.1", server.port())) {
            hanging.getOutputStream().write(("PATCH " + location + " HTTP/1.1\r\nHost: 127.0.0.1:" + server.port()
                    + "\r\nTus-Resumable: 1.0.0\r\nContent-Type: application/offset+octet-stream\r\nUpload-Offset: 0\r\nContent-Length: "
                    + film.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            hanging.getOutputStream().write(film, 0, (int) MEGABYTE);
            Streams.await("it has begun", () -> {
                try {
                    return offset(location) > 0;
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            // Ends the other request, and is told where it ended.
            HttpResponse<String> told = patch(location, 0, new byte[1]);
            assertThat(code(told)).isEqualTo("HTTP_UPLOAD_OFFSET");
            int at = (int) offset(location);
            HttpResponse<String> gone = patch(location, at, Arrays.copyOfRange(film, at, film.length));
            assertThat(gone.statusCode()).as(gone.body()).isEqualTo(204);
        }
        assertThat(store.stream(new StreamId("street"))).isPresent();
        assertThat(patch(location, film.length, new byte[0]).statusCode()).as("said once more").isEqualTo(204);
    }
}
