package dev.afterimage.engine.cluster;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.source.Senders;
import dev.afterimage.engine.Parts;
import dev.afterimage.engine.Version;
import dev.afterimage.engine.Wiring;
import dev.afterimage.engine.WritingEngine;
import dev.afterimage.flink.parts.WritePathParts;
import dev.afterimage.qa.access.AccessSettings;
import dev.afterimage.qa.access.TrustedProxies;
import dev.afterimage.qa.http.ClusterTls;
import dev.afterimage.qa.http.QaPorts;
import dev.afterimage.qa.http.QaServer;
import dev.afterimage.qa.http.QaServerOptions;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The service of one task manager, over what it stores, for the gateways of its cluster. */
final class MachineService implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MachineService.class);
    /** Gateways alone connect, each for many clients. */
    private static final int CONNECTIONS = 4096;

    private final QaServer server;
    private final URI address;

    private MachineService(QaServer server, URI address) {
        this.server = server;
        this.address = address;
    }

    /**
     * Empty where no secret of gateways is given.
     *
     * @param host        by which others reach this machine
     * @param secrets     directory of secrets
     * @param environment {@code AFTERIMAGE_SERVE_HOST} to listen on, where that is another, {@code AFTERIMAGE_SERVE_PORT},
     *                    and {@code AFTERIMAGE_CLUSTER_TLS}, see {@link ClusterCertificates}
     * @throws AfterimageException where it cannot listen
     */
    static Optional<MachineService> start(WritingEngine engine, String host, Path secrets, Map<String, String> environment) {
        Optional<String> secret = GatewaySecret.in(secrets);
        if (secret.isEmpty()) {
            LOG.warn("nothing is served to gateways: there is no {} in {}", GatewaySecret.FILE, secrets);
            return Optional.empty();
        }
        QaServerOptions options = new QaServerOptions().setHost(environment.getOrDefault("AFTERIMAGE_SERVE_HOST", host))
                .setPort(port(environment)).setGatewaySecret(secret.get()).setConnections(CONNECTIONS)
                .setAccess(AccessSettings.OPEN.behind(TrustedProxies.of(List.of("0.0.0.0/0", "::/0"))));
        Optional<ClusterTls> tls = ClusterCertificates.in(environment);
        tls.ifPresent(options::setClusterTls);
        QaServer server = new QaServer(ports(engine), options);
        server.startNow();
        String name = host.contains(":") ? "[" + host + "]" : host;
        URI address = URI.create((tls.isPresent() ? "https://" : "http://") + name + ":" + server.port());
        LOG.info("served to gateways at {}", address);
        return Optional.of(new MachineService(server, address));
    }

    private static QaPorts ports(WritingEngine engine) {
        WritePathParts parts = engine.parts();
        return new QaPorts(parts.store(), engine.asker(), Optional.empty(), parts.feed(), List.of(parts.model().name()),
                Version.current(), Wiring.events(parts.store(), parts.model()), new Senders(), Optional.of(Parts.videoCutter()));
    }

    private static int port(Map<String, String> environment) {
        String written = environment.getOrDefault("AFTERIMAGE_SERVE_PORT", "0");
        if (!written.matches("\\d{1,5}") || Integer.parseInt(written) > 65_535) {
            throw new AfterimageException(ErrorCode.USAGE_CONFIG, "AFTERIMAGE_SERVE_PORT is '" + written + "'",
                    "give a port, or 0 for any");
        }
        return Integer.parseInt(written);
    }

    URI address() {
        return address;
    }

    @Override
    public void close() {
        server.stopNow();
    }
}
