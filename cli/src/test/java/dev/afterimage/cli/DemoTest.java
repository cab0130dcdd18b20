package dev.afterimage.cli;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import dev.afterimage.qa.browser.Chromium;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** {@code afterimage demo} as a newcomer meets it: two cameras, a page, questions on the page and in a terminal. */
class DemoTest {

    private static final int PATIENCE_MILLIS = 90_000;

    @TempDir
    private static Path directory;
    private static Process demo;
    private static String url;

    @BeforeAll
    static void start() throws Exception {
        Path log = directory.resolve("demo.log");
        demo = Command.start(log, "demo", "--no-browser", "--port", "0", "--data", directory.resolve("data").toString());
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        Optional<String> line = Optional.empty();
        while (line.isEmpty()) {
            assertThat(demo.isAlive() && System.nanoTime() < deadline).as(Files.readString(log)).isTrue();
            TimeUnit.MILLISECONDS.sleep(200);
            line = Files.readAllLines(log).stream().filter(text -> text.startsWith("Afterimage is at ")).findFirst();
        }
        url = line.get().substring("Afterimage is at ".length());
    }

    @AfterAll
    static void endInGoodOrder() throws Exception {
        demo.destroy();
        assertThat(demo.waitFor(60, TimeUnit.SECONDS)).as("ends when told to").isTrue();
        assertThat(directory.resolve("data").resolve("owner.json")).doesNotExist();
    }

    @Test
    void thePageShowsTheCamerasAndAnswersWithMomentsThatCanBeSeen() {
        assumeTrue(Chromium.installed().isPresent(), "no Chromium here: the demo's page is not tested; install it or set CHROMIUM");
        try (Chromium chromium = Chromium.launch()) {
            Page page = chromium.page(1440, 900, ColorScheme.DARK);
            page.navigate(url + "#table");
            assertThat(page.locator("moment-viewer .badge.live b")).hasText(Pattern.compile("\\d\\d:\\d\\d"), patiently());
            assertThat(page.locator("scene-timeline")).isVisible();
            page.getByText("How many bottles were there at the start?").first().click();
            Locator answer = page.locator("chat-answer").last();
            assertThat(answer).containsText(Pattern.compile("3 bottles"), new LocatorAssertions.ContainsTextOptions()
                    .setTimeout(PATIENCE_MILLIS));
            Locator chip = answer.locator("citation-chip").first();
            assertThat(chip).isVisible();
            page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target", "demo.png")));
            chip.click();
            assertThat(page.locator("moment-viewer .badge.live")).not().isVisible();
            assertThat(chromium.takeErrors()).isEmpty();
        }
    }

    @Test
    void aClientCannotHaveThisMachinesFilesOrServicesWatched() throws Exception {
        int port = freePort();
        for (String uri : List.of("tcp://0.0.0.0:" + port + "?listen=1", "http://127.0.0.1:" + port + "/", url + "healthz",
                "srt://0.0.0.0:" + port + "?mode=listener",
                "concat:/etc/passwd|/etc/hosts", "subfile,,start,0,end,9,,:/etc/passwd", "async:file:/etc/passwd",
                        "cache:file:///etc/passwd", "/etc/passwd", "/etc/no-such-file",
                "/proc/self/environ", directory.resolve("data/demo/../../demo.log").toString())) {
            HttpResponse<String> refused = add(uri);
            assertThat(refused.statusCode()).as(uri + refused.body()).isEqualTo(422);
            assertThat(refused.body()).contains("INPUT_REFUSED", "sources added over HTTP may not be opened at", "client_sources");
        }
        HttpResponse<String> missing = add(directory.resolve("data/demo/no-such-clip.mp4").toString());
        assertThat(missing.body()).contains("INPUT_UNREADABLE", "could not be opened as video");
        assertThat(HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create(url + "api/streams")).build(),
                HttpResponse.BodyHandlers.ofString()).body())
                .doesNotContain("stranger");
        HttpResponse<String> allowed = add(directory.resolve("data/demo/car-detection.mp4").toString());
        assertThat(allowed.statusCode()).as(allowed.body()).isEqualTo(201);
        HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create(url + "api/streams/stranger")).DELETE().build(),
                HttpResponse.BodyHandlers.discarding());
    }

    private static HttpResponse<String> add(String uri) throws Exception {
        String body = "{\"name\": \"stranger\", \"uri\": \"" + uri + "\"}";
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create(url + "api/streams"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Test
    void theTerminalAnswersFromTheSameCameras() throws Exception {
        Command asked;
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
        do {
            TimeUnit.SECONDS.sleep(1);
            asked = Command.run("ask", "How many bottles were there at the start?", "--stream", "table", "--data", directory.resolve("data")
                    .toString());
        } while (!asked.out().contains("3 bottles") && System.nanoTime() < deadline);
        assertThat(asked.exitCode()).isZero();
        assertThat(asked.out()).contains("3 bottles", "00:0");
    }

    private static LocatorAssertions.HasTextOptions patiently() {
        return new LocatorAssertions.HasTextOptions().setTimeout(PATIENCE_MILLIS);
    }
}
