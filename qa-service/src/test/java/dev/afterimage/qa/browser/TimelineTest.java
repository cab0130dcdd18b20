package dev.afterimage.qa.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.afterimage.core.store.Thumbnail;
import dev.afterimage.core.stream.Gap;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.qa.http.FakeStreams;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The timeline at every zoom, its filters, its preview and its keys. */
class TimelineTest extends PageFixture {

    private static final StreamId YARD = new StreamId("yard");
    private static final double DAY = 86_400;
    /** Colours of the presence bar between two times, the share of its pixels that are painted. */
    private static final String PAINTED = """
            ([from, to]) => {
              const timeline = document.querySelector('afterimage-app').shadowRoot.querySelector('scene-timeline');
              const canvas = timeline.shadowRoot.querySelector('canvas');
              const x = seconds => (seconds - timeline.from) / timeline.seconds * canvas.width;
              const first = Math.floor(x(from));
              const pixels = canvas.getContext('2d').getImageData(first, 2, Math.max(1, Math.ceil(x(to)) - first), 1).data;
              let painted = 0;
              for (let i = 3; i < pixels.length; i += 4) painted += pixels[i] > 0;
              return painted / (pixels.length / 4);
            }""";

    private Locator strip(String stream) {
        return page.getByRole(AriaRole.SLIDER, new GetByRoleOptions().setName("Timeline of " + stream));
    }

    /** Thirty days of an ended camera: a visit of five seconds on day 10, one of two days from day 20 on, and three gaps of a second. */
    private void aMonth() {
        store.putStream(new StreamInfo(YARD, "yard.mp4", 1, FakeStreams.STARTED, 640, 360, true, StreamInfo.Status.ENDED, 0, 0, 0, 0, -1,
                ""));
        for (int hour = 0; hour <= 30 * 24; hour++) {
            store.putFrame(YARD, hour, new Thumbnail(hour * 3600.0, FakeStreams.picture(FakeStreams.STREET, hour % 30)));
        }
        store.putEntry(FakeStreams.entry(YARD, 0, 0, "nothing", "car", 0));
        store.putEntry(FakeStreams.entry(YARD, 1, 10 * DAY, "1 dog, left", "dog", 1));
        store.putEntry(FakeStreams.entry(YARD, 2, 10 * DAY + 5, "nothing", "car", 0));
        store.putEntry(FakeStreams.entry(YARD, 3, 20 * DAY, "1 car, centre; text \"EXIT B2\"", "car", 1));
        store.putEntry(FakeStreams.entry(YARD, 4, 22 * DAY, "nothing", "car", 0));
        for (int second = 0; second < 3; second++) {
            store.putGap(new Gap(YARD, 5 * DAY + 4 * second, 5 * DAY + 4 * second + 1, Gap.Cause.STALLED));
        }
        store.putEntry(FakeStreams.entry(YARD, 5, 25 * DAY, "1 car, centre", "car", 1));
        store.putGap(new Gap(YARD, 26 * DAY, 28 * DAY, Gap.Cause.UNREACHABLE));
        store.putEntry(FakeStreams.entry(YARD, 6, 28 * DAY, "nothing", "car", 0));
    }

    private void openYard(String moment) {
        page = chromium.page(1440, 900, ColorScheme.DARK);
        page.navigate(server.url() + "#yard" + moment);
        assertThat(page.locator("scene-timeline .picture img").first()).isVisible();
    }

    private double painted(double from, double to) {
        return ((Number) page.evaluate(PAINTED, List.of(from, to))).doubleValue();
    }

    @Test
    void whenNobodyWatchedIsDrawnWithItsCause() {
        store.putGap(new Gap(FakeStreams.STREET, 8, 14, Gap.Cause.UNREACHABLE));
        open(1440, 900, ColorScheme.LIGHT);
        Locator gap = page.locator("scene-timeline .gap");
        assertThat(gap).hasCount(1);
        assertThat(gap).hasAttribute("title", Pattern.compile("00:08.00:14: not watched: the camera could not be reached"));
        shoot("desktop-light-gap");
        gap.hover();
        assertThat(page.locator("timeline-preview .gap")).containsText("not watched: the camera could not be reached");
        noErrors();
    }

