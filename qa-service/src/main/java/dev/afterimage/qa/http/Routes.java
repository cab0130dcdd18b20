package dev.afterimage.qa.http;

import io.vertx.core.Handler;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.function.Function;

/**
 * The one way to add routes. Each says what it needs of its caller, and that is checked on the route itself, once a request has matched it:
 * so there is no second reading of the path that could differ from the router's.
 *
 * <pre>{@code
 * routes.get(Needs.VIEW, "/api/streams/:id/scenes", this::scenes);
 * }</pre>
 */
final class Routes {

    /** Metadata of each route: its {@link Needs}. */
    static final String NEEDS = "needs";
    /** Metadata of what every request passes before its route. */
    static final String PASSED_BY_ALL = "passed by all";

    private final Router router;
    private final Function<Needs, Guard> guards;
    private final Handler<RoutingContext> body;

    /** @param body reads the request's body, after the caller has been let in */
    Routes(Router router, Function<Needs, Guard> guards, Handler<RoutingContext> body) {
        this.router = router;
        this.guards = guards;
        this.body = body;
    }

    /** For handlers that look at every request and pass it on; they answer nobody. */
    Route every() {
        return router.route().putMetadata(PASSED_BY_ALL, true);
    }

    void get(Needs needs, String path, Handler<RoutingContext> handler) {
        declare(router.get(path), needs).handler(this::read).handler(Bodies.wasRead(handler));
    }

    void post(Needs needs, String path, Handler<RoutingContext> handler) {
        declare(router.post(path), needs).handler(this::read).handler(Bodies.wasRead(handler));
    }

    void delete(Needs needs, String path, Handler<RoutingContext> handler) {
        declare(router.delete(path), needs).handler(this::read).handler(Bodies.wasRead(handler));
    }

    /** The handler reads the body by itself, from an event of its own on: of any length, as fast as it likes. */
    void patch(Needs needs, String path, Handler<RoutingContext> handler) {
        declare(router.patch(path), needs).handler(handler);
    }

    void options(Needs needs, String path, Handler<RoutingContext> handler) {
        declare(router.options(path), needs).handler(handler);
    }

    private void read(RoutingContext context) {
        Bodies.beginToRead(context);
        body.handle(context);
    }

    /** A WebSocket's handshake: there is no body to wait for. */
    void socket(Needs needs, String path, Handler<RoutingContext> handler) {
        declare(router.get(path), needs).handler(handler);
    }

    void getMatching(Needs needs, String regex, Handler<RoutingContext> handler) {
        declare(router.getWithRegex(regex), needs).handler(this::read).handler(Bodies.wasRead(handler));
    }

    /** Whatever no earlier route has answered. */
    void getOtherwise(Needs needs, Handler<RoutingContext> handler) {
        declare(router.get(), needs).handler(this::read).handler(Bodies.wasRead(handler));
    }

    private Route declare(Route route, Needs needs) {
        return route.putMetadata(NEEDS, needs).handler(guards.apply(needs));
    }

    /** @throws IllegalStateException for a route that was added past this class, and so would let anybody in */
    static void refuseUndeclared(Router router) {
        List<Route> undeclared = router.getRoutes().stream()
                .filter(route -> route.getMetadata(NEEDS) == null && route.getMetadata(PASSED_BY_ALL) == null).toList();
        if (!undeclared.isEmpty()) {
            throw new IllegalStateException("these routes do not say what they need of their callers, add them through Routes: "
                    + undeclared);
        }
    }
}
