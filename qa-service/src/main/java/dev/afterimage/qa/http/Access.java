package dev.afterimage.qa.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * Lets in whom the service is for. A page of another site that runs in the same browser can reach 127.0.0.1 too: by a rebound DNS name
 * (caught by the Host header), or by a cross-site request or WebSocket (caught by Origin and Sec-Fetch-Site).
 */
final class Access implements Handler<RoutingContext> {

    private final QaServerOptions options;
    private final byte[] token;

    Access(QaServerOptions options) {
        this.options = options;
        this.token = options.token().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        checkHost(request);
        checkOrigin(request);
        if (token.length > 0 && guarded(context.normalizedPath())) {
            checkToken(request);
        }
        context.next();
    }

    private void checkHost(HttpServerRequest request) {
        String host = request.getHeader("Host");
        if (host == null || options.loopback() && !Hosts.isLoopback(Hosts.nameOf(host))) {
            throw new HttpFailure(403, "HTTP_HOST", "this service does not answer to the name '" + host + "'",
                    "open it as http://localhost:" + request.localAddress().port() + ", or listen on another address with a token");
        }
    }

    private static void checkOrigin(HttpServerRequest request) {
        String origin = request.getHeader("Origin");
        boolean foreign = origin != null && !sameOrigin(origin, request.getHeader("Host"))
                || "cross-site".equals(request.getHeader("Sec-Fetch-Site")) && !navigation(request);
        if (foreign) {
            throw new HttpFailure(403, "HTTP_ORIGIN", "the request comes from a page of another site", "use the page this service serves");
        }
    }

    /** A link followed from elsewhere only shows the page. */
    private static boolean navigation(HttpServerRequest request) {
        return request.method() == HttpMethod.GET && "navigate".equals(request.getHeader("Sec-Fetch-Mode"));
    }

    private static boolean sameOrigin(String origin, String host) {
        try {
            return host.equalsIgnoreCase(URI.create(origin).getRawAuthority());
        } catch (IllegalArgumentException unreadable) {
            return false;
        }
    }

    /** The page's own files hold nothing private, and probes have no token. */
    private static boolean guarded(String path) {
        return path.startsWith("/api/") || path.startsWith("/v1/") || path.equals("/metrics");
    }

    private void checkToken(HttpServerRequest request) {
        String given = givenToken(request);
        if (given == null || !MessageDigest.isEqual(token, given.getBytes(StandardCharsets.UTF_8))) {
            throw new HttpFailure(401, "HTTP_TOKEN", given == null ? "this service asks for a token" : "the token is not the right one",
                    "send 'Authorization: Bearer TOKEN', or open the page with ?token=TOKEN");
        }
    }

    private static String givenToken(HttpServerRequest request) {
        String authorization = request.getHeader("Authorization");
        if (authorization != null && authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return authorization.substring(7).trim();
        }
        // Pictures and WebSockets cannot carry headers in a browser.
        return request.method() == HttpMethod.GET ? request.getParam("token") : null;
    }
}
