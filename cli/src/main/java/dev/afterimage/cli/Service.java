package dev.afterimage.cli;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.retention.Limits;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.engine.Engine;
import dev.afterimage.engine.Parts;
import dev.afterimage.engine.Wiring;
import dev.afterimage.qa.access.AccessSettings;
import dev.afterimage.qa.access.RandomSecrets;
import dev.afterimage.qa.http.QaPorts;
import dev.afterimage.qa.http.QaServer;
import dev.afterimage.qa.http.Publishing;
import dev.afterimage.qa.http.QaServerOptions;
import dev.afterimage.qa.http.TlsFiles;
import dev.afterimage.store.DataDirectory;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The HTTP service over an engine; its address stands in the data directory as long as it runs, for other processes to ask. */
final class Service implements AutoCloseable {

    /** Any free port of this machine, for other processes of this user alone. */
    static final Options LOCAL = new Options(QaServerOptions.DEFAULT_HOST, 0, AccessSettings.OPEN.withLocalToken(RandomSecrets.random()),
            Optional.empty(), Map.of(),
            ServiceLimits.DEFAULT);

    private final QaServer server;
    private final DataDirectory directory;
    private final Options options;

    /**
     * @param tls       the certificate to serve HTTPS with
     * @param questions suggested on the page, by stream
     * @param keep      how much is kept of single streams
     * @param publishing where encoders publish by RTMP
     */
    record Options(String host, int port, AccessSettings access, Optional<TlsFiles> tls, Map<String, List<String>> questions,
            ServiceLimits limits, Map<StreamId, Limits> keep, Optional<Publishing> publishing) {

        Options(String host, int port, AccessSettings access, Optional<TlsFiles> tls, Map<String, List<String>> questions,
                ServiceLimits limits) {
            this(host, port, access, tls, questions, limits, Map.of(), Optional.empty());
        }

        /** The same where this is kept of single streams. */
        Options keeping(Map<StreamId, Limits> limited) {
            return new Options(host, port, access, tls, questions, limits, limited, publishing);
        }

        /** The same where encoders publish by RTMP. */
        Options publishedBy(Optional<Publishing> listening) {
            return new Options(host, port, access, tls, questions, limits, keep, listening);
        }

        private static final int LAST_PORT = 65535;

        /** @throws AfterimageException for a port that there cannot be */
        Options {
            if (port < 0 || port > LAST_PORT) {
                throw new AfterimageException(ErrorCode.USAGE, "there is no port " + port, "give one between 1 and " + LAST_PORT
                        + ", or 0 for any");
            }
        }
    }

    private Service(QaServer server, DataDirectory directory, Options options) {
        this.server = server;
        this.directory = directory;
        this.options = options;
    }

    static Service start(Engine engine, DataDirectory directory, String command, Options options) {
        // Other processes of this user find it in the data directory; the tokens of the configuration stand nowhere else.
        String localToken = options.access().guarded() ? RandomSecrets.random() : "";
        QaServer server = new QaServer(ports(engine), serverOptions(options).setAccess(options.access().withLocalToken(localToken))
                .setSourcePolicy(engine.clientSources()));
        server.startNow();
        String reachable = options.host().equals("0.0.0.0") || options.host().equals("::") ? QaServerOptions.DEFAULT_HOST : options.host();
        Consumer<String> tell = certificate -> directory.writeOwner(
                DataDirectory.Owner.ofThisProcess(command, reachable, server.port(), localToken, certificate));
        tell.accept(server.certificate());
        server.onCertificate(tell);
        return new Service(server, directory, options);
    }

    private static QaPorts ports(Engine engine) {
        return new QaPorts(engine.store(), engine.asker(), Optional.of(engine.watching()), engine.feed(),
                List.of(engine.model().name()),
                Version.current(), Wiring.events(engine.store(), engine.model()), engine.senders(),
                Optional.of(Parts.videoCutter())).with(engine.uploads());
    }

    static QaServerOptions serverOptions(Options options) {
        return options.limits().in(new QaServerOptions()).setHost(options.host()).setPort(options.port()).setTls(options.tls().orElse(null))
                .setPublishing(options.publishing().orElse(null))
                .setSuggestions(options.questions().entrySet().stream()
                        .collect(Collectors.toMap(entry -> new StreamId(entry.getKey()), Map.Entry::getValue)));
    }

    String url() {
        return server.url();
    }

    /** What whoever starts the service must know. */
    Optional<String> warning() {
        boolean open = options.tls().isEmpty() && !QaServerOptions.isLoopback(options.host());
        return open ? Optional.of("warning: tokens, questions and pictures cross the network unencrypted; give --tls-certificate and "
                + "--tls-key, "
                + "or let a proxy on this machine serve HTTPS and listen on 127.0.0.1") : Optional.empty();
    }

    /** Where encoders publish, and what whoever starts the service must know of it. */
    List<String> publishing(Optional<String> host) {
        if (options.publishing().isEmpty()) {
            return List.of();
        }
        Publishing listening = options.publishing().get();
        String scheme = listening.tls() ? "rtmps" : "rtmp";
        String at = "Encoders (OBS, phones) publish to " + scheme + "://" + host.orElse(options.host()) + ":" + listening.port()
                + "/live, each with the key of its stream";
        boolean open = !listening.tls() && !QaServerOptions.isLoopback(host.orElse(options.host()));
        return open ? List.of(at, "warning: keys and pictures of encoders cross the network unencrypted; give the service a certificate")
                : List.of(at);
    }

    @Override
    public void close() {
        directory.removeOwner();
        server.stopNow();
    }
}
