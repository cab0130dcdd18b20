package dev.afterimage.cli;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.JSHandle;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.afterimage.qa.browser.Chromium;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody drops a film on the page, loses the connection and the page, goes on, and asks about the film. */
class BrowserUploadTest {

    private static final LocatorAssertions.ContainsTextOptions PATIENTLY = new LocatorAssertions.ContainsTextOptions().setTimeout(90_000);
    private static final String PIECES = "**/api/uploads/*";

    @TempDir
    private Path directory;

    private static void drop(Page page, String name, byte[] content, long changed) {
        JSHandle files = page.evaluateHandle("""
                ({ name, content, changed }) => {
                  const files = new DataTransfer();
                  const bytes = Uint8Array.from(atob(content), letter => letter.charCodeAt(0));
                  files.items.add(new File([bytes], name, { type: 'video/mp4', lastModified: changed }));
                  return files;
                }""", Map.of("name", name, "content", Base64.getEncoder().encodeToString(content), "changed", (double) changed));
        for (String event : new String[] {"dragenter", "dragover", "drop"}) {
            page.dispatchEvent("body", event, Map.of("dataTransfer", files));
        }
    }

    @Test
    void aFilmThatIsDroppedOnThePageIsUploadedThroughABreakAndAskedAbout() throws Exception {
        assumeTrue(Chromium.installed().isPresent(), "no Chromium here: dropping files is not tested; install it or set CHROMIUM");
        Path film = Files.copy(Path.of(Command.clip("car-detection.mp4")), directory.resolve("My street.mp4"));
        try (RunningService service = RunningService.start(directory.resolve("log"), directory.resolve("data"));
             Chromium chromium = Chromium.launch()) {
            Page page = chromium.page(1280, 800, ColorScheme.LIGHT);
            page.navigate(service.url());
            page.waitForFunction("() => document.querySelector('afterimage-app').shadowRoot?.querySelector('upload-bar')?.possible");

            byte[] list = "#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n".getBytes(StandardCharsets.UTF_8);
            drop(page, "list.mp4", list, 1);
            Locator uploads = page.locator("upload-bar");
            assertThat(uploads.getByRole(AriaRole.ALERT)).containsText("list.mp4' is no video file", PATIENTLY);
            uploads.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Dismiss")).click();

            AtomicInteger pieces = new AtomicInteger();
            page.route(PIECES, route -> {
                // The first piece arrives, and then nothing does.
                if (route.request().method().equals("PATCH") && pieces.incrementAndGet() > 1) {
                    route.abort();
                } else {
                    route.resume();
                }
            });
            drop(page, "My street.mp4", Files.readAllBytes(film), Files.getLastModifiedTime(film).toMillis());
            assertThat(uploads).containsText("Connecting again My street.mp4 as My-street", PATIENTLY);
            page.unroute(PIECES);
            page.reload();
            assertThat(uploads).containsText("The upload of My street.mp4 as My-street broke off at 0.1 MB of 2.8 MB", PATIENTLY);
            page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target", "browser-upload.png")));
            uploads.getByLabel("Go on").setInputFiles(film);

            assertThat(page.locator("moment-viewer")).isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(90_000));
            assertThat(uploads.locator(".bar")).hasCount(0, new LocatorAssertions.HasCountOptions().setTimeout(90_000));
            service.await("My-street", "ended");
            page.getByLabel("Question").fill("When did the first car come?");
            page.getByLabel("Question").press("Enter");
            assertThat(page.locator("chat-answer").last()).containsText("At 00:05", PATIENTLY);
            assertThat(page.locator("chat-answer citation-chip").first()).isVisible();
            assertThat(service.stream("My-street").path("recording").path("bytes").asLong()).as("its video stays").isPositive();
        }
    }
}