    @Test
    void aMonthShowsTheShortestVisitAndTheShortestGap() {
        aMonth();
        openYard("/0-8");
        button("1 month").click();
        assertThat(page.locator("scene-timeline .gap")).hasCount(2);
        assertThat(page.locator("scene-timeline .gap").first()).hasAttribute("title", Pattern.compile("not watched 3 times"));
        assertThat(painted(10 * DAY, 10 * DAY + 5)).as("the dog's pixel").isEqualTo(1);
        assertThat(painted(11 * DAY, 19.9 * DAY)).as("nothing").isZero();
        assertThat(painted(20.1 * DAY, 21.9 * DAY)).as("the car").isEqualTo(1);
        assertThat(painted(26.1 * DAY, 29.9 * DAY)).as("nobody watched, then nothing").isZero();
        assertThat(page.locator("scene-timeline .picture img").first()).isVisible();
        shoot("desktop-dark-month");
        noErrors();
    }

    @Test
    void thereArePicturesAtEveryZoom() {
        aMonth();
        openYard("/" + 20 * DAY + "-" + (20 * DAY + 8));
        for (String window : List.of("1 min", "10 min", "1 h", "1 day", "1 week", "1 month", "All")) {
            button(window).click();
            assertThat(page.locator("scene-timeline .picture").first()).isAttached();
            assertThat(page.locator("scene-timeline .picture img").first()).isAttached();
            assertThat(page.locator("scene-timeline .axis span").first()).isAttached();
            if (!window.equals("1 min")) {
                assertThat(painted(20 * DAY + 1, 20 * DAY + 2)).as(window).isEqualTo(1);
            }
        }
        noErrors();
    }

    @Test
    void thingsAndWordsCanBeLookedFor() {
        aMonth();
        openYard("");
        button("All").click();
        page.getByLabel("Things shown").selectOption("dog");
        assertThat(page.locator("scene-timeline .strip.looking .picture:not(.idle)")).hasCount(1);
        assertThat(painted(20.1 * DAY, 21.9 * DAY)).as("a car is no dog").isZero();
        assertThat(painted(10 * DAY, 10 * DAY + 5)).isEqualTo(1);
        shoot("desktop-dark-filter");
        page.getByLabel("Things shown").selectOption("");
        page.getByLabel("Words written, said or noted").fill("exit b2");
        assertThat(page.locator("scene-timeline .strip.looking .picture.idle").first()).isAttached();
        page.waitForCondition(() -> painted(20.1 * DAY, 21.9 * DAY) == 1 && painted(25.1 * DAY, 25.9 * DAY) == 0);
        noErrors();
    }

    @Test
    void aMomentIsShownOnHoverAndOpensOnClick() {
        open(1440, 900, ColorScheme.LIGHT);
        assertThat(page.locator("scene-timeline .picture").first()).isAttached();
        strip("street").hover(new Locator.HoverOptions().setPosition(300, 30));
        assertThat(page.locator("timeline-preview b")).hasText(Pattern.compile("\\d\\d:\\d\\d"));
        assertThat(page.locator("timeline-preview .note")).isVisible();
        shoot("desktop-light-hover");
        strip("street").click(new Locator.ClickOptions().setPosition(300, 30));
        assertThat(page.locator("moment-viewer .badge.replay")).isVisible();
        strip("street").press("Home");
        assertThat(page.locator("moment-viewer .badge.replay")).containsText("00:00");
        strip("street").press("Escape");
        assertThat(page.locator("moment-viewer .badge.live")).isVisible();
        noErrors();
    }
}
