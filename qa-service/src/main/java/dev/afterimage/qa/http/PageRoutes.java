package dev.afterimage.qa.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The page, from the class path: its own files below {@code web/}, libraries below {@code META-INF/resources/_static/} under
 * {@code /lib/NAME/VERSION/}. Everything is read once; there is little of it.
 */
final class PageRoutes {

    private static final Pattern SAFE = Pattern.compile("/[A-Za-z0-9_@-][A-Za-z0-9._@-]*(/[A-Za-z0-9_@-][A-Za-z0-9._@-]*)*");
    private static final Pattern INLINE_SCRIPT = Pattern.compile("<script type=\"importmap\">(.*?)</script>", Pattern.DOTALL);
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8", "js", "text/javascript; charset=utf-8", "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml", "png", "image/png", "woff2", "font/woff2", "webmanifest", "application/manifest+json");

    private record Asset(byte[] bytes, String type, String tag) { }

    private final Map<String, Optional<Asset>> assets = new ConcurrentHashMap<>();
    private final BoundedWorkers reads;

    PageRoutes(BoundedWorkers reads) {
        this.reads = reads;
    }

    void mount(Routes routes) {
        routes.get(Needs.OPEN, "/", context -> serve(context, "/index.html", "web", false));
        routes.getMatching(Needs.OPEN, "/lib/.+", context ->
                serve(context, context.normalizedPath().substring("/lib".length()), "META-INF/resources/_static", true));
        routes.getOtherwise(Needs.OPEN, context -> serve(context, context.normalizedPath(), "web", false));
    }

    private void serve(RoutingContext context, String path, String root, boolean forever) {
        if (!SAFE.matcher(path).matches()) {
            context.next();
            return;
        }
        reads.run(() -> assets.computeIfAbsent(root + path, PageRoutes::load)).onFailure(context::fail)
                .onSuccess(asset -> asset.ifPresentOrElse(found -> send(context, found, forever), context::next));
    }

    private static void send(RoutingContext context, Asset asset, boolean forever) {
        HttpServerResponse response = context.response().putHeader("ETag", asset.tag())
                .putHeader("Cache-Control", forever ? "public, max-age=31536000, immutable" : "no-cache");
        if (asset.tag().equals(context.request().getHeader("If-None-Match"))) {
            response.setStatusCode(304).end();
            return;
        }
        if (asset.type().startsWith("text/html")) {
            response.putHeader("Content-Security-Policy", policy(new String(asset.bytes(), StandardCharsets.UTF_8)));
        }
        response.putHeader("Content-Type", asset.type()).end(Buffer.buffer(asset.bytes()));
    }

    /** Nothing from another host, no inline script but the import map, which browsers take inline only. */
    static String policy(String html) {
        Matcher inline = INLINE_SCRIPT.matcher(html);
        String hash = inline.find() ? " 'sha256-" + Base64.getEncoder()
                .encodeToString(sha256(inline.group(1).getBytes(StandardCharsets.UTF_8))) + "'" : "";
        return "default-src 'none'; script-src 'self'" + hash
                + "; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' blob: data:; media-src 'self' blob:; "
                + "font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    }

    private static Optional<Asset> load(String resource) {
        String type = TYPES.get(resource.substring(resource.lastIndexOf('.') + 1));
        if (type == null) {
            return Optional.empty();
        }
        try (InputStream in = PageRoutes.class.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                return Optional.empty();
            }
            byte[] bytes = in.readAllBytes();
            return Optional.of(new Asset(bytes, type, "\"" + Base64.getUrlEncoder().withoutPadding().encodeToString(sha256(bytes)) + "\""));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
