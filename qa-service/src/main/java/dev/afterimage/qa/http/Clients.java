package dev.afterimage.qa.http;

import dev.afterimage.qa.access.TrustedProxies;
import io.vertx.core.http.HttpServerRequest;

/** Whom requests come from, by address. */
final class Clients {

    private static final String FORWARDED = "X-Forwarded-For";

    private final TrustedProxies proxies;

    Clients(TrustedProxies proxies) {
        this.proxies = proxies;
    }

    /** Whether a connection is a proxy's, which many clients may share. */
    boolean proxied(String address) {
        return proxies.trusts(address);
    }

    String of(HttpServerRequest request) {
        return proxies.client(request.remoteAddress().hostAddress(), request.headers().getAll(FORWARDED));
    }
}
