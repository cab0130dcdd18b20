package dev.afterimage.qa.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.afterimage.qa.access.AccessSettings;
import dev.afterimage.qa.access.Caller;
import dev.afterimage.qa.access.OidcSettings;
import dev.afterimage.qa.access.RandomSecrets;
import dev.afterimage.qa.http.OidcProvider.Attempt;
import dev.afterimage.qa.http.OidcProvider.Login;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code GET /api/login/oidc} sends the browser to the identity provider, {@code GET /api/login/oidc/callback} takes it
 * back. A login can be taken back once, by the browser that began it, within ten minutes.
 */
final class OidcRoutes {

    private static final Logger LOG = LoggerFactory.getLogger(OidcRoutes.class);
    private static final Duration LOGIN_WITHIN = Duration.ofMinutes(10);
    private static final int MOST_UNDER_WAY = 10_000;
    /** A household, or all who share an address of IPv4. */
    private static final int MOST_OF_A_NETWORK = 200;
    private static final String CALLBACK = "api/login/oidc/callback";

    private final OidcProvider provider;
    private final OidcSettings settings;
    private final Optional<URI> publicUrl;
    private final LoginCookie cookie;
    private final boolean secure;
    private final Supplier<String> ownUrl;
    private final Clients clients;
    private final PendingLogins<Attempt> underWay =
            new PendingLogins<>(MOST_UNDER_WAY, MOST_OF_A_NETWORK, LOGIN_WITHIN, System::nanoTime);

    OidcRoutes(OidcProvider provider, AccessSettings settings, LoginCookie cookie, boolean secure, Supplier<String> ownUrl) {
        this.provider = provider;
        this.settings = settings.oidc().orElseThrow();
        this.publicUrl = settings.publicUrl();
        this.cookie = cookie;
        this.secure = secure;
        this.ownUrl = ownUrl;
        this.clients = new Clients(settings.proxies());
    }

    void mount(Routes routes) {
        routes.get(Needs.OPEN, "/api/login/oidc", this::begin);
        routes.get(Needs.OPEN, "/" + CALLBACK, this::comeBack);
    }

    private void begin(RoutingContext context) {
        String state = RandomSecrets.random();
        Attempt attempt = Attempt.begin(base() + CALLBACK);
        provider.authorizationUrl(attempt, state).onSuccess(url -> {
            underWay.add(state, clients.of(context.request()), attempt);
            context.response().addCookie(stateCookie(context.request(), state).setMaxAge(LOGIN_WITHIN.toSeconds()));
            send(context, url);
        }).onFailure(failure -> refuse(context, "unreachable", failure));
    }

    private void comeBack(RoutingContext context) {
        String state = Optional.ofNullable(context.request().getParam("state")).orElse("");
        Cookie sent = context.request().getCookie(stateName(context.request()));
        Optional<Attempt> begun = underWay.take(state);
        context.response().addCookie(stateCookie(context.request(), "").setMaxAge(0));
        String code = context.request().getParam("code");
        if (begun.isEmpty() || sent == null || !RandomSecrets.same(state, sent.getValue())) {
            refuse(context, "expired", null);
        } else if (code == null) {
            refuse(context, "denied", null);
        } else {
            provider.logIn(begun.get(), code, base()).onSuccess(login -> admit(context, login))
                    .onFailure(failure -> refuse(context, "refused", failure));
        }
    }

    private void admit(RoutingContext context, Login login) {
        JsonNode claims = Json.read(login.claims().encode().getBytes(StandardCharsets.UTF_8));
        Optional<Caller> caller = settings.callerOf(claims);
        if (caller.isEmpty()) {
            refuse(context, "unknown", null);
            return;
        }
        cookie.logIn(context.request(), caller.get(), login.logoutUrl());
        send(context, "/");
    }

    /** Back to the login page, which says it in words. */
    private static void refuse(RoutingContext context, String why, Throwable failure) {
        if (failure != null) {
            LOG.warn("a login by the identity provider was not completed ({}): {}", why, failure.getMessage());
        }
        send(context, "/login.html?failed=" + why);
    }

    private static void send(RoutingContext context, String url) {
        context.response().setStatusCode(302).putHeader("Location", url).putHeader("Cache-Control", "no-store").end();
    }

    /** With a slash at its end. */
    private String base() {
        return publicUrl.map(url -> url.toString().replaceAll("/*$", "/")).orElseGet(ownUrl);
    }

    /** Lax: the provider's page sends the browser back, and a strict cookie would stay at home. */
    private Cookie stateCookie(HttpServerRequest request, String state) {
        return Cookie.cookie(stateName(request), state).setPath("/api/login/oidc").setHttpOnly(true).setSameSite(CookieSameSite.LAX)
                .setSecure(secure);
    }

    private static String stateName(HttpServerRequest request) {
        return "afterimage-login-" + request.localAddress().port();
    }
}
