package dev.afterimage.qa.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.stream.ReadingSettings;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.watch.Outage;
import dev.afterimage.qa.http.FakeStreams;
import java.time.Instant;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What can be done with a camera on the page. */
class CameraControlsTest extends PageFixture {

    private void openFacts() {
        button("About street").click();
        assertThat(page.locator("stream-facts dialog[open]")).isVisible();
    }

    @Test
    void aCameraIsPausedResumedRenamedAndChanged() {
        watching.sources.put(FakeStreams.STREET, new SourceSettings(FakeStreams.STREET, "rtsp://user:secret@old/stream", 1,
                SourceSettings.Pace.REALTIME, false, ReadingSettings.DEFAULT));
        open(1440, 900, ColorScheme.DARK);
        openFacts();
        button("Pause").click();
        assertThat(page.locator("moment-viewer .badge")).hasText("Paused");
        button("Resume").click();
        assertThat(button("Pause")).isVisible();
        shoot("desktop-dark-controls");

        button("Change").click();
        assertThat(page.getByLabel("Camera address", new Page.GetByLabelOptions().setExact(true))).hasValue("rtsp://user:***@old/stream");
        page.getByLabel("Camera address", new Page.GetByLabelOptions().setExact(true)).fill("rtsp://new/stream");
        page.getByLabel("Pictures looked at a second").fill("4");
        page.getByLabel("Record the video").uncheck();
        button("Save").click();
        assertThat(page.locator("stream-facts dl")).containsText("rtsp://new/stream");
        SourceSettings changed = watching.sources.get(FakeStreams.STREET);
        assertThat(changed.fps()).isEqualTo(4);
        assertThat(changed.recorded()).isFalse();
        assertThat(changed.reading()).isEqualTo(ReadingSettings.DEFAULT);

        button("Rename").click();
        page.getByLabel("New name").fill("Haustür 🐕/");
        button("Save").click();
        assertThat(page.locator("camera-controls .failure")).containsText("is not a stream name");
        page.getByLabel("New name").fill("Haustür 🐕");
        button("Save").click();
        assertThat(page.locator("stream-facts h2")).hasText("Haustür 🐕");
        button("Close").click();
        assertThat(page).hasURL(Pattern.compile(".*#Haust%C3%BCr%20%F0%9F%90%95.*"));
        assertThat(page.locator("moment-viewer .badge.live b")).hasText(Pattern.compile("\\d\\d:\\d\\d"));
        assertThat(page.locator("scene-timeline .picture img").first()).isVisible();
        // The browser itself notes the refused request.
        assertThat(chromium.takeErrors()).allMatch(error -> error.contains("400"));
    }

    @Test
    void aCameraIsAddedByANameOfAnyScript() {
        open(1440, 900, ColorScheme.DARK);
        button("Add a camera").click();
        page.getByLabel("Camera address or video file").fill("rtsp://host/yard");
        page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill("Garten 🌱");
        button("Start watching").click();
        assertThat(page).hasURL(Pattern.compile(".*#Garten%20%F0%9F%8C%B1$"));
        assertThat(page.locator("moment-viewer .waiting")).containsText("Waiting");
        noErrors();
    }

    @Test
    void aLostCameraIsTriedAgainAtOnce() {
        watching.outages.put(FakeStreams.STREET, new Outage(FakeStreams.STREET, ErrorCode.INPUT_UNREACHABLE, Instant.now(), 7,
                "INPUT_UNREACHABLE: the camera is off; switch it on."));
        page = chromium.page(1440, 900, ColorScheme.LIGHT);
        page.navigate(server.url() + "#street");
        assertThat(page.locator("moment-viewer .badge.lost")).hasText("Offline");
        openFacts();
        button("Try again now").click();
        assertThat(page.locator("moment-viewer .badge.live")).isVisible();
        noErrors();
    }

    @Test
    void howMuchTheDiskHoldsIsSaid() {
        page = chromium.page(1440, 900, ColorScheme.DARK);
        page.navigate(server.url());
        assertThat(page.locator("disk-line p")).hasText(Pattern.compile("\\d.* on the disk, \\d.* free.*"));
        noErrors();
    }
}
