package dev.afterimage.qa.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.core.stream.StreamId;
import dev.afterimage.qa.access.AccessSettings;
import dev.afterimage.qa.access.OidcSettings.Rule;
import dev.afterimage.qa.access.OidcSettings;
import dev.afterimage.qa.access.Role;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Login by an identity provider, against one that runs here. */
class OidcTest extends ServiceTest {

    private static final Rule GUARDS = new Rule("guards", Role.ASK, Optional.of(Set.of(new StreamId("street"))));
    private IdentityProvider provider;

    @BeforeEach
    void serve() {
        provider = new IdentityProvider(vertx);
        start(new QaServerOptions().setAccess(settings("groups", List.of(new Rule("admins", Role.MANAGE, Optional.empty()), GUARDS))));
    }

    private AccessSettings settings(String claim, List<Rule> rules) {
        OidcSettings oidc = new OidcSettings(URI.create(provider.issuer()), IdentityProvider.CLIENT, "secret", "Example", claim,
                List.of("email"), rules);
        return new AccessSettings(List.of(), Optional.of(oidc), Optional.empty(), AccessSettings.DEFAULT_SESSION_LIFE, "");
    }

    /** What a browser does: follows one redirect at a time, and keeps its cookies. */
    private HttpResponse<Buffer> browse(String url, String cookie) {
        HttpRequest<Buffer> request = client.getAbs(url).followRedirects(false);
        if (cookie != null) {
            request.putHeader("Cookie", cookie);
        }
        return await(request.putHeader("Sec-Fetch-Site", "cross-site").putHeader("Sec-Fetch-Mode", "navigate").send());
    }

    private HttpResponse<Buffer> begin() {
        return browse(server.url() + "api/login/oidc", null);
    }

    private static String cookie(HttpResponse<Buffer> response, String prefix) {
        return response.cookies().stream().filter(cookie -> cookie.startsWith(prefix) && !cookie.contains("Max-Age=0")).findFirst()
                .map(cookie -> cookie.substring(0, cookie.indexOf(';'))).orElse(null);
    }

    private HttpResponse<Buffer> logIn() {
        HttpResponse<Buffer> begun = begin();
        return browse(provider.approve(begun.getHeader("Location")), cookie(begun, "afterimage-login-"));
    }

    private String sessionOf(HttpResponse<Buffer> response) {
        return cookie(response, "afterimage-" + server.port());
    }

    private HttpResponse<Buffer> api(String session, String path) {
        return await(client.get(server.port(), "127.0.0.1", path).putHeader("Cookie", session).send());
    }

    private void refused(String why) {
        HttpResponse<Buffer> response = logIn();
        assertThat(response.getHeader("Location")).isEqualTo("/login.html?failed=" + why);
        assertThat(sessionOf(response)).isNull();
    }

    private void refusedClaims(Consumer<JsonObject> spoiled) {
        provider.claims = spoiled;
        refused("refused");
    }

    @Test
    void theClaimDecidesWhatOneMayDoAndSee() {
        HttpResponse<Buffer> response = logIn();
        assertThat(response.getHeader("Location")).isEqualTo("/");
        String session = sessionOf(response);
        JsonObject info = api(session, "/api/info").bodyAsJsonObject();
        assertThat(info.getString("role")).isEqualTo("ask");
        assertThat(info.getString("caller")).isEqualTo("ann@example.org");
        assertThat(api(session, "/api/streams").bodyAsString()).contains("street").doesNotContain("table");
    }

    @Test
    void theBrowserIsSentToTheProviderWithStateNonceAndPkce() {
        HttpResponse<Buffer> begun = begin();
        assertThat(begun.getHeader("Location")).startsWith(provider.issuer() + "/authorize?")
                .contains("response_type=code", "client_id=afterimage",
                "state=", "nonce=", "code_challenge_method=S256", "scope=openid");
        assertThat(begun.getHeader("Set-Cookie")).containsIgnoringCase("HttpOnly").contains("SameSite=Lax");
    }

    @Test
    void whomNoRuleFitsIsRefused() {
        provider.claims = claims -> claims.put("groups", new JsonArray().add("visitors"));
        refused("unknown");
        provider.claims = claims -> claims.remove("groups");
        refused("unknown");
    }

