package dev.afterimage.qa.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Refuses, before any route looks at it, a request whose address or host cannot be read: the libraries behind would each stumble over it in
 * their own way.
 */
final class WellFormed implements Handler<HttpServerRequest> {

    /** Of a URI, but for percent signs without two digits; what is not ASCII is told apart below. */
    private static final Pattern ADDRESS = Pattern.compile("(?:[^%\\x00-\\x20\\x7f]|%[0-9A-Fa-f]{2})++");
    private static final Pattern HOST = Pattern.compile("(?:[A-Za-z0-9._~-]{1,253}|\\[[0-9A-Fa-f:.%]{2,45}])(?::\\d{0,5})?");

    private final Handler<HttpServerRequest> next;

    WellFormed(Handler<HttpServerRequest> next) {
        this.next = next;
    }

    @Override
    public void handle(HttpServerRequest request) {
        if (!request.uri().startsWith("/") || !ADDRESS.matcher(request.uri()).matches()) {
            refuse(request, "the address of the request cannot be read", "write it as /path?name=value, and '%' as %25");
        } else if (!hostReadable(request)) {
            refuse(request, "the Host header cannot be read", "send one, with a name or address and a port, e.g. localhost:8080");
        } else {
            next.handle(request);
        }
    }

    /** One, or none at all, as HTTP/1.0 allows; of two, a proxy before the service may have looked at the other. */
    private static boolean hostReadable(HttpServerRequest request) {
        List<String> hosts = request.headers().getAll(HttpHeaders.HOST);
        // The library has no authority where there can be no such port, or the address is of the wrong shape.
        return hosts.isEmpty() || hosts.size() == 1 && HOST.matcher(hosts.get(0)).matches() && request.authority() != null;
    }

    private static void refuse(HttpServerRequest request, String message, String remedy) {
        JsonObject error = new JsonObject().put("code", "HTTP_BAD_REQUEST").put("message", message).put("remedy", remedy);
        request.response().setStatusCode(400).putHeader("Content-Type", "application/json; charset=utf-8").putHeader("Connection", "close")
                .putHeader("X-Content-Type-Options", "nosniff").putHeader("Cache-Control", "no-store")
                        .end(new JsonObject().put("error", error).encode())
                .onComplete(sent -> request.connection().close());
    }
}
