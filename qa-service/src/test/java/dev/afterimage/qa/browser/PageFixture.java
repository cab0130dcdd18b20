package dev.afterimage.qa.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.afterimage.core.answer.Question;
import dev.afterimage.core.upload.Uploads;
import dev.afterimage.core.watch.LiveFeed;
import dev.afterimage.qa.http.FakeAsker;
import dev.afterimage.qa.http.FakeStore;
import dev.afterimage.qa.http.FakeStreams;
import dev.afterimage.qa.http.FakeWatching;
import dev.afterimage.qa.http.QaPorts;
import dev.afterimage.qa.http.QaServer;
import dev.afterimage.qa.http.QaServerOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** A page in a real browser, on two streams that run on while it looks. */
abstract class PageFixture {

    static final String QUESTION = "When are two cars in the picture at the same time?";
    static Chromium chromium;

    final FakeStore store = FakeStreams.filled();
    final FakeAsker asker = new FakeAsker(store).slowly(30);
    final FakeWatching watching = new FakeWatching(store);
    final LiveFeed feed = new LiveFeed();
    RunningStreams running;
    QaServer server;
    Page page;

    @BeforeAll
    static void launch() {
        assumeTrue(Chromium.installed().isPresent(), "no Chromium here: the page is not tested; install it or set CHROMIUM");
        chromium = Chromium.launch();
    }

    @AfterAll
    static void quit() {
        if (chromium != null) {
            chromium.close();
        }
    }

    @BeforeEach
    void serve() {
        serve(new QaServerOptions());
    }

    void serve(QaServerOptions with) {
        QaServerOptions options = with.setPort(0).setSuggestions(Map.of(
                FakeStreams.STREET, List.of(QUESTION, "When did the last car drive by?", "Was there a dog?"),
                FakeStreams.TABLE, List.of("How many bottles are there now?")));
        server = new QaServer(new QaPorts(store, asker, Optional.of(watching), feed, List.of("notes-135m"), "0.1.0")
                .with(uploads()), options).start().await();
        running = new RunningStreams(store, feed);
    }

    Uploads uploads() {
        return Uploads.NONE;
    }

    @AfterEach
    void stop() {
        if (page != null) {
            page.context().close();
        }
        running.close();
        server.stop().await();
    }

    void open(int width, int height, ColorScheme scheme) {
        page = chromium.page(width, height, scheme);
        page.navigate(server.url() + "#street");
        assertThat(page.locator("moment-viewer .badge.live b")).hasText(Pattern.compile("\\d\\d:\\d\\d"));
    }

    void shoot(String name) {
        page.waitForTimeout(700);
        page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target", "screenshots", name + ".png")));
    }

    Locator button(String name) {
        return page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName(name));
    }

    void ask(String question) {
        page.getByLabel("Question").fill(question);
        page.getByLabel("Question").press("Enter");
    }

    static void noErrors() {
        assertThat(chromium.takeErrors()).isEmpty();
    }
}