    @Test
    void anIdTokenThatDoesNotHoldIsRefused() {
        refusedClaims(claims -> claims.put("aud", "another"));
        refusedClaims(claims -> claims.put("aud", new JsonArray().add("another").add(IdentityProvider.CLIENT)).put("azp", "another"));
        refusedClaims(claims -> claims.put("iss", "http://127.0.0.1:1"));
        refusedClaims(claims -> claims.put("exp", System.currentTimeMillis() / 1000 - 60));
        refusedClaims(claims -> claims.remove("exp"));
        refusedClaims(claims -> claims.put("nonce", "of another login"));
        refusedClaims(claims -> claims.remove("nonce"));
        refusedClaims(claims -> claims.remove("sub"));
        assertThat(provider.exchanged).isEqualTo(8);
    }

    @Test
    void anIdTokenThatTheProviderDidNotSignIsRefused() {
        provider.token = IdentityProvider::unsigned;
        refused("refused");
        provider.token = whole -> whole.substring(0, whole.lastIndexOf('.') + 1);
        refused("refused");
        provider.token = whole -> whole.split("\\.")[0] + "."
                + IdentityProvider.base64(new JsonObject().put("sub", "admin").toBuffer().getBytes()) + "." + whole.split("\\.")[2];
        refused("refused");
        provider.token = whole -> null;
        refused("refused");
    }

    @Test
    void aStateIsTakenOnceAndFromItsOwnBrowserAlone() {
        HttpResponse<Buffer> begun = begin();
        String back = provider.approve(begun.getHeader("Location"));
        assertThat(browse(back, null).getHeader("Location")).as("another browser").endsWith("failed=expired");
        assertThat(browse(back, cookie(begun, "afterimage-login-")).getHeader("Location")).as("a second time").endsWith("failed=expired");
        assertThat(browse(server.url() + "api/login/oidc/callback?code=x&state=", "afterimage-login-" + server.port() + "=")
                .getHeader("Location")).endsWith("failed=expired");
        assertThat(provider.exchanged).isZero();
    }

    @Test
    void whoDeclinesIsBackAtTheLoginPage() {
        HttpResponse<Buffer> begun = begin();
        String back = provider.approve(begun.getHeader("Location")).replaceFirst("code=[^&]+", "error=access_denied");
        assertThat(browse(back, cookie(begun, "afterimage-login-")).getHeader("Location")).endsWith("failed=denied");
    }

    @Test
    void loggingOutGoesOnToTheProvider() {
        String session = sessionOf(logIn());
        JsonObject out = await(client.post(server.port(), "127.0.0.1", "/api/logout").putHeader("Cookie", session)
                .putHeader("Sec-Fetch-Site", "same-origin").send()).bodyAsJsonObject();
        assertThat(out.getString("continue_at")).startsWith(provider.issuer() + "/logout?");
        assertThat(api(session, "/api/streams").statusCode()).isEqualTo(401);
    }

    @Test
    void aKeyThatTheProviderChangedToIsFetched() {
        assertThat(sessionOf(logIn())).isNotNull();
        provider.changeKeys();
        assertThat(sessionOf(logIn())).isNotNull();
    }

    @Test
    void aProviderThatCannotBeReachedIsSaidSo() {
        await(server.stop());
        OidcSettings oidc = new OidcSettings(URI.create("http://127.0.0.1:1"), "afterimage", "", "Example", "groups", List.of(),
                List.of(GUARDS));
        start(new QaServerOptions().setAccess(new AccessSettings(List.of(), Optional.of(oidc), Optional.empty(),
                AccessSettings.DEFAULT_SESSION_LIFE, "")));
        assertThat(begin().getHeader("Location")).endsWith("failed=unreachable");
    }

    @Test
    void anAddressThatTheProviderHasNotVerifiedIsNobodys() {
        await(server.stop());
        start(new QaServerOptions().setAccess(settings("email", List.of(new Rule("ann@example.org", Role.MANAGE, Optional.empty())))));
        for (Object verified : new Object[] {true, "true"}) {
            provider.claims = claims -> claims.put("email_verified", verified);
            assertThat(sessionOf(logIn())).isNotNull();
        }
        for (Object unverified : new Object[] {false, "false", ""}) {
            provider.claims = claims -> claims.put("email_verified", unverified);
            refused("unknown");
        }
        provider.claims = claims -> claims.remove("email_verified");
        refused("unknown");
    }
}
