package dev.afterimage.qa.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.afterimage.qa.access.AccessSettings;
import dev.afterimage.qa.access.Session;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** {@code GET, POST /api/login}, {@code POST /api/logout}: a browser exchanges a token for a cookie, and gives it back. */
final class LoginRoutes {

    private final AccessSettings settings;
    private final Admission admission;
    private final LoginCookie cookie;

    LoginRoutes(AccessSettings settings, Admission admission, LoginCookie cookie) {
        this.settings = settings;
        this.admission = admission;
        this.cookie = cookie;
    }

    void mount(Routes routes) {
        routes.get(Needs.OPEN, "/api/login", context -> Replies.json(context, 200, ways()));
        routes.post(Needs.OPEN, "/api/login", this::logIn);
        routes.post(Needs.OPEN, "/api/logout", this::logOut);
    }

    /** What the login page offers. */
    private ObjectNode ways() {
        ObjectNode json = Json.object().put("needed", settings.guarded()).put("token", !settings.tokens().isEmpty());
        settings.oidc().ifPresent(oidc -> json.put("oidc", oidc.name()));
        return json;
    }

    private void logIn(RoutingContext context) {
        String token = new Fields(Bodies.object(context)).only("token").text("token");
        cookie.logIn(context.request(), admission.byToken(token, context.request()), Optional.empty());
        context.response().setStatusCode(204).end();
    }

    private void logOut(RoutingContext context) {
        Optional<Session> ended = cookie.logOut(context.request());
        ObjectNode json = Json.object();
        ended.flatMap(Session::logoutUrl).ifPresent(url -> json.put("continue_at", url));
        Replies.json(context, 200, json);
    }
}
