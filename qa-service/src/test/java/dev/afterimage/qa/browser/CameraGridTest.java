package dev.afterimage.qa.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.stream.Signal;
import dev.afterimage.core.watch.Outage;
import dev.afterimage.qa.http.FakeStreams;
import java.time.Instant;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** All cameras side by side, and the address, which says what is shown. */
class CameraGridTest extends PageFixture {

    private Locator card(String name) {
        return page.locator("camera-grid a[data-name=" + name + "]");
    }

    private void openAll() {
        page = chromium.page(1440, 900, ColorScheme.DARK);
        page.navigate(server.url());
        assertThat(page.locator("camera-grid .sharp")).hasCount(2);
    }

    @Test
    void everyCameraIsShownAsItRunsAndOpensOnClick() {
        openAll();
        Locator picture = card("street").locator(".sharp");
        assertThat(picture).hasAttribute("data-seconds", Pattern.compile("\\d+"));
        String earlier = picture.getAttribute("data-seconds");
        assertThat(picture).not().hasAttribute("data-seconds", earlier);
        assertThat(card("street").locator(".state")).hasText("Live");
        assertThat(page.locator("camera-grid .head > p")).hasText("2 live");
        shoot("desktop-dark-all");
        card("table").click();
        assertThat(page.locator("moment-viewer .badge.live")).isVisible();
        assertThat(page).hasURL(Pattern.compile(".*#table$"));
        page.getByRole(AriaRole.LINK, new GetByRoleOptions().setName("All cameras")).click();
        assertThat(card("table")).isVisible();
        noErrors();
    }

    @Test
    void howACameraIsStandsBesideItsPicture() {
        watching.outages.put(FakeStreams.STREET, new Outage(FakeStreams.STREET, ErrorCode.INPUT_UNREACHABLE, Instant.now()
                .minusSeconds(40), 7, "INPUT_UNREACHABLE: the camera is off; switch it on."));
        feed.load(FakeStreams.TABLE).signal(new Signal(Signal.Picture.FROZEN, 75, Signal.Hearing.FINE, 0));
        page = chromium.page(1440, 900, ColorScheme.LIGHT);
        page.navigate(server.url());
        assertThat(card("street").locator(".state")).hasText("Offline");
        assertThat(card("street").locator(".detail")).containsText("the camera is off. Switch it on.");
        assertThat(card("table").locator(".state")).hasText("Frozen picture");
        assertThat(page.locator("camera-grid .head > p")).hasText("1 offline, 1 frozen picture");
        for (int second = 0; second < 100; second++) {
            feed.load(FakeStreams.TABLE).sampled(second);
        }
        feed.load(FakeStreams.TABLE).signal(new Signal(Signal.Picture.BLACK, 75, Signal.Hearing.FINE, 0));
        assertThat(card("table").locator(".state")).hasText("Black picture");
        assertThat(card("table").locator(".late")).containsText("99 s behind");
        shoot("desktop-light-all-lost");
        noErrors();
    }

    @Test
    void oneGoesBackAndForwardBetweenCamerasAndMoments() {
        openAll();
        card("street").click();
        assertThat(page.locator("moment-viewer .badge.live")).isVisible();
        page.getByRole(AriaRole.SLIDER, new GetByRoleOptions().setName("Timeline of street")).press("Home");
        assertThat(page.locator("moment-viewer .badge.replay")).containsText("00:00");
        page.goBack();
        assertThat(page.locator("moment-viewer .badge.live")).isVisible();
        page.goBack();
        assertThat(card("table")).isVisible();
        page.goForward();
        page.goForward();
        assertThat(page.locator("moment-viewer .badge.replay")).containsText("00:00");
        page.navigate(server.url() + "#table/15-18");
        assertThat(page.locator("moment-viewer .badge.replay")).containsText("00:15");
        page.navigate(server.url() + "#garage");
        assertThat(page.locator("empty-page")).containsText("There is no camera “garage”");
        noErrors();
    }

    @Test
    void arrowKeysMoveBetweenTheCameras() {
        openAll();
        card("street").focus();
        page.keyboard().press("ArrowRight");
        assertThat(card("table")).isFocused();
        page.keyboard().press("ArrowLeft");
        page.keyboard().press("Enter");
        assertThat(page).hasURL(Pattern.compile(".*#street$"));
        noErrors();
    }
}
