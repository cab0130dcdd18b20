package dev.afterimage.qa.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** axe-core, run in a page as it is: what it complains of fails the test. */
final class Axe {

    private static final String SCRIPT = "/axe.min.js";
    private static final String RUN = """
            async () => (await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }))
              .violations.map(({ id, help, nodes }) => `${id}: ${help}\\n` + nodes.slice(0, 4)
                .map(node => `  ${node.target.flat().join(' > ')} ${node.any.concat(node.all, node.none)[0]?.message ?? ''}`).join('\\n'))
              .join('\\n')""";
    private final String source;

    Axe() {
        try (InputStream script = Axe.class.getResourceAsStream(SCRIPT)) {
            source = new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    void check(Page page, String view) {
        if (!Boolean.TRUE.equals(page.evaluate("() => !!window.axe"))) {
            page.evaluate(source);
        }
        assertThat((String) page.evaluate(RUN)).as(view).isEmpty();
    }
}
