package dev.afterimage.qa.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.watch.Outage;
import dev.afterimage.qa.access.AccessSettings;
import dev.afterimage.qa.access.AccessToken;
import dev.afterimage.qa.access.Caller;
import dev.afterimage.qa.http.FakeStreams;
import dev.afterimage.qa.http.QaPorts;
import dev.afterimage.qa.http.QaServer;
import dev.afterimage.qa.http.QaServerOptions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whoever cannot see well, or has no pointer, can use every view, in both themes and at every size. */
class AccessibilityTest extends PageFixture {

    private final Axe axe = new Axe();

    /** Nothing moves in it: colours are looked at as they are in the end. */
    private static Page stillPage(ColorScheme scheme) {
        Page still = chromium.page(1440, 900, scheme);
        still.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme).setReducedMotion(ReducedMotion.REDUCE));
        return still;
    }

    private Locator dialog() {
        return page.locator("dialog[open]");
    }

    @ParameterizedTest
    @EnumSource(value = ColorScheme.class, names = {"DARK", "LIGHT"})
    void axeFindsNothingInAnyView(ColorScheme scheme) {
        watching.outages.put(FakeStreams.TABLE, new Outage(FakeStreams.TABLE, ErrorCode.INPUT_UNREACHABLE, Instant.now()
                .minusSeconds(40), 7, "INPUT_UNREACHABLE: the camera is off; switch it on."));
        page = stillPage(scheme);
        page.navigate(server.url());
        assertThat(page.locator("camera-grid .sharp")).hasCount(1);
        axe.check(page, "all cameras");
        button("Asking all cameras").click();
        axe.check(page, "the choice of cameras");

        page.navigate(server.url() + "#street");
        assertThat(page.locator("moment-viewer .badge.live b")).hasText(Pattern.compile("\\d\\d:\\d\\d"));
        axe.check(page, "one camera");
        for (String question : List.of("computed", "Was there a dog?", "fail, please")) {
            ask(question);
            assertThat(page.locator("chat-answer .cost, chat-answer .failed").last()).isVisible();
        }
        axe.check(page, "a chat with answers");
        page.locator("citation-chip button").first().click();
        assertThat(page.locator("moment-viewer .badge.replay")).isVisible();
        axe.check(page, "a moment");
        button("About street").click();
        assertThat(dialog()).containsText("On the disk");
        axe.check(page, "facts of a camera");
        page.keyboard().press("Escape");
        button("Chats (1)").click();
        axe.check(page, "chats");
        page.keyboard().press("Escape");
        button("Add a camera").click();
        page.getByLabel("Camera address or video file").fill("/films/missing.mp4");
        button("Start watching").click();
        assertThat(page.locator("add-stream .failure")).isVisible();
        axe.check(page, "adding a camera");
        page.keyboard().press("Escape");
        page.setViewportSize(390, 844);
        axe.check(page, "a phone");
        // The browser itself notes the refused request.
        assertThat(chromium.takeErrors()).allMatch(error -> error.contains("422"));
    }

    @ParameterizedTest
    @EnumSource(value = ColorScheme.class, names = {"DARK", "LIGHT"})
    void axeFindsNothingAtTheDoor(ColorScheme scheme) {
        AccessSettings access = new AccessSettings(List.of(AccessToken.of("sesame", Caller.OWNER)), Optional.empty(), Optional.empty(),
                AccessSettings.DEFAULT_SESSION_LIFE, "");
        QaServer guarded = new QaServer(new QaPorts(store, asker, Optional.of(watching), feed, List.of("notes-135m"), "0.1.0"),
                new QaServerOptions().setPort(0).setAccess(access)).start().await();
        try {
            page = stillPage(scheme);
            page.navigate(guarded.url());
            page.getByLabel("Token").fill("barley");
            button("Log in").click();
            assertThat(page.getByRole(AriaRole.ALERT)).isVisible();
            axe.check(page, "the login");
            store.deleteStream(FakeStreams.STREET);
            store.deleteStream(FakeStreams.TABLE);
            page.navigate(server.url());
            assertThat(button("Add the first camera")).isVisible();
            axe.check(page, "nothing to watch");
            assertThat(chromium.takeErrors()).allMatch(error -> error.contains("401"));
        } finally {
            page.context().close();
            page = null;
            guarded.stop().await();
        }
    }

    @Test
    void theKeyboardAloneGoesEverywhereAndADialogKeepsTheFocus() {
        open(1440, 900, ColorScheme.DARK);
        button("About street").focus();
        page.keyboard().press("Enter");
        assertThat(dialog()).isVisible();
        for (int i = 0; i < 12; i++) {
            page.keyboard().press("Tab");
            assertThat((Boolean) page.evaluate("""
                    () => {
                      // Behind its last button the browser's own bars have the focus.
                      if (document.activeElement === document.body) return true;
                      for (let at = document.activeElement; at; at = at.shadowRoot?.activeElement) if (at.closest('dialog')) return true;
                      return false;
                    }""")).as("the focus stays in the dialog").isTrue();
        }
        page.keyboard().press("Escape");
        assertThat(dialog()).hasCount(0);
        assertThat(button("About street")).isFocused();
        // Its outline is seen: it is not left to a colour.
        assertThat((String) button("About street").evaluate("each => getComputedStyle(each).outlineStyle")).isEqualTo("solid");
    }

    @Test
    void spaceAndArrowsWorkWhereverOneIs() {
        open(1440, 900, ColorScheme.DARK);
        page.keyboard().press("ArrowLeft");
        assertThat(page.locator("moment-viewer .badge.replay")).isVisible();
        assertThat(button("Pause")).isVisible();
        page.keyboard().press(" ");
        assertThat(button("Play")).isVisible();
        page.keyboard().press(" ");
        assertThat(button("Pause")).isVisible();
        // What is pressed with the pointer does not keep the key.
        page.locator("timeline-head button").first().click();
        page.keyboard().press(" ");
        assertThat(button("Play")).isVisible();
        String before = page.url();
        page.keyboard().press("ArrowLeft");
        assertThat(page).not().hasURL(before);
        page.getByLabel("Question", new Page.GetByLabelOptions().setExact(true)).fill("a");
        page.keyboard().press(" ");
        page.keyboard().press("ArrowLeft");
        page.keyboard().type("b");
        assertThat(page.getByLabel("Question", new Page.GetByLabelOptions().setExact(true))).hasValue("ab ");
        noErrors();
    }

    /** A phone, either way up, and a window of 1280 pixels at 200 % and 400 %. */
    @Test
    void nothingIsCutOffOnAPhoneOrEnlarged() {
        int[][] sizes = {{390, 844}, {844, 390}, {640, 400}, {320, 256}};
        page = chromium.page(390, 844, ColorScheme.DARK);
        for (int[] size : sizes) {
            page.setViewportSize(size[0], size[1]);
            for (String address : List.of("#", "#street", "#street/15-18")) {
                page.navigate(server.url() + address);
                assertThat(page.locator("chat-panel textarea")).isAttached();
                String name = size[0] + "x" + size[1] + address.replace('#', '-').replace('/', '-');
                assertThat(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")).as(name)
                        .isEqualTo(0);
                page.getByLabel("Question", new Page.GetByLabelOptions().setExact(true)).scrollIntoViewIfNeeded();
                assertThat(page.getByLabel("Question", new Page.GetByLabelOptions().setExact(true))).isInViewport();
                page.locator("h1").scrollIntoViewIfNeeded();
                shoot("size-" + name);
            }
        }
        noErrors();
    }
}
