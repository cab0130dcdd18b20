package dev.afterimage.qa.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.afterimage.core.answer.Question;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.model.LanguageModel.Message;
import dev.afterimage.core.stream.Signal;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.core.watch.Outage;
import dev.afterimage.qa.access.AccessSettings;
import dev.afterimage.qa.access.AccessToken;
import dev.afterimage.qa.access.Caller;
import dev.afterimage.qa.access.Role;
import dev.afterimage.qa.http.FakeStreams;
import dev.afterimage.qa.http.FakeWatching;
import dev.afterimage.qa.http.QaPorts;
import dev.afterimage.qa.http.QaServer;
import dev.afterimage.qa.http.QaServerOptions;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page in a real browser, on two streams that run on while it looks. */
class PageTest extends PageFixture {

    @Test
    void aStreamThatCannotKeepUpSaysSo() {
        for (int i = 0; i < 100; i++) {
            feed.load(FakeStreams.STREET).sampled(i);
            if (i < 60) {
                feed.load(FakeStreams.STREET).dropped();
            }
        }
        open(1440, 900, ColorScheme.LIGHT);
        assertThat(page.locator("stream-tiles .late")).hasText("skips 60 % of its pictures, 99 s behind");
        feed.load(FakeStreams.STREET).stored(98);
        assertThat(page.locator("stream-tiles .late")).hasText("skips 60 % of its pictures");
        shoot("desktop-light-skipping");
        feed.load(FakeStreams.STREET).signal(new Signal(Signal.Picture.BLACK, 75, Signal.Hearing.FINE, 0));
        assertThat(page.locator("moment-viewer .caption")).containsText("The picture is black.");
        assertThat(page.locator("moment-viewer .caption time")).hasText("since 01:15");
    }

    @Test
    void aLostCameraIsNotShownAsLiveUntilItIsBack() {
        open(1440, 900, ColorScheme.DARK);
        watching.outages.put(FakeStreams.STREET, new Outage(FakeStreams.STREET, ErrorCode.INPUT_UNREACHABLE, Instant.now()
                .minusSeconds(40), 7,
                "INPUT_UNREACHABLE: the camera is off; switch it on."));
        assertThat(page.locator("moment-viewer .badge.lost")).hasText("Offline");
        assertThat(page.locator("moment-viewer .caption.failed")).containsText("the camera is off. Switch it on.");
        assertThat(page.locator("moment-viewer .badge.live")).not().isVisible();
        watching.outages.put(FakeStreams.STREET, new Outage(FakeStreams.STREET, ErrorCode.STORAGE_FULL, Instant.now(), 1,
                "the disk is full"));
        assertThat(page.locator("moment-viewer .badge.lost")).hasText("Disk full");
        shoot("desktop-dark-disk-full");
        watching.outages.clear();
        assertThat(page.locator("moment-viewer .badge.live b")).hasText(Pattern.compile("\\d\\d:\\d\\d"));
        assertThat(chromium.takeErrors()).isEmpty();
    }

    @Test
    void aQuestionIsAnsweredWordByWordAndItsCitationOpensTheMoment() {
        open(1440, 900, ColorScheme.DARK);
        shoot("desktop-dark-live");
        button(QUESTION).click();
        assertThat(page.locator("chat-answer .arriving p")).containsText("Two cars");
        assertThat(page.locator("chat-answer .answered")).containsText("from 00:15 to 00:18");
        assertThat(page.locator("scene-timeline .mark")).hasCount(2);
        shoot("desktop-dark-answered");

        page.locator("citation-chip button").first().click();
        assertThat(page.locator("moment-viewer .badge.replay")).containsText("00:15–00:18");
        assertThat(page.locator("replay-player .sharp")).hasAttribute("data-seconds", Pattern.compile("1[5-9]"));
        assertThat(page.locator("scene-timeline .head-line")).hasCount(1);
        assertThat(page.locator("citation-chip").first()).hasAttribute("shown", "");
        shoot("desktop-dark-replay");

        button("Back to live").click();
        assertThat(page.locator("moment-viewer .badge.live")).isVisible();
        assertThat(page.locator("replay-player")).hasCount(0);
        noErrors();
    }

    @Test
    void whatWasNotSeenIsSaidSoWithWhatCameClosest() {
        open(1440, 900, ColorScheme.LIGHT);
        ask("Was there a dog?");
        assertThat(page.locator("chat-answer .not-seen")).containsText("Not seen");
        assertThat(page.locator("chat-answer .not-seen citation-chip")).hasCount(1);
        ask("Was there a car during the outage?");
        assertThat(page.locator("chat-answer").last()).containsText("Not watched");
        assertThat(page.locator("chat-answer").last()).containsText("Nobody watched from 00:10 to 00:12");
        ask("fail, please");
        assertThat(page.locator("chat-answer .failed")).containsText("STORAGE_CORRUPT");
        shoot("desktop-light-not-seen");
        noErrors();
    }

