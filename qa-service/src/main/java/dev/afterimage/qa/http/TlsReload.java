package dev.afterimage.qa.http;

import dev.afterimage.core.error.AfterimageException;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes a renewed certificate into use. New connections meet it; those that are open go on with the old one. */
final class TlsReload {

    private static final Logger LOG = LoggerFactory.getLogger(TlsReload.class);

    private final Vertx vertx;
    private final TlsFiles files;
    private final Optional<PemTrustOptions> clients;
    private volatile TlsIdentity current;
    private String complaint = "";
    private volatile Consumer<String> onChange = sha256 -> { };

    /** @throws AfterimageException as {@link TlsIdentity#read} does */
    TlsReload(Vertx vertx, TlsFiles files, Optional<ClusterTls> cluster) {
        this.vertx = vertx;
        this.clients = cluster.map(ClusterTls::trusted);
        this.files = files;
        this.current = TlsIdentity.read(vertx, files);
    }

    /** The authority that clients need a certificate of; empty where anybody may connect. */
    Optional<PemTrustOptions> clients() {
        return clients;
    }

    TlsIdentity current() {
        return current;
    }

    /** @param listener told the SHA-256 of each certificate that follows the first */
    void onChange(Consumer<String> listener) {
        onChange = listener;
    }

    private ServerSSLOptions options(TlsIdentity identity) {
        // HTTP/1.1 only, as without TLS.
        ServerSSLOptions options = new ServerSSLOptions();
        options.setUseAlpn(false).setKeyCertOptions(identity.options());
        clients.ifPresent(trusted -> options.setClientAuth(ClientAuth.REQUIRED).setTrustOptions(trusted));
        return CipherSuites.allow(options);
    }

    /** One look after the other, however long each takes. */
    void watch(HttpServer server, Duration every) {
        vertx.setTimer(every.toMillis(), due -> vertx.executeBlocking(this::read).onSuccess(read -> {
            if (read != null && !read.options().equals(current.options())) {
                use(server, read);
            }
        }).onComplete(looked -> watch(server, every)));
    }

    private TlsIdentity read() {
        try {
            TlsIdentity read = TlsIdentity.read(vertx, files);
            complaint = "";
            return read;
        } catch (AfterimageException unusable) {
            if (!unusable.getMessage().equals(complaint)) {
                LOG.warn("the certificate in use is kept: {}", unusable.getMessage());
                complaint = unusable.getMessage();
            }
            return null;
        }
    }

    private void use(HttpServer server, TlsIdentity read) {
        server.updateSSLOptions(options(read)).onSuccess(changed -> {
            current = read;
            LOG.info("a new certificate is in use: {}", files.certificate());
            onChange.accept(read.sha256());
        }).onFailure(refused -> LOG.warn("the certificate in use is kept: {}", refused.getMessage()));
    }
}
