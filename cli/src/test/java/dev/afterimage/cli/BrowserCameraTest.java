package dev.afterimage.cli;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.afterimage.qa.browser.Chromium;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody opens the page and has their own camera watched: Chromium's, which shows a street. */
class BrowserCameraTest {

    private static final int PATIENCE_MILLIS = 90_000;

    @TempDir
    private Path directory;

    /** From the second before the first car on, so that it comes soon. */
    private Path film() throws Exception {
        Path film = directory.resolve("street.mjpeg");
        Process made = new ProcessBuilder(Loader.load(org.bytedeco.ffmpeg.ffmpeg.class), "-v", "error", "-ss", "4", "-i",
                Command.clip("car-detection.mp4"), "-t", "8", "-an", "-vf", "scale=640:360,fps=10", "-q:v", "3", film.toString())
                .inheritIO().start();
        assertThat(made.waitFor()).isZero();
        return film;
    }

    @Test
    void theCameraOfTheBrowserIsWatchedAndAskedAboutAtOnce() throws Exception {
        assumeTrue(Chromium.installed().isPresent(), "no Chromium here: its camera is not tested; install it or set CHROMIUM");
        Path film = film();
        try (RunningService service = RunningService.start(directory.resolve("log"), directory.resolve("data"));
             Chromium chromium = Chromium.withCamera(film)) {
            Page page = chromium.page(1280, 800, ColorScheme.LIGHT);
            long begin = System.nanoTime();
            page.navigate(service.url());
            button(page, "Use this device’s camera").click();
            page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill("window");
            button(page, "Start watching").click();
            assertThat(page.locator("sending-bar")).containsText("Sending this device’s camera as window", patiently());
            assertThat(page.locator("moment-viewer .badge.live b")).hasText(Pattern.compile("\\d\\d:\\d\\d"),
                    new LocatorAssertions.HasTextOptions().setTimeout(PATIENCE_MILLIS));
            Locator answer = firstAnswer(page);
            double seconds = (System.nanoTime() - begin) / 1e9;
            System.out.printf("From opening the page to a cited answer about one's own camera: %.1f s%n", seconds);
            assertThat(answer.locator("citation-chip").first()).isVisible();
            page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target", "browser-camera.png")));
            sendAs(page, "window");
            assertThat(page.locator("add-stream .failure")).containsText("Something else sends to 'window' already");
            button(page, "Cancel").click();
            button(page, "Stop sending").click();
            assertThat(page.locator("sending-bar")).hasCount(0);
            service.await("window", "interrupted");

            sendAs(page, "door");
            assertThat(page.locator("sending-bar")).containsText("Sending this device’s camera as door", patiently());
            page.evaluate("() => fetch('/api/streams/door', {method: 'DELETE'})");
            assertThat(page.locator("error-toasts")).containsText("'door' was deleted");
            assertThat(page.locator("sending-bar")).hasCount(0);
            page.waitForTimeout(2500);
            assertThat(page.locator("stream-tiles")).not().containsText("door");
            assertThat(service.stream("window").path("uri").asText()).isEqualTo("browser://camera");
            // Until the page hears of it, it asks about a stream that somebody else has deleted; the browser itself notes the 404s.
            assertThat(chromium.takeErrors()).allMatch(error -> error.contains("404") && error.contains("/api/streams/door/"));
            assertThat(Files.readString(directory.resolve("log"))).doesNotContain("INTERNAL");
        }
    }

    private static void sendAs(Page page, String name) {
        button(page, "Add a camera").click();
        button(page, "This device’s camera").click();
        page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill(name);
        button(page, "Start watching").click();
    }

    /** Asks until the car has come. */
    private static Locator firstAnswer(Page page) throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        Locator answer;
        do {
            TimeUnit.SECONDS.sleep(2);
            page.getByLabel("Question").fill("When did the first car come?");
            page.getByLabel("Question").press("Enter");
            answer = page.locator("chat-answer").last();
            assertThat(answer.locator(".answered, .outcome, .not-seen, p").first()).isVisible();
            page.waitForTimeout(1500);
        } while (answer.locator("citation-chip").count() == 0 && System.nanoTime() < until);
        return answer;
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName(name));
    }

    private static LocatorAssertions.ContainsTextOptions patiently() {
        return new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE_MILLIS);
    }
}
