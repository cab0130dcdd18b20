package dev.afterimage.qa.http;

import dev.afterimage.core.AfterimageException;
import dev.afterimage.core.ErrorCode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.concurrent.CompletionException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/**
 * The service: questions, streams, the live socket, health, metrics and the page, over HTTP. One event loop; what blocks runs on
 * bounded threads of its own. Started once, stopped once.
 *
 * <pre>{@code
 * QaServer server = new QaServer(ports, new QaServerOptions().setPort(0));
 * server.start().onSuccess(started -> System.out.println(started.url()));
 * }</pre>
 */
public final class QaServer {

    private static final Set<String> ANY = Set.of("0.0.0.0", "::");

    private final QaPorts ports;
    private final QaServerOptions options;
    private final Vertx vertx;
    private final Meters meters = new Meters();
    private final BoundedWorkers asks;
    private final BoundedWorkers reads;
    private HttpServer http;

    public QaServer(QaPorts ports, QaServerOptions options) {
        this.ports = ports;
        this.options = options;
        this.vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setUseDaemonThread(true));
        this.asks = new BoundedWorkers(vertx, "question", options.askThreads(), options.askQueue());
        this.reads = new BoundedWorkers(vertx, "read", QaServerOptions.READ_THREADS, QaServerOptions.READ_QUEUE);
    }

    /** Fails with {@code USAGE_CONFIG} when the address is taken, or open to others without a token. */
    public Future<QaServer> start() {
        if (!options.loopback() && options.token().isBlank()) {
            return Future.failedFuture(new AfterimageException(ErrorCode.USAGE_CONFIG,
                    "listening on " + options.host() + " would let anybody on the network watch and ask",
                    "set a token, or listen on " + QaServerOptions.DEFAULT_HOST));
        }
        // HTTP/1.1 only: its Host header is what keeps other sites' pages out, and clients that offer an upgrade go on without.
        HttpServerOptions listen = new HttpServerOptions().setHost(options.host()).setPort(options.port()).setMaxWebSocketMessageSize(1 << 16)
                // Almost all that is sent is JPEG, which does not get smaller.
                .setPerMessageWebSocketCompressionSupported(false).setPerFrameWebSocketCompressionSupported(false)
                .setHttp2ClearTextEnabled(false);
        return vertx.createHttpServer(listen).requestHandler(router()).listen()
                .map(listening -> {
                    http = listening;
                    return this;
                })
                .recover(failure -> Future.failedFuture(new AfterimageException(ErrorCode.USAGE_CONFIG,
                        "cannot listen on " + options.host() + ":" + options.port() + " (" + failure.getMessage() + ")",
                        "choose another port, or stop what uses this one", failure)));
    }

    /**
     * {@link #start}, for callers that are not on an event loop: returns when the service listens.
     *
     * @throws AfterimageException as {@link #start} fails
     */
    public void startNow() {
        try {
            start().toCompletionStage().toCompletableFuture().join();
        } catch (CompletionException failed) {
            throw AfterimageException.of(failed);
        }
    }

    /** {@link #stop}, for callers that are not on an event loop: returns when everything is closed and no question is under way. */
    public void stopNow() {
        stop().toCompletionStage().toCompletableFuture().join();
        asks.awaitEnd();
        reads.awaitEnd();
    }

    /** The port listened on, also when any was asked for. */
    public int port() {
        return http.actualPort();
    }

    /** Where the page is, as seen from this machine, with the token when there is one. */
    public String url() {
        String host = ANY.contains(options.host()) ? "localhost" : options.host().contains(":") ? "[" + options.host() + "]" : options.host();
        return "http://" + host + ":" + port() + "/"
                + (options.token().isEmpty() ? "" : "?token=" + URLEncoder.encode(options.token(), StandardCharsets.UTF_8));
    }

    /** Closes every connection; a question being answered is given up. */
    public Future<Void> stop() {
        asks.close();
        reads.close();
        return vertx.close().onComplete(closed -> meters.close());
    }

    private Router router() {
        Router router = Router.router(vertx);
        router.route().failureHandler(Replies::failed);
        // Where no route matched there is no failure handler either.
        List.of(404, 405).forEach(status -> router.errorHandler(status, Replies::failed));
        // The same routes answer, and the server leaves the body out.
        router.route().method(HttpMethod.HEAD).handler(context -> context.reroute(HttpMethod.GET, context.request().uri()));
        router.route().handler(QaServer::addSecurityHeaders).handler(new Access(options));
        Streams streams = new Streams(ports.store());
        // Before the body handler: a socket's handshake has no body to wait for.
        new LiveRoutes(ports.feed(), ports.store(), reads, streams, options.liveQueue()).mount(router);
        router.route().handler(BodyHandler.create(false).setBodyLimit(options.maxBodyBytes()));
        mountApi(router, streams);
        new PageRoutes(reads).mount(router);
        return router;
    }

    private void mountApi(Router router, Streams streams) {
        Asking asking = new Asking(ports.asker(), asks, meters);
        meters.waiting(asks);
        new AskRoutes(asking).mount(router);
        new OpenAiRoutes(asking, ports.store(), reads, ports.models()).mount(router);
        new StreamRoutes(vertx, ports, reads, streams, new Suggestions(options.suggestions(), streams)).mount(router);
        new MomentRoutes(ports.store(), reads, streams).mount(router);
        new ClipRoute(vertx, ports.store(), reads, streams).mount(router);
        new HealthRoutes(ports.store(), reads, meters).mount(router);
    }

    private static void addSecurityHeaders(RoutingContext context) {
        context.response().putHeader("X-Content-Type-Options", "nosniff").putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin");
        context.next();
    }
}
