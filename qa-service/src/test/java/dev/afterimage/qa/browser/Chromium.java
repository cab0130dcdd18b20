package dev.afterimage.qa.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/**
 * The system's Chromium, driven by Playwright: {@code $CHROMIUM}, or where Linux distributions put it. Nothing is downloaded. Notes
 * every console error and every error thrown in a page, for the test to look at.
 */
public final class Chromium implements AutoCloseable {

    private static final List<String> USUAL = List.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome",
            "/usr/bin/google-chrome-stable");
    private static final List<String> ARGUMENTS = List.of("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync");

    private static final int PATIENCE_MILLIS = 60_000;

    private final Playwright playwright;
    private final Browser browser;
    private final List<String> errors = new CopyOnWriteArrayList<>();

    private Chromium(Path executable, List<String> more) {
        // On a busy machine a page may be slow and still be right: five seconds, Playwright's own, are too few.
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
        playwright = Playwright.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright.chromium().launch(new BrowserType.LaunchOptions().setExecutablePath(executable)
                .setArgs(Stream.concat(ARGUMENTS.stream(), more.stream()).toList()));
    }

    /** Where Chromium is on this machine, if at all. */
    public static Optional<Path> installed() {
        return Stream.concat(Stream.ofNullable(System.getenv("CHROMIUM")), USUAL.stream()).map(Path::of).filter(Files::isExecutable)
                .findFirst();
    }

    /** @throws java.util.NoSuchElementException where there is none: ask {@link #installed} first */
    public static Chromium launch() {
        return new Chromium(installed().orElseThrow(), List.of());
    }

    /** With a camera that shows a film, over and over, and whose use is allowed without asking; and with a microphone that beeps. */
    public static Chromium withCamera(Path mjpeg) {
        return new Chromium(installed().orElseThrow(), List.of("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream",
                "--use-file-for-fake-video-capture=" + mjpeg.toAbsolutePath()));
    }

    /** A fresh page, with storage of its own. */
    public Page page(int width, int height, ColorScheme scheme) {
        BrowserContext context = browser.newContext(new Browser.NewContextOptions().setViewportSize(width, height).setColorScheme(scheme)
                .setHasTouch(width < 700).setIsMobile(width < 700));
        context.setDefaultTimeout(PATIENCE_MILLIS);
        Page page = context.newPage();
        page.onConsoleMessage(this::note);
        page.onPageError(error -> errors.add("thrown: " + error));
        return page;
    }

    private void note(ConsoleMessage message) {
        if (message.type().equals("error")) {
            errors.add(message.text() + " at " + message.location());
        }
    }

    /** What the pages complained about since this was last asked. */
    public List<String> takeErrors() {
        List<String> taken = List.copyOf(errors);
        errors.removeAll(taken);
        return taken;
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
