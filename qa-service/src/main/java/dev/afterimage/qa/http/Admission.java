package dev.afterimage.qa.http;

import dev.afterimage.qa.access.AccessSettings;
import dev.afterimage.qa.access.Attempts;
import dev.afterimage.qa.access.Caller;
import dev.afterimage.qa.access.RandomSecrets;
import dev.afterimage.qa.access.Session;
import dev.afterimage.qa.access.AccessTokens;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Optional;

/** Says who a request comes from: by its token, or by the cookie of a login. */
final class Admission {

    private final AccessSettings settings;
    private final AccessTokens tokens;
    private final LoginCookie cookie;
    private final Attempts attempts = new Attempts();
    private final Clients clients;
    private final Optional<String> gatewaySecret;

    /** @param gatewaySecret what gateways show, where they alone are let in, for whom they speak */
    Admission(AccessSettings settings, LoginCookie cookie, Optional<String> gatewaySecret) {
        this.settings = settings;
        this.gatewaySecret = gatewaySecret;
        this.tokens = new AccessTokens(settings.tokens());
        this.cookie = cookie;
        this.clients = new Clients(settings.proxies());
    }

    /** @param session present where they logged in */
    record Admitted(Caller caller, Optional<Session> session) { }

    /**
     * Empty for a stranger.
     *
     * @throws HttpFailure 401 for a wrong token, 429 after too many of them, 403 for a request that a page of another site may have made
     */
    Optional<Admitted> admitted(HttpServerRequest request) {
        if (gatewaySecret.isPresent()) {
            return Optional.of(new Admitted(ConveyedCaller.of(request, gatewaySecret.get()), Optional.empty()));
        }
        if (!settings.guarded()) {
            return Optional.of(new Admitted(Caller.OWNER, Optional.empty()));
        }
        String authorization = request.getHeader("Authorization");
        if (authorization != null) {
            return Optional.of(new Admitted(byToken(bearer(authorization), request), Optional.empty()));
        }
        Optional<Session> session = cookie.session(request);
        session.ifPresent(any -> refuseForged(request));
        return session.map(found -> new Admitted(found.caller(), session));
    }

    /** @throws HttpFailure 401 for a wrong token, 429 after too many of them */
    Caller byToken(String token, HttpServerRequest request) {
        if (!settings.localToken().isEmpty() && RandomSecrets.same(settings.localToken(), token)) {
            return Caller.OWNER;
        }
        String address = clients.of(request);
        refuseIfTooMany(attempts.wait(address));
        return tokens.find(token).orElseThrow(() -> {
            attempts.failed(address);
            return new HttpFailure(401, "HTTP_TOKEN", "the token is not the right one",
                    "check it, and ask whoever runs the service for one");
        });
    }

    static String bearer(String authorization) {
        if (authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return authorization.substring(7).trim();
        }
        throw new HttpFailure(401, "HTTP_TOKEN", "this service knows no such kind of authorization", "send 'Authorization: Bearer TOKEN'");
    }

    private static void refuseIfTooMany(Duration wait) {
        if (!wait.isZero()) {
            throw new HttpFailure(429, "HTTP_ATTEMPTS", "there were too many wrong tokens from your address",
                    "try again in " + (wait.toSeconds() + 1) + " s").retryAfter(wait.toSeconds() + 1);
        }
    }

    /** A browser sends the cookie by itself: what changes something must come from the service's own page, which browsers then say. */
    private static void refuseForged(HttpServerRequest request) {
        boolean reads = request.method() == HttpMethod.GET || request.method() == HttpMethod.HEAD;
        if (!reads && request.getHeader("Origin") == null && !"same-origin".equals(request.getHeader("Sec-Fetch-Site"))) {
            throw new HttpFailure(403, "HTTP_ORIGIN", "a request with a login's cookie does not say which page it comes from",
                    "use the page this service serves, or a token");
        }
    }
}
