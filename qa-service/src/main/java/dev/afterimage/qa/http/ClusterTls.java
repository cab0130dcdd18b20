package dev.afterimage.qa.http;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What gateways and machines of a cluster know each other by, beside their secret: each has a certificate of one authority, which signs for
 * nobody else, and so no names are checked. PEM.
 */
public record ClusterTls(TlsFiles own, Path authority) {

    /** @throws AfterimageException {@code USAGE_CONFIG} where it cannot be read */
    PemTrustOptions trusted() {
        return new PemTrustOptions().addCertValue(read(authority));
    }

    /** @throws AfterimageException {@code USAGE_CONFIG} where it cannot be read */
    PemKeyCertOptions shown() {
        return new PemKeyCertOptions().addCertValue(read(own.certificate())).addKeyValue(read(own.key()));
    }

    private static Buffer read(Path file) {
        try {
            return Buffer.buffer(Files.readAllBytes(file));
        } catch (IOException unreadable) {
            throw new AfterimageException(ErrorCode.USAGE_CONFIG, "the file " + file + " for TLS within the cluster cannot be read",
                    "put tls.crt, tls.key and ca.crt there, and check their permissions", unreadable);
        }
    }
}
