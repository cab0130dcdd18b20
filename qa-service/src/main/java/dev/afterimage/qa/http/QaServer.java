package dev.afterimage.qa.http;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.qa.access.Sessions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

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

    private static final long SESSIONS_CHECKED_EVERY_MS = 1000;
    private static final long REMOVALS_ANSWERED_WITHIN_MS = 2000;
    /** Far above what a token with thousands of streams takes. */
    private static final int CONVEYED_BYTES = 1 << 20;
    private static final Set<String> ANY = Set.of("0.0.0.0", "::");

    private final QaServerOptions options;
    private final Vertx vertx;
    private final Connections connections;
    private final BoundedWorkers reads;
    private final Api api;
    private Optional<TlsReload> tls = Optional.empty();
    private Router router;
    private HttpServer http;

    /** Over a store of this process. */
    public QaServer(QaPorts ports, QaServerOptions options) {
        this(options, (vertx, reads, connections) -> new StoreApi(ports, options, vertx, reads, connections));
    }

    /** Over the machines of a cluster, each of which serves its own streams; no store is opened here. */
    public QaServer(GatewayPorts ports, QaServerOptions options) {
        this(options, (vertx, reads, connections) -> new GatewayApi(ports, options, vertx, reads, connections));
    }

    private QaServer(QaServerOptions options, ApiMaker maker) {
        this.options = options;
        this.vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setUseDaemonThread(true));
        this.connections = new Connections(vertx, options);
        this.reads = new BoundedWorkers(vertx, "read", QaServerOptions.READ_THREADS, QaServerOptions.READ_QUEUE);
        this.api = maker.make(vertx, reads, connections);
    }

    private interface ApiMaker {
        Api make(Vertx vertx, BoundedWorkers reads, Connections connections);
    }

    /** Fails with {@code USAGE_CONFIG} when the address is taken, or open to others without a token. */
    public Future<QaServer> start() {
        if (!options.loopback() && !options.guarded()) {
            return Future.failedFuture(new AfterimageException(ErrorCode.USAGE_CONFIG,
                    "listening on " + options.host() + " would let anybody on the network watch and ask",
                    "set a token, or listen on " + QaServerOptions.DEFAULT_HOST));
        }
        // HTTP/1.1 only: its Host header is what keeps other sites' pages out, and clients that offer an upgrade go on without.
        HttpServerOptions listen = new HttpServerOptions().setHost(options.host()).setPort(options.port())
                .setMaxWebSocketMessageSize(1 << 16)
                // Almost all that is sent is JPEG, which does not get smaller.
                .setPerMessageWebSocketCompressionSupported(false).setPerFrameWebSocketCompressionSupported(false)
                .setHttp2ClearTextEnabled(false);
        // A gateway tells in one header which streams its caller may see, and names many in one address.
        options.gatewaySecret().ifPresent(secret -> listen.setMaxHeaderSize(CONVEYED_BYTES).setMaxInitialLineLength(CONVEYED_BYTES));
        try {
            tls = options.tls().map(files -> new TlsReload(vertx, files, options.clusterTls()));
        } catch (AfterimageException unusable) {
            return Future.failedFuture(unusable);
        }
        tls.ifPresent(files -> CipherSuites.allow(listen.setSsl(true).setUseAlpn(false).setKeyCertOptions(files.current().options())));
        tls.flatMap(TlsReload::clients).ifPresent(trusted -> listen.setClientAuth(ClientAuth.REQUIRED).setTrustOptions(trusted));
        router = newRouter();
        return vertx.createHttpServer(listen).connectionHandler(connections::opened)
                .requestHandler(connections.before(new WellFormed(router))).listen()
                .map(listening -> {
                    http = listening;
                    tls.ifPresent(files -> files.watch(listening, options.tlsCheckedEvery()));
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
        api.awaitEnd();
        reads.awaitEnd();
    }

    /** The port listened on, also when any was asked for. */
    public int port() {
        return http.actualPort();
    }

    /** Where the page is, as seen from this machine. */
    public String url() {
        String host = ANY.contains(options.host()) ? "localhost" : options.host().contains(":") ? "[" + options.host() + "]"
                : options.host();
        return (tls.isPresent() ? "https://" : "http://") + host + ":" + port() + "/";
    }

    /** The SHA-256 of the certificate in use, hexadecimal; empty without TLS. */
    public String certificate() {
        return tls.map(files -> files.current().sha256()).orElse("");
    }

    /** @param listener told {@link #certificate} each time a renewed one is taken into use */
    public void onCertificate(Consumer<String> listener) {
        tls.ifPresent(files -> files.onChange(listener));
    }

    /** Closes every connection; a question being answered is given up, and a removal under way is still answered. */
    public Future<Void> stop() {
        api.giveUp();
        Future<?> answered = api.answered();
        if (answered.isComplete()) {
            return closeAll();
        }
        Promise<Void> late = Promise.promise();
        long timer = vertx.setTimer(REMOVALS_ANSWERED_WITHIN_MS, passed -> late.complete());
        return Future.any(answered, late.future()).transform(either -> {
            vertx.cancelTimer(timer);
            return closeAll();
        });
    }

    private Future<Void> closeAll() {
        connections.close();
        reads.close();
        api.close();
        return vertx.close().onComplete(closed -> api.closed());
    }

    /** Connections that are open. */
    int connections() {
        return connections.open();
    }

    /** For tests, which walk its routes. */
    Router router() {
        return router;
    }

    private Router newRouter() {
        Sessions sessions = new Sessions(options.access().sessionLife());
        vertx.setPeriodic(SESSIONS_CHECKED_EVERY_MS, look -> sessions.endOld());
        LoginCookie cookie = new LoginCookie(sessions, options.secure());
        Admission admission = new Admission(options.access(), cookie, options.gatewaySecret());
        Router router = Router.router(vertx);
        Routes routes = new Routes(router, needs -> new Guard(needs, admission::admitted),
                BodyHandler.create(false).setBodyLimit(options.maxBodyBytes()));
        routes.every().failureHandler(Replies::failed);
        // Where no route matched there is no failure handler either.
        List.of(404, 405).forEach(status -> router.errorHandler(status, new OtherMethods(router)));
        // The same routes answer, and the server leaves the body out.
        routes.every().method(HttpMethod.HEAD).handler(context -> context.reroute(HttpMethod.GET, context.request().uri()));
        routes.every().handler(this::addSecurityHeaders).handler(new Access(options));
        api.mountSockets(routes);
        api.mount(routes, admission);
        new LoginRoutes(options.access(), admission, cookie).mount(routes);
        options.access().oidc().ifPresent(oidc -> new OidcRoutes(new OidcProvider(vertx, oidc), options.access(), cookie, options.secure(),
                this::url).mount(routes));
        new PageRoutes(reads).mount(routes);
        Routes.refuseUndeclared(router);
        return router;
    }

    private void addSecurityHeaders(RoutingContext context) {
        context.response().putHeader("X-Content-Type-Options", "nosniff").putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin");
        api.prepare(context);
        // Not for this machine's own name: it would hold for whatever else listens on it.
        if (tls.isPresent() && !Hosts.isLoopback(Hosts.nameOf(String.valueOf(context.request().getHeader("Host"))))) {
            context.response().putHeader("Strict-Transport-Security", "max-age=31536000");
        }
        context.next();
    }
}
