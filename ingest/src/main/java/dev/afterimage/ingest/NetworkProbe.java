package dev.afterimage.ingest;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.source.Senders;
import dev.afterimage.core.source.SourcePolicy;
import dev.afterimage.core.source.SourceProbe;
import dev.afterimage.core.source.SourceUrl;
import dev.afterimage.core.stream.SourceSettings;

/**
 * Asks servers whether they answer, hundreds of them on one thread: whether they accept a connection and, with RTSP, whether they answer a
 * request and know the path. Other protocols than those over TCP, and anything odd, are taken for reachable, so that opening them decides.
 * Passwords are not sent.
 */
public final class NetworkProbe implements SourceProbe {

    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(3);

    private final Duration timeout;
    private final SourcePolicy policy;
    private final Senders senders;

    /**
     * @param policy  says what is asked at all of sources that clients name
     * @param senders of what is sent to this process instead
     */
    public NetworkProbe(SourcePolicy policy, Senders senders) {
        this(DEFAULT_TIMEOUT, policy, senders);
    }

    NetworkProbe(Duration timeout) {
        this(timeout, SourcePolicy.DEFAULT);
    }

    /** @param timeout for each connection and each answer */
    NetworkProbe(Duration timeout, SourcePolicy policy) {
        this(timeout, policy, new Senders());
    }

    private NetworkProbe(Duration timeout, SourcePolicy policy, Senders senders) {
        this.timeout = timeout;
        this.policy = policy;
        this.senders = senders;
    }

    @Override
    public CompletionStage<Optional<AfterimageException>> ask(SourceSettings settings) {
        if (settings.sent()) {
            senders.expect(settings);
            return CompletableFuture.completedFuture(senders.waiting(settings.stream()) ? Optional.empty()
                    : Optional.of(InputErrors.notSending(settings)));
        }
        URI uri = address(settings.uri());
        int port = uri == null ? -1 : InputErrors.port(uri);
        if (port < 0 || uri.getHost() == null) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        String host = uri.getHost().startsWith("[") ? uri.getHost().substring(1, uri.getHost().length() - 1) : uri.getHost();
        InetSocketAddress server = settings.origin() == SourceSettings.Origin.CLIENT
                ? allowed(settings) : new InetSocketAddress(host, port);
        if (server.isUnresolved()) {
            return CompletableFuture.completedFuture(Optional.of(fault(settings, "the name " + host + " is not known")));
        }
        return ask(settings, uri, server);
    }

    /** Unresolved where clients may not have anything asked. */
    private InetSocketAddress allowed(SourceSettings settings) {
        Optional<SourceUrl> url = policy.url(settings.uri());
        String host = url.map(SourceUrl::host).orElse("");
        int port = url.map(SourceUrl::portOrDefault).orElse(0);
        try {
            return url.isEmpty() ? InetSocketAddress.createUnresolved(host, port) : Arrays.stream(InetAddress.getAllByName(host))
                    .filter(address -> policy.allows(host, port, address)).findFirst().map(address -> new InetSocketAddress(address, port))
                    .orElse(InetSocketAddress.createUnresolved(host, port));
        } catch (UnknownHostException unknown) {
            return InetSocketAddress.createUnresolved(host, port);
        }
    }

    /** Null where it is not written as a URI is: FFmpeg takes more than Java. */
    private static URI address(String uri) {
        try {
            return URI.create(uri);
        } catch (IllegalArgumentException odd) {
            return null;
        }
    }

    private CompletionStage<Optional<AfterimageException>> ask(SourceSettings settings, URI uri, InetSocketAddress server) {
        AsyncConnection connection = AsyncConnection.open();
        CompletableFuture<Optional<AfterimageException>> asked = within(connection.connect(server))
                .thenCompose(connected -> "rtsp".equalsIgnoreCase(uri.getScheme()) ? pathKnown(connection, bare(uri))
                        : CompletableFuture.completedFuture(true))
                .handle((known, failure) -> failure != null ? Optional.of(fault(settings, "there is no answer"))
                        : known ? Optional.empty() : Optional.of(fault(settings, "the server knows no such path (404)")));
        return asked.whenComplete((fault, failure) -> connection.close());
    }

    private CompletableFuture<Boolean> pathKnown(AsyncConnection connection, String url) {
        return within(connection.exchange(request("OPTIONS", url, 1)))
                .thenCompose(options -> options.isEmpty() ? CompletableFuture.completedFuture("")
                        : within(connection.exchange(request("DESCRIBE", url, 2))))
                .thenApply(described -> !described.startsWith("RTSP/1.0 404"));
    }

    private <T> CompletableFuture<T> within(CompletableFuture<T> step) {
        return step.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static ByteBuffer request(String method, String url, int number) {
        return StandardCharsets.US_ASCII.encode(method + " " + url + " RTSP/1.0\r\nCSeq: " + number + "\r\nUser-Agent: Afterimage\r\n"
                + (method.equals("DESCRIBE") ? "Accept: application/sdp\r\n" : "") + "\r\n");
    }

    /** Without user and password, and without what only FFmpeg reads. */
    private static String bare(URI uri) {
        String query = uri.getRawQuery();
        boolean plain = query == null || query.equals("tcp") || query.equals("udp");
        return "rtsp://" + uri.getHost() + ":" + InputErrors.port(uri) + uri.getRawPath() + (plain ? "" : "?" + query);
    }

    private static AfterimageException fault(SourceSettings settings, String why) {
        AfterimageException fault = new AfterimageException(ErrorCode.INPUT_UNREACHABLE, settings.maskedUri() + " cannot be reached: "
                + why,
                "check the address and that the camera is on");
        return settings.origin() == SourceSettings.Origin.CLIENT ? ClientCapture.told(settings, fault) : fault;
    }
}
