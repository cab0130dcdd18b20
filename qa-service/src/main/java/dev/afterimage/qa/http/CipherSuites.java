package dev.afterimage.qa.http;

import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.util.List;

/** What TLS may encrypt with: authenticated encryption under keys that nobody can find out later (ECDHE). */
final class CipherSuites {

    static final List<String> ALLOWED = List.of("TLS_AES_256_GCM_SHA384", "TLS_AES_128_GCM_SHA256", "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

    private CipherSuites() { }

    static void allow(HttpServerOptions listen) {
        ALLOWED.forEach(listen::addEnabledCipherSuite);
    }

    static ServerSSLOptions allow(ServerSSLOptions options) {
        ALLOWED.forEach(options::addEnabledCipherSuite);
        return options;
    }
}