    @Test
    void aPastMomentCanBeAskedAsOfThen() {
        open(1440, 900, ColorScheme.DARK);
        page.getByRole(AriaRole.SLIDER, new GetByRoleOptions().setName("Timeline of street")).press("Home");
        button("Ask as of 00:00").click();
        ask("What is there?");
        assertThat(page.locator("chat-answer .answered")).isVisible();
        assertThat(asker.asked.peek().at().getAsDouble()).isZero();
        noErrors();
    }

    @Test
    void aStreamIsAddedAndOneThatCannotBeReadSaysWhy() {
        open(1440, 900, ColorScheme.DARK);
        button("Add a camera").click();
        page.getByLabel("Camera address or video file").fill("/films/missing.mp4");
        assertThat(page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true))).hasValue("missing");
        shoot("desktop-dark-add");
        button("Start watching").click();
        assertThat(page.locator("add-stream .failure")).containsText("INPUT_NOT_FOUND");
        page.getByLabel("Camera address or video file").fill("rtsp://host/yard");
        button("Start watching").click();
        assertThat(page.getByRole(AriaRole.TAB, new GetByRoleOptions().setName("yard, live"))).hasAttribute("aria-selected", "true");
        assertThat(page.locator("moment-viewer .waiting")).containsText("Waiting");
        // The browser itself notes the refused request.
        assertThat(chromium.takeErrors()).allMatch(error -> error.contains("422"));
    }

    @Test
    void streamsAreSwitchedByKeyboardAndKeepTheirTalks() {
        open(1440, 900, ColorScheme.DARK);
        ask("When?");
        assertThat(page.locator("chat-answer .answered")).isVisible();
        page.getByRole(AriaRole.TAB, new GetByRoleOptions().setName("street, live")).press("ArrowRight");
        assertThat(page.getByRole(AriaRole.TAB, new GetByRoleOptions().setName("table, live"))).isFocused();
        assertThat(page.locator("chat-panel .invitation h2")).hasText("Ask about table");
        shoot("desktop-dark-table");
        page.getByRole(AriaRole.TAB, new GetByRoleOptions().setName("table, live")).press("ArrowLeft");
        assertThat(page.locator("chat-answer .answered")).isVisible();
        noErrors();
    }

    @Test
    void aStreamIsForgottenAfterAskingTwice() {
        open(1440, 900, ColorScheme.DARK);
        button("About street").click();
        shoot("desktop-dark-facts");
        button("Delete this camera").click();
        button("Yes, delete it").click();
        assertThat(page.locator("chat-panel .invitation h2")).hasText("Ask about table");
        assertThat(page).hasURL(Pattern.compile(".*#table$"));
        noErrors();
    }

    @Test
    void aSlashGoesToTheQuestion() {
        open(1440, 900, ColorScheme.DARK);
        page.keyboard().press("/");
        assertThat(page.getByLabel("Question")).isFocused();
        page.keyboard().type("when/where?");
        assertThat(page.getByLabel("Question")).hasValue("when/where?");
        noErrors();
    }

    @Test
    void anEndedStreamShowsItsLastPictureAndCanStillBeAsked() {
        StreamInfo table = store.stream(FakeStreams.TABLE).orElseThrow();
        store.putStream(new StreamInfo(table.stream(), table.uri(), 1, table.started(), 640, 360, false, StreamInfo.Status.ENDED, 0, 0, 0,
                0, -1, ""));
        page = chromium.page(1440, 900, ColorScheme.LIGHT);
        page.navigate(server.url() + "#table");
        assertThat(page.locator("moment-viewer .badge")).hasText(Pattern.compile("Ended"));
        assertThat(page.locator("moment-viewer .now img")).isVisible();
        ask("How many bottles?");
        page.locator("citation-chip button").first().click();
        assertThat(button("Close")).isVisible();
        shoot("desktop-light-ended");
        noErrors();
    }

    @Test
    void aTalkThatIsLongerThanTheServiceTakesIsSentInItsNewestTurns() {
        running.close();
        server.stop().await();
        serve(new QaServerOptions().setHistoryTurns(3));
        open(1440, 900, ColorScheme.LIGHT);
        for (int number = 1; number <= 3; number++) {
            ask("computed " + number);
            assertThat(page.locator("chat-answer citation-chip")).hasCount(2 * number);
        }
        Question last = List.copyOf(asker.asked).get(2);
        assertThat(last.earlier()).extracting(Message::content).first().isEqualTo("computed 2");
        assertThat(last.earlier()).hasSize(2);
        noErrors();
    }

    private QaServer guarded() {
        List<AccessToken> tokens = List.of(AccessToken.of("sesame", Caller.OWNER),
                AccessToken.of("guest", new Caller("guest", Role.VIEW, Optional.of(Set.of(FakeStreams.STREET)))));
        AccessSettings access = new AccessSettings(tokens, Optional.empty(), Optional.empty(), AccessSettings.DEFAULT_SESSION_LIFE, "");
        return new QaServer(new QaPorts(store, asker, Optional.of(new FakeWatching(store)), feed, List.of("notes-135m"), "0.1.0"),
                new QaServerOptions().setPort(0).setAccess(access)).start().await();
    }

    private void logIn(String token) {
        page.getByLabel("Token").fill(token);
        button("Log in").click();
    }

    @Test
    void aStrangerIsSentToTheLoginPageAndLeavesByLoggingOut() {
        QaServer guarded = guarded();
        try {
            page = chromium.page(1440, 900, ColorScheme.DARK);
            page.navigate(guarded.url() + "#table");
            logIn("barley");
            assertThat(page.getByRole(AriaRole.ALERT)).containsText("not the right one");
            shoot("desktop-dark-login");
            logIn("sesame");
            assertThat(page).hasURL(guarded.url() + "#table");
            assertThat(page.locator("moment-viewer .badge.live b")).hasText(Pattern.compile("\\d\\d:\\d\\d"));
            ask("When?");
            assertThat(page.locator("citation-chip img").first()).hasJSProperty("naturalWidth", 320);
            assertThat(button("Add a camera")).isVisible();
            assertThat((String) page.evaluate("document.cookie")).as("no script reads the login").isEmpty();
            button("Log out").click();
            assertThat(page.getByLabel("Token")).isVisible();
            // The browser itself notes the refused requests.
            assertThat(chromium.takeErrors()).allMatch(error -> error.contains("401"));
        } finally {
            leave(guarded);
        }
    }

    @Test
    void whoMayOnlyLookAtSomeStreamsIsOfferedNothingElse() {
        QaServer guarded = guarded();
        try {
            page = chromium.page(1440, 900, ColorScheme.LIGHT);
            page.navigate(guarded.url());
            logIn("guest");
            assertThat(page.locator("moment-viewer .badge.live b")).hasText(Pattern.compile("\\d\\d:\\d\\d"));
            assertThat(page.getByRole(AriaRole.TAB)).hasCount(1);
            assertThat(page.locator("chat-panel textarea")).hasCount(0);
            assertThat(page.locator("chat-panel .suggestion")).hasCount(0);
            assertThat(button("Add a camera")).hasCount(0);
            button("About street").click();
            assertThat(button("Close")).isVisible();
            assertThat(button("Delete this camera")).hasCount(0);
            shoot("desktop-light-guest");
            assertThat(chromium.takeErrors()).allMatch(error -> error.contains("401"));
        } finally {
            leave(guarded);
        }
    }

    @Test
    void aTokenInAnOldAddressIsExchangedAndLeavesTheAddress() {
        QaServer guarded = guarded();
        try {
            page = chromium.page(1440, 900, ColorScheme.DARK);
            page.navigate(guarded.url() + "?token=sesame#street");
            assertThat(page.locator("moment-viewer .badge.live b")).hasText(Pattern.compile("\\d\\d:\\d\\d"));
            assertThat(page).hasURL(guarded.url() + "#street");
            noErrors();
        } finally {
            leave(guarded);
        }
    }

    /** The page before the service: it would complain of its going. */
    private void leave(QaServer guarded) {
        page.context().close();
        page = null;
        guarded.stop().await();
    }

    @Test
    void withoutStreamsThePageSaysHowToBegin() {
        store.deleteStream(FakeStreams.STREET);
        store.deleteStream(FakeStreams.TABLE);
        page = chromium.page(1440, 900, ColorScheme.DARK);
        page.navigate(server.url());
        assertThat(button("Add the first camera")).isVisible();
        shoot("desktop-dark-empty");
        noErrors();
    }

    @Test
    void aPhoneShowsAllOfItInOneColumn() {
        for (ColorScheme scheme : List.of(ColorScheme.DARK, ColorScheme.LIGHT)) {
            open(390, 844, scheme);
            String name = "phone-" + scheme.name().toLowerCase(Locale.ROOT);
            shoot(name + "-live");
            button(QUESTION).click();
            assertThat(page.locator("chat-answer .answered")).isVisible();
            shoot(name + "-answered");
            page.locator("citation-chip button").first().click();
            assertThat(page.locator("moment-viewer .badge.replay")).isVisible();
            shoot(name + "-replay");
            Object overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
            assertThat(overflow).isEqualTo(0);
            page.context().close();
        }
        noErrors();
    }
}
