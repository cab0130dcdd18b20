package dev.afterimage.qa.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.JSHandle;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.ColorScheme;
import dev.afterimage.core.stream.ReadingSettings;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.upload.Upload;
import dev.afterimage.core.upload.Uploads;
import dev.afterimage.qa.http.FakeUploads;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Films that are uploaded by the page, where what was sent is only counted. */
class UploadBarTest extends PageFixture {

    private final FakeUploads films = new FakeUploads();

    @Override
    Uploads uploads() {
        return films;
    }

    private void openWithUploads() {
        open(1280, 800, ColorScheme.LIGHT);
        page.waitForFunction("() => document.querySelector('afterimage-app').shadowRoot?.querySelector('upload-bar')?.possible");
    }

    private void drop(String name) {
        JSHandle files = page.evaluateHandle("""
                name => {
                  const files = new DataTransfer();
                  files.items.add(new File(['abc'], name, { type: 'video/mp4', lastModified: 17 }));
                  return files;
                }""", name);
        page.dispatchEvent("body", "drop", Map.of("dataTransfer", files));
    }

    @Test
    void anUploadWhoseBeginningWasNotAnsweredGoesOnUnderItsFilesNameInAnyScript() {
        openWithUploads();
        AtomicInteger begun = new AtomicInteger();
        page.route("**/api/uploads", route -> {
            // It is begun, and the answer is lost.
            if (route.request().method().equals("POST") && begun.incrementAndGet() == 1) {
                route.fetch();
                route.abort();
            } else {
                route.resume();
            }
        });
        drop("видео.mp4");
        page.waitForCondition(() -> films.all().stream().anyMatch(Upload::begun));
        assertThat(begun).as("asked for once more").hasValue(2);
        assertThat(films.all()).singleElement().satisfies(film -> {
            assertThat(film.settings().stream().name()).isEqualTo("видео");
            assertThat(film.received()).isEqualTo(3);
        });
        assertThat(page.locator("upload-bar .bar")).hasCount(0);
        // The browser itself notes the lost answer and the refused request.
        chromium.takeErrors();
    }

    @Test
    void aFilmThatWaitsToBeWatchedIsShownAndMayBeDiscarded() {
        Upload film = films.begin(new SourceSettings(new StreamId("beach"), SourceSettings.UPLOAD, 2, SourceSettings.Pace.ASAP, false,
                ReadingSettings.DEFAULT).ofClient(), "My beach.mp4", 3, "17");
        films.append(film.id(), 0, new byte[3]);
        openWithUploads();
        Locator bar = page.locator("upload-bar .bar");
        assertThat(bar).containsText("My beach.mp4 was uploaded as beach, and waits to be watched");
        button("Discard").click();
        assertThat(bar).hasCount(0);
        page.waitForCondition(() -> films.all().isEmpty());
        noErrors();
    }
}
