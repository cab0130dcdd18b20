package dev.afterimage.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import dev.afterimage.core.answer.Answer;
import dev.afterimage.core.answer.Asker;
import dev.afterimage.core.answer.Citation;
import dev.afterimage.core.answer.Reply;
import dev.afterimage.core.block.KvLayout;
import dev.afterimage.core.event.EventReader;
import dev.afterimage.core.frame.Frame;
import dev.afterimage.core.frame.FrameSource;
import dev.afterimage.core.source.Senders;
import dev.afterimage.core.store.Thumbnail;
import dev.afterimage.core.stream.ReadingSettings;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.core.watch.LiveFeed;
import dev.afterimage.engine.Parts;
import dev.afterimage.ingest.JavaCvFrameSource;
import dev.afterimage.qa.browser.Chromium;
import dev.afterimage.qa.http.QaPorts;
import dev.afterimage.qa.http.QaServer;
import dev.afterimage.qa.http.QaServerOptions;
import dev.afterimage.store.RocksSegmentStore;
import dev.afterimage.store.StoreIdentity;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A film is recorded; the real service sends intervals of it, and real Chromium plays a cited one. */
class RecordedMomentsTest {

    private static final StreamId STREET = new StreamId("street");
    private static final SourceSettings FILM = new SourceSettings(STREET, Command.clip("car-detection.mp4"), 2, SourceSettings.Pace.ASAP,
            false, ReadingSettings.DEFAULT);
    private static final double CITED = 6;
    private static final int SIDE = 32;

    @TempDir
    private Path directory;
    private final HttpClient client = HttpClient.newHttpClient();
    private RocksSegmentStore store;
    private QaServer server;

    @BeforeEach
    void record() throws Exception {
        store = Parts.store(directory.resolve("data"), new StoreIdentity("none", "none", "1", new KvLayout(1, 1, 16)), true);
        store.putStream(StreamInfo.begun(FILM, Instant.now()).with(StreamInfo.Status.ENDED, ""));
        JavaCvFrameSource source = new JavaCvFrameSource();
        source.recordInto(store.recordings());
        try (FrameSource.Capture capture = source.open(FILM, -1, 0)) {
            for (Frame frame = capture.next(); frame != null; frame = capture.next()) {
                store.putFrame(STREET, frame.index(), new Thumbnail(frame.seconds(), jpeg()));
            }
        }
        server = new QaServer(new QaPorts(store, asker(), Optional.empty(), new LiveFeed(), List.of("none"), "0",
                EventReader.NONE, new Senders(), Optional.of(Parts.videoCutter())), new QaServerOptions().setPort(0));
        server.startNow();
    }

    @AfterEach
    void stop() {
        server.stopNow();
        store.close();
    }

    /** Knows one moment. */
    private static Asker asker() {
        return (question, deadline) -> new Asker.Prepared() {
            @Override
            public boolean read() {
                return false;
            }

            @Override
            public Reply answer(java.util.function.Consumer<String> onText) {
                return new Reply(new Answer.Answered("At 00:06.", List.of(new Citation(CITED, CITED + 3, 1, "object",
                        "/api/streams/street/thumbnails/6", "1 car")), "computed"), new Reply.Usage(0, 0, 0, 0),
                        new Reply.Timings(1, 1, 1, 1), "none", 30);
            }
        };
    }

