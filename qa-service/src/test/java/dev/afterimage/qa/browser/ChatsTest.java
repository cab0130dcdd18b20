package dev.afterimage.qa.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Files;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Chats: about one camera, several or all; kept, named, exported and deleted. */
class ChatsTest extends PageFixture {

    private void checkCamera(String name, boolean on) {
        page.getByLabel(name, new Page.GetByLabelOptions().setExact(true)).setChecked(on);
    }

    private Locator tab(String name) {
        return page.getByRole(AriaRole.TAB, new GetByRoleOptions().setName(name + ", live"));
    }

    @Test
    void aChatAndTheMomentOutliveAReload() {
        open(1440, 900, ColorScheme.LIGHT);
        button(QUESTION).click();
        assertThat(page.locator("chat-answer .answered")).containsText("from 00:15 to 00:18");
        page.locator("citation-chip button").first().click();
        assertThat(page.locator("moment-viewer .badge.replay")).containsText("00:15");
        assertThat(page).hasURL(Pattern.compile(".*#street/15-18\\?chat=\\w+$"));

        page.reload();

        assertThat(page.locator("moment-viewer .badge.replay")).containsText("00:15");
        assertThat(page.locator("chat-answer .answered")).containsText("from 00:15 to 00:18");
        noErrors();
    }

    @Test
    void chatsAreNamedExportedAndDeleted() throws IOException {
        open(1440, 900, ColorScheme.DARK);
        ask("computed 1");
        assertThat(page.locator("chat-answer citation-chip")).hasCount(2);
        button("New chat").click();
        assertThat(page.locator("chat-panel .invitation")).isVisible();
        ask("computed 2");
        assertThat(page.locator("chat-answer citation-chip")).hasCount(2);
        button("Chats (2)").click();
        button("Rename computed 1").click();
        page.getByLabel("Name of the chat").fill("The two cars");
        page.keyboard().press("Enter");
        shoot("desktop-dark-chats");
        Download exported = page.waitForDownload(() -> button("Export The two cars").click());
        assertThat(exported.suggestedFilename()).isEqualTo("The two cars.md");
        assertThat(Files.readString(exported.path())).contains("# The two cars", "## computed 1", "Asked of street",
                "- street, 00:15–00:18");
        button("Delete computed 2").click();
        button("Yes, delete computed 2").click();
        page.locator("chat-list .title").filter(new Locator.FilterOptions().setHasText("The two cars")).click();
        assertThat(page.locator("chat-panel .bar b")).hasText("The two cars");
        assertThat(page.locator("chat-panel .question")).containsText("computed 1");

        page.reload();

        button("Chats (1)").click();
        assertThat(page.locator("chat-list .title b")).hasText("The two cars");
        button("Delete The two cars").click();
        button("Yes, delete The two cars").click();
        button("Close").click();
        assertThat(page.locator("chat-panel .invitation")).isVisible();
        noErrors();
    }

    @Test
    void aChatThatAnEarlierVersionKeptIsStillThere() {
        open(1440, 900, ColorScheme.DARK);
        ask("computed 1");
        assertThat(page.locator("chat-answer citation-chip")).hasCount(2);
        page.evaluate("""
                () => {
                  const key = Object.keys(localStorage).find(key => key.startsWith('afterimage.chat.'));
                  const { place, turns } = JSON.parse(localStorage.getItem(key));
                  const [{ question, reply }] = turns;
                  localStorage.removeItem(key);
                  localStorage.setItem('afterimage.talks', JSON.stringify({ [place]: [{ question, text: '', reply, failure: null, at: null,
                    every: true }] }));
                }""");
        page.reload();
        assertThat(page.locator("chat-panel .question")).containsText("computed 1");
        assertThat(page.locator("chat-panel .question")).containsText("asked of all cameras");
        page.reload();
        assertThat(page.locator("chat-panel .question")).hasCount(1);
        noErrors();
    }

    @Test
    void aQuestionAboutOneCameraGoesOnWhileAnotherIsAsked() {
        asker.slowly(300);
        open(1440, 900, ColorScheme.LIGHT);
        ask("How many cars are there now?");
        tab("table").click();
        assertThat(page.getByLabel("Ask about table")).isVisible();
        ask("How many bottles are there now?");
        assertThat(page.locator("chat-panel .question")).hasCount(1);
        assertThat(page.locator("chat-panel .question")).containsText("bottles");
        tab("street").click();
        assertThat(page.locator("chat-panel .question")).containsText("cars");
        assertThat(page.locator("chat-answer .answered")).isVisible();
        noErrors();
    }

    @Test
    void aQuestionThatWasUnderWayAtAReloadSaysSo() {
        asker.slowly(3000);
        open(1440, 900, ColorScheme.LIGHT);
        ask("How many cars are there now?");
        assertThat(page.locator("chat-answer .arriving")).isVisible();
        page.reload();
        assertThat(page.locator("chat-answer .failed")).containsText("The page was left before the answer came. Ask again.");
    }

    @Test
    void allCamerasCanBeAskedAndACitationShowsTheOneItIsFrom() {
        page = chromium.page(1440, 900, ColorScheme.DARK);
        page.navigate(server.url());
        ask("What is there?");
        assertThat(page.locator("chat-panel h3.of")).hasText(new String[] {"street", "table"});
        assertThat(page.locator("chat-answer .answered")).hasCount(2);
        page.locator("chat-answer").last().locator("citation-chip button").first().click();
        assertThat(tab("table")).hasAttribute("aria-selected", "true");
        assertThat(page.locator("moment-viewer .badge.replay")).isVisible();
        assertThat(page.locator("chat-answer .answered")).hasCount(2);
        noErrors();
    }

    @Test
    void aQuestionGoesToTheCamerasThatAreChosen() {
        page = chromium.page(1440, 900, ColorScheme.DARK);
        page.navigate(server.url());
        button("Asking all cameras").click();
        checkCamera("street", false);
        assertThat(button("Asking table")).isVisible();
        shoot("desktop-dark-choice");
        ask("computed");
        assertThat(page.locator("chat-panel .question small")).hasText("asked of table");
        assertThat(page.locator("chat-answer .answered")).hasCount(1);
        assertThat(asker.asked.peek().stream().name()).isEqualTo("table");
        checkCamera("table", false);
        assertThat(button("Asking table")).isVisible();
        checkCamera("All cameras", true);
        ask("computed again");
        assertThat(page.locator("chat-panel h3.of")).hasCount(2);
        noErrors();
    }
}
