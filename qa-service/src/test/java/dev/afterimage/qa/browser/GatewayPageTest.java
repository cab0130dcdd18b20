package dev.afterimage.qa.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.options.ColorScheme;
import dev.afterimage.core.place.Placement;
import dev.afterimage.qa.access.AccessSettings;
import dev.afterimage.qa.access.TrustedProxies;
import dev.afterimage.qa.http.FakeStreams;
import dev.afterimage.qa.http.GatewayPorts;
import dev.afterimage.qa.http.QaPorts;
import dev.afterimage.qa.http.QaServer;
import dev.afterimage.qa.http.QaServerOptions;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The page behind a gateway, whose streams are those of the cluster's sources. */
class GatewayPageTest extends PageFixture {

    private static final String SECRET = "a secret that gateways and machines share";
    private QaServer machine;

    @Override
    @BeforeEach
    void serve() {
        machine = new QaServer(new QaPorts(store, asker, Optional.empty(), feed, List.of("notes-135m"), "0.1.0"), new QaServerOptions()
                .setPort(0).setGatewaySecret(SECRET).setAccess(AccessSettings.OPEN.behind(TrustedProxies.of(List.of("0.0.0.0/0")))))
                .start().await();
        URI its = URI.create("http://127.0.0.1:" + machine.port());
        Placement placement = new Placement(Map.of(FakeStreams.STREET, its, FakeStreams.TABLE, its), Set.of(), List.of(its), true);
        server = new QaServer(new GatewayPorts(() -> placement, SECRET, "0.1.0", Optional.empty()), new QaServerOptions().setPort(0))
                .start().await();
        running = new RunningStreams(store, feed);
    }

    @AfterEach
    void stopMachine() {
        machine.stop().await();
    }

    @Test
    void whatIsRefusedThereIsNotOffered() {
        open(1440, 900, ColorScheme.DARK);
        assertThat(button("Add a camera")).hasCount(0);
        button("About street").click();
        assertThat(page.locator("stream-facts dialog[open] dl")).isVisible();
        assertThat(page.locator("stream-facts form.limits")).isVisible();
        for (String refused : List.of("Pause", "Rename", "Change", "Delete this camera")) {
            assertThat(button(refused)).hasCount(0);
        }
        noErrors();
    }
}
