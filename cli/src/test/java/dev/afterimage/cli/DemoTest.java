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

import java.nio.file.Files;
import java.nio.file.Path;
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
            assertThat(answer).containsText(Pattern.compile("3 bottles"), new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE_MILLIS));
            Locator chip = answer.locator("citation-chip").first();
            assertThat(chip).isVisible();
            page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target", "demo.png")));
            chip.click();
            assertThat(page.locator("moment-viewer .badge.live")).not().isVisible();
            assertThat(chromium.takeErrors()).isEmpty();
        }
    }

    @Test
    void theTerminalAnswersFromTheSameCameras() throws Exception {
        Command asked;
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
        do {
            TimeUnit.SECONDS.sleep(1);
            asked = Command.run("ask", "How many bottles were there at the start?", "--stream", "table", "--data", directory.resolve("data").toString());
        } while (!asked.out().contains("3 bottles") && System.nanoTime() < deadline);
        assertThat(asked.exitCode()).isZero();
        assertThat(asked.out()).contains("3 bottles", "00:0");
    }

    private static LocatorAssertions.HasTextOptions patiently() {
        return new LocatorAssertions.HasTextOptions().setTimeout(PATIENCE_MILLIS);
    }
}
