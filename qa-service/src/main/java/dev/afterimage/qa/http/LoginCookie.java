package dev.afterimage.qa.http;

import dev.afterimage.qa.access.Caller;
import dev.afterimage.qa.access.Session;
import dev.afterimage.qa.access.Sessions;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Optional;

/**
 * A browser's login: a cookie that no script can read and no other site can use. Browsers share cookies between the ports of a host, so the
 * port is part of its name: two services on one machine do not log each other out.
 */
final class LoginCookie {

    private final Sessions sessions;
    private final boolean secure;

    /** @param secure whether browsers reach the service by https */
    LoginCookie(Sessions sessions, boolean secure) {
        this.sessions = sessions;
        this.secure = secure;
    }

    Optional<Session> session(HttpServerRequest request) {
        return Optional.ofNullable(request.getCookie(name(request))).flatMap(cookie -> sessions.find(cookie.getValue()));
    }

    /** Always a new session: one that somebody else may have put into the browser is not gone on with. */
    void logIn(HttpServerRequest request, Caller caller, Optional<String> logoutUrl) {
        logOut(request);
        String name = sessions.begin(caller, logoutUrl);
        request.response().addCookie(cookie(request, name).setMaxAge(sessions.life().toSeconds()));
    }

    Optional<Session> logOut(HttpServerRequest request) {
        Cookie sent = request.getCookie(name(request));
        Optional<Session> ended = sent == null ? Optional.empty() : sessions.end(sent.getValue());
        HttpServerResponse response = request.response();
        response.addCookie(cookie(request, "").setMaxAge(0));
        return ended;
    }

    private Cookie cookie(HttpServerRequest request, String value) {
        return Cookie.cookie(name(request), value).setPath("/").setHttpOnly(true).setSameSite(CookieSameSite.STRICT).setSecure(secure);
    }

    /** With the prefix, browsers take it from this very host and over https only. */
    private String name(HttpServerRequest request) {
        return (secure ? "__Host-" : "") + "afterimage-" + request.localAddress().port();
    }
}
