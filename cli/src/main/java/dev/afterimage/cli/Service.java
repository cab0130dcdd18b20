package dev.afterimage.cli;

import dev.afterimage.core.AfterimageException;
import dev.afterimage.core.ErrorCode;
import dev.afterimage.core.StreamId;
import dev.afterimage.qa.http.QaPorts;
import dev.afterimage.qa.http.QaServer;
import dev.afterimage.qa.http.QaServerOptions;
import dev.afterimage.store.DataDirectory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The HTTP service over an engine; its address stands in the data directory as long as it runs, for other processes to ask. */
final class Service implements AutoCloseable {

    /** Any free port of this machine alone. */
    static final Options LOCAL = new Options(QaServerOptions.DEFAULT_HOST, 0, "", Map.of());

    private final QaServer server;
    private final DataDirectory directory;

    /** @param questions suggested on the page, by stream */
    record Options(String host, int port, String token, Map<String, List<String>> questions) {

        private static final int LAST_PORT = 65535;

        /** @throws AfterimageException for a port that there cannot be */
        Options {
            if (port < 0 || port > LAST_PORT) {
                throw new AfterimageException(ErrorCode.USAGE, "there is no port " + port, "give one between 1 and " + LAST_PORT + ", or 0 for any");
            }
        }
    }

    private Service(QaServer server, DataDirectory directory) {
        this.server = server;
        this.directory = directory;
    }

    static Service start(Engine engine, DataDirectory directory, String command, Options options) {
        QaServer server = new QaServer(ports(engine), serverOptions(options));
        server.startNow();
        String reachable = options.host().equals("0.0.0.0") || options.host().equals("::") ? QaServerOptions.DEFAULT_HOST : options.host();
        directory.writeOwner(DataDirectory.Owner.ofThisProcess(command, reachable, server.port(), options.token()));
        return new Service(server, directory);
    }

    private static QaPorts ports(Engine engine) {
        try {
            return new QaPorts(engine.store(), engine.asker(), Optional.of(engine.watching()), engine.feed(), List.of(engine.model().name()),
                    Version.current());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static QaServerOptions serverOptions(Options options) {
        return new QaServerOptions().setHost(options.host()).setPort(options.port()).setToken(options.token())
                .setSuggestions(options.questions().entrySet().stream()
                        .collect(Collectors.toMap(entry -> new StreamId(entry.getKey()), Map.Entry::getValue)));
    }

    String url() {
        return server.url();
    }

    @Override
    public void close() {
        directory.removeOwner();
        server.stopNow();
    }
}
