package dev.afterimage.qa.http;

import dev.afterimage.qa.access.Caller;
import dev.afterimage.qa.access.Session;
import dev.afterimage.qa.http.Admission.Admitted;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.SecurityPolicyHandler;
import java.util.Optional;
import java.util.function.Function;

/** The first handler of a route: lets those on whom meet its need, and says who they are to those behind it. */
final class Guard implements SecurityPolicyHandler {

    private static final String CALLER = Admitted.class.getName();

    private final Needs needs;
    private final Function<HttpServerRequest, Optional<Admitted>> callers;

    /** @param callers who a request comes from; empty for a stranger; throws {@link HttpFailure} for a wrong token */
    Guard(Needs needs, Function<HttpServerRequest, Optional<Admitted>> callers) {
        this.needs = needs;
        this.callers = callers;
    }

    @Override
    public void handle(RoutingContext context) {
        if (needs != Needs.OPEN) {
            Admitted admitted = callers.apply(context.request()).orElseThrow(Guard::stranger);
            Caller caller = admitted.caller();
            if (!needs.metBy(caller)) {
                throw new HttpFailure(403, "HTTP_ROLE", "this needs " + needs.words() + ", and you have " + caller.role().label()
                        + (caller.seesAll() ? "" : " of some streams"), "ask whoever runs the service for more");
            }
            context.put(CALLER, admitted);
        }
        context.next();
    }

    private static HttpFailure stranger() {
        return new HttpFailure(401, "HTTP_TOKEN", "this service asks for a token",
                "send 'Authorization: Bearer TOKEN', or log in on the page");
    }

    /** Who the request comes from, on any route that is not open. */
    static Caller caller(RoutingContext context) {
        return admitted(context).caller();
    }

    /** The login that the request came with; connections that outlive the request end with it. */
    static Optional<Session> session(RoutingContext context) {
        return admitted(context).session();
    }

    private static Admitted admitted(RoutingContext context) {
        Admitted admitted = context.get(CALLER);
        if (admitted == null) {
            throw new IllegalStateException("an open route has no caller");
        }
        return admitted;
    }
}