    private static byte[] jpeg() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(16, 9, BufferedImage.TYPE_INT_RGB), "jpg", bytes);
        return bytes.toByteArray();
    }

    @Test
    void anIntervalIsSentWholeInPartsAndAsADownload() throws Exception {
        JsonNode recorded = new ObjectMapper().readTree(get("recording", null).body());
        assertThat(recorded.path("spans")).hasSize(1);
        assertThat(recorded.path("spans").get(0).path("end").asDouble()).isEqualTo(30, within(0.5));
        assertThat(recorded.path("bytes").asLong()).isGreaterThan(1_000_000);

        HttpResponse<byte[]> whole = get("video?from=6&to=9", null);
        assertThat(whole.statusCode()).isEqualTo(200);
        assertThat(whole.headers().firstValue("Content-Type")).contains("video/mp4");
        assertThat(whole.headers().firstValue("X-Afterimage-From")).contains("6.000");
        HttpResponse<byte[]> part = get("video?from=6&to=9", "bytes=100-199");
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.headers().firstValue("Content-Range")).contains("bytes 100-199/" + whole.body().length);
        assertThat(part.body()).isEqualTo(java.util.Arrays.copyOfRange(whole.body(), 100, 200));
        assertThat(get("video?from=6&to=9", "bytes=" + whole.body().length + "-").statusCode()).isEqualTo(416);

        HttpResponse<byte[]> download = get("video?from=2&to=25&download=true", null);
        assertThat(download.headers().firstValue("Content-Disposition")).contains("attachment; filename=\"street-2-25.mp4\"");
        Path file = Files.write(directory.resolve("download.mp4"), download.body());
        assertThat(length(file)).as("from the key frame at 0 on").isEqualTo(25, within(0.2));
        assertThat(get("video?from=200&to=201", null).statusCode()).isEqualTo(404);
        assertThat(get("video?from=5&to=5", null).statusCode()).isEqualTo(400);
        assertThat(get("video?from=0&to=1000", null).statusCode()).isEqualTo(400);
    }

    @Test
    void theCommandWritesAnIntervalIntoAFileThatWasNotThere() throws Exception {
        store.close();
        Path file = directory.resolve("export.mp4");
        Command exported = Command.run("streams", "export", "street", "--from", "00:02", "--to", "12.5", "-o", file.toString(), "--data",
                directory.resolve("data").toString());
        assertThat(exported.exitCode()).as(exported.err()).isZero();
        assertThat(length(file)).as("from the key frame at 0 on").isEqualTo(12.5, within(0.2));
        Command again = Command.run("streams", "export", "street", "--from", "2", "--to", "3", "-o", file.toString(), "--data",
                directory.resolve("data").toString());
        assertThat(again.exitCode()).isEqualTo(2);
        assertThat(again.err()).contains("is there already");
        Path none = directory.resolve("none.mp4");
        Command gone = Command.run("streams", "export", "street", "--from", "500", "--to", "600", "-o", none.toString(), "--data",
                directory.resolve("data").toString());
        assertThat(gone.exitCode()).isEqualTo(5);
        assertThat(none).doesNotExist();
    }

    @Test
    void whatIsKeptIsToldAndLimitedOverHttpAndByTheCommand() throws Exception {
        JsonNode kept = new ObjectMapper().readTree(get("kept", null).body());
        assertThat(kept.path("recording").path("bytes").asLong()).isGreaterThan(1_000_000);
        assertThat(kept.path("disk_free").asLong()).isPositive();
        assertThat(post("limits", "{\"bytes\": \"2GB\", \"recording\": {\"days\": 7}}")).contains("\"bytes\":2000000000", "\"days\":7.0");
        for (String wrong : List.of("{\"bytes\": 5}", "{\"days\": -1}", "{\"day\": 1}", "{\"kv\": 7}", "{\"bytes\": \"much\"}")) {
            assertThat(post("limits", wrong)).as(wrong).contains("\"error\"");
        }
        assertThat(store.limits(STREET).all().bytes()).isEqualTo(2_000_000_000L);
        server.stopNow();
        store.close();
        String data = directory.resolve("data").toString();
        Command set = Command.run("streams", "set", "street", "--keep-days", "30", "--keep-bytes", "none", "--data", data);
        assertThat(set.out()).contains("Keeps ", "recorded video ", "Limits: 30 days, recorded video 7 days; ");
        assertThat(Command.run("streams", "show", "street", "--data", data).out()).contains("Keeps ",
                "recorded video 7 days; of all streams together: none");
        for (String[] wrong : new String[][] {{"street"}, {"street", "--keep-days", "x"}, {"street", "--keep-bytes", "5"}, {"yard",
                "--keep-days", "3"}}) {
            List<String> words = new java.util.ArrayList<>(List.of("streams", "set", "--data", data));
            words.addAll(List.of(wrong));
            assertThat(Command.run(words.toArray(String[]::new)).exitCode()).as(String.join(" ", wrong)).isEqualTo(2);
        }
    }

    private String post(String path, String document) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.url() + "api/streams/street/" + path))
                .header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(document)).build();
        return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    @Test
    void aCitationPlaysItsVideoWithSoundFromItsOwnMomentAndSeeks() throws Exception {
        assumeTrue(Chromium.installed().isPresent(), "skipped: no Chromium here; install chromium");
        try (Chromium chromium = Chromium.launch()) {
            Page page = chromium.page(1280, 800, ColorScheme.DARK);
            page.navigate(server.url() + "#street");
            page.getByLabel("Question").fill("When?");
            page.getByLabel("Question").press("Enter");
            page.locator("citation-chip button").first().click();
            page.locator("recorded-video video").waitFor();
            page.waitForFunction("() => " + VIDEO + "?.currentTime > 0.3");
            assertThat(number(page, VIDEO + ".dataset.seconds")).isBetween(CITED - 0.6, CITED + 3);
            assertThat(number(page, VIDEO + ".duration")).isEqualTo(5, within(0.3));
            assertThat(number(page, VIDEO + ".webkitAudioDecodedByteCount")).isPositive();

            assertThat(shownAt(page, 0.5)).isEqualTo(CITED, within(0.5));
            assertThat(shownAt(page, 2.5)).isEqualTo(CITED + 2, within(0.5));
            assertThat(chromium.takeErrors()).isEmpty();

            // As the service tells it of pieces that it cannot read.
            page.route("**/video?*", route -> {
                APIResponse sent = route.fetch();
                Map<String, String> headers = new HashMap<>(sent.headers());
                headers.put("X-Afterimage-Damaged", "7.000-8.000");
                route.fulfill(new Route.FulfillOptions().setResponse(sent).setHeaders(headers));
            });
            page.reload();
            assertThat(page.locator("recorded-video .damaged").innerText()).contains("The recording of 00:07–00:08 is damaged");
        }
    }

    private static final String VIDEO = "document.querySelector('afterimage-app').shadowRoot.querySelector('moment-viewer').shadowRoot"
            + ".querySelector('replay-player').shadowRoot.querySelector('recorded-video')?.shadowRoot.querySelector('video')";

    private static double number(Page page, String expression) {
        return Double.parseDouble(String.valueOf(page.evaluate("() => String(" + expression + ")")));
    }

    /** Which time of the film the picture is from that the player shows at a position. */
    private static double shownAt(Page page, double position) {
        String grey = (String) page.evaluate("async position => { const video = " + VIDEO + "; video.pause(); "
                + "await new Promise(done => { video.onseeked = done; video.currentTime = position; }); "
                + "await new Promise(done => setTimeout(done, 300)); const canvas = document.createElement('canvas'); "
                + "canvas.width = canvas.height = " + SIDE + "; const pen = canvas.getContext('2d'); "
                + "pen.drawImage(video, 0, 0, " + SIDE + ", " + SIDE + "); "
                + "const all = pen.getImageData(0, 0, " + SIDE + ", " + SIDE + ").data; let text = ''; "
                + "for (let i = 1; i < all.length; i += 4) text += String.fromCharCode(all[i]); return btoa(text); }", position);
        byte[] shown = Base64.getDecoder().decode(grey);
        double best = -1;
        double least = Double.MAX_VALUE;
        SourceSettings closer = new SourceSettings(STREET, FILM.uri(), 10, SourceSettings.Pace.ASAP, false, ReadingSettings.DEFAULT);
        try (FrameSource.Capture film = new JavaCvFrameSource().open(closer, -1, 0)) {
            for (Frame frame = film.next(); frame != null && frame.seconds() < 12; frame = film.next()) {
                double difference = difference(shown, frame);
                if (difference < least) {
                    least = difference;
                    best = frame.seconds();
                }
            }
        }
        return best;
    }

    private static double difference(byte[] shown, Frame frame) {
        double sum = 0;
        int wide = frame.width() / SIDE;
        int high = frame.height() / SIDE;
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                long green = 0;
                for (int dy = 0; dy < high; dy++) {
                    for (int dx = 0; dx < wide; dx++) {
                        int at = ((y * frame.height() / SIDE + dy) * frame.width() + x * frame.width() / SIDE + dx) * 3 + 1;
                        green += frame.rgb()[at] & 0xFF;
                    }
                }
                double off = green / (double) (wide * high) - (shown[y * SIDE + x] & 0xFF);
                sum += off * off;
            }
        }
        return sum;
    }

    private static double length(Path film) {
        double last = 0;
        try (FrameSource.Capture capture = new JavaCvFrameSource().open(new SourceSettings(STREET, film.toString(), 10,
                SourceSettings.Pace.ASAP, false, ReadingSettings.DEFAULT), -1, 0)) {
            for (Frame frame = capture.next(); frame != null; frame = capture.next()) {
                last = frame.seconds();
            }
        }
        return last + 0.1;
    }

    private HttpResponse<byte[]> get(String path, String range) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.url() + "api/streams/street/" + path));
        if (range != null) {
            request.header("Range", range);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }
}
