package dev.afterimage.qa.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.util.Set;

/**
 * Lets in whom the service is for. A page of another site that runs in the same browser can reach 127.0.0.1 too: by a rebound DNS name
 * (caught by the Host header), or by a cross-site request or WebSocket (caught by Origin and Sec-Fetch-Site).
 */
final class Access implements Handler<RoutingContext> {

    /** Another port of this host is another site's page too. */
    private static final Set<String> FOREIGN = Set.of("cross-site", "same-site");

    /** What pages of other sites may read of an answer beside its body. */
    private static final String EXPOSED = String.join(", ", "Location", "Retry-After", "ETag", "Accept-Ranges", "Content-Range",
            "Content-Disposition", UploadHeaders.RESUMABLE, UploadHeaders.VERSION, UploadHeaders.EXTENSION, UploadHeaders.MAX_SIZE,
            UploadHeaders.OFFSET, UploadHeaders.LENGTH, UploadHeaders.EXPIRES,
            MomentRoutes.SECONDS, VideoRoutes.FROM, VideoRoutes.TO, VideoRoutes.DAMAGED);

    private final QaServerOptions options;

    Access(QaServerOptions options) {
        this.options = options;
    }

    @Override
    public void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        checkHost(request);
        if (fromAllowedPage(request)) {
            allow(context);
            return;
        }
        checkOrigin(request);
        context.next();
    }

    /** A page of another site that the configuration names. */
    private boolean fromAllowedPage(HttpServerRequest request) {
        String origin = request.getHeader("Origin");
        return origin != null && options.access().origins().contains(origin) && !sameOrigin(origin, request.getHeader("Host"));
    }

    /** With a token alone: a login belongs to the service's own page. */
    private static void allow(RoutingContext context) {
        HttpServerRequest request = context.request();
        request.headers().remove("Cookie");
        context.response().putHeader("Access-Control-Allow-Origin", request.getHeader("Origin")).putHeader("Vary", "Origin")
                .putHeader("Access-Control-Expose-Headers", EXPOSED)
                .putHeader("Cross-Origin-Resource-Policy", "cross-origin");
        if (request.method() != HttpMethod.OPTIONS || request.getHeader("Access-Control-Request-Method") == null) {
            context.next();
            return;
        }
        String headers = request.getHeader("Access-Control-Request-Headers");
        context.response().putHeader("Access-Control-Allow-Methods", "GET, HEAD, POST, PATCH, DELETE")
                .putHeader("Access-Control-Max-Age", "600")
                .putHeader("Access-Control-Allow-Headers", headers == null ? "Authorization, Content-Type" : headers)
                .setStatusCode(204).end();
    }

    private void checkHost(HttpServerRequest request) {
        String host = request.getHeader("Host");
        if (host == null || options.loopback() && !Hosts.isLoopback(Hosts.nameOf(host)) && !isPublic(host)) {
            throw new HttpFailure(403, "HTTP_HOST", "this service does not answer to the name '" + host + "'",
                    "open it as http://localhost:" + request.localAddress().port() + ", or listen on another address with a token");
        }
    }

    /** A proxy on this machine that passes on the name by which it was called. */
    private boolean isPublic(String host) {
        return options.access().publicUrl().filter(url -> host.equalsIgnoreCase(url.getRawAuthority())).isPresent();
    }

    private static void checkOrigin(HttpServerRequest request) {
        String origin = request.getHeader("Origin");
        boolean foreign = origin != null && !sameOrigin(origin, request.getHeader("Host"))
                || FOREIGN.contains(String.valueOf(request.getHeader("Sec-Fetch-Site"))) && !navigation(request);
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
}
