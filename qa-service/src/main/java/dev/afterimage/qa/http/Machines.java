package dev.afterimage.qa.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Speaks to the machines of a cluster for those whom the gateway has let in. Lives on the event loop. */
final class Machines {

    private static final int CONNECTING_MS = 3000;
    private static final int CONNECTIONS_EACH = 512;
    private static final int WAITING = 1024;
    /** Beyond the longest question: what is silent for longer is gone. */
    private static final int SILENT_SECONDS = 30;
    private static final int LIST_SECONDS = 15;

    /** Of what a client sends, what the machines need to know; who it is from is conveyed otherwise. */
    private static final List<String> PASSED_ON = List.of("Content-Type", "Range", "If-Range", "If-None-Match",
            "If-Modified-Since", "Last-Event-ID");
    /** Of what a machine answers, what holds for one connection, or is the gateway's own to say. */
    private static final Set<String> KEPT_BACK = Set.of("connection", "keep-alive", "transfer-encoding", "upgrade", "set-cookie", "vary",
            "x-content-type-options", "referrer-policy", "cross-origin-resource-policy", "strict-transport-security");

    private final HttpClient http;
    private final WebSocketClient sockets;
    private final String secret;
    private final Clients clients;
    private final GatewayMetrics metrics;
    private final boolean tls;

    /** @throws AfterimageException {@code USAGE_CONFIG} for certificates that cannot be read */
    Machines(Vertx vertx, GatewayPorts ports, QaServerOptions options, GatewayMetrics metrics) {
        this.metrics = metrics;
        this.secret = ports.secret();
        this.tls = ports.tls().isPresent();
        this.clients = new Clients(options.access().proxies());
        HttpClientOptions requests = new HttpClientOptions().setConnectTimeout(CONNECTING_MS)
                .setReadIdleTimeout(options.askSeconds() + SILENT_SECONDS);
        WebSocketClientOptions messages = new WebSocketClientOptions().setConnectTimeout(CONNECTING_MS)
                .setMaxConnections(CONNECTIONS_EACH).setMaxMessageSize(1 << 24).setMaxFrameSize(1 << 24);
        ports.tls().ifPresent(certificates -> {
            requests.setTrustOptions(certificates.trusted()).setKeyCertOptions(certificates.shown()).setVerifyHost(false);
            messages.setTrustOptions(certificates.trusted()).setKeyCertOptions(certificates.shown()).setVerifyHost(false);
        });
        this.http = vertx.createHttpClient(requests, new PoolOptions().setHttp1MaxSize(CONNECTIONS_EACH).setMaxWaitQueueSize(WAITING));
        this.sockets = vertx.createWebSocketClient(messages);
    }

    /** The secret is told to nobody who does not speak as this gateway does. */
    private boolean speaksTls(URI machine) {
        boolean its = "https".equals(machine.getScheme());
        if (its != tls) {
            throw new HttpFailure(503, ErrorCode.CLUSTER_UNREACHABLE.name(), "of this gateway and the task manager at " + machine
                    + " only one has certificates for TLS within the cluster", "set AFTERIMAGE_CLUSTER_TLS on both, or on neither");
        }
        return its;
    }

    /** A machine that could not even be connected to: it has not seen the request. */
    static final class Unreached extends RuntimeException {

        private static final long serialVersionUID = 1;

        Unreached(Throwable cause) {
            super(cause.getMessage(), cause, false, false);
        }
    }

    /** What a request was about, as it came. */
    static String target(RoutingContext context) {
        String query = context.request().query();
        return context.request().path() + (query == null ? "" : "?" + query);
    }

    /**
     * Sends on what a client asks.
     *
     * @param target path and query
     * @param body   null for none
     * @return fails with {@link Unreached} where it did not get there
     */
    Future<HttpClientResponse> send(RoutingContext context, URI machine, HttpMethod method, String target, Buffer body) {
        return send(context, machine, method, target, body, context.request().getHeader("Accept"));
    }

    private Future<HttpClientResponse> send(RoutingContext context, URI machine, HttpMethod method, String target, Buffer body,
            String accept) {
        RequestOptions options = new RequestOptions().setMethod(method).setHost(machine.getHost()).setPort(machine.getPort())
                .setSsl(speaksTls(machine)).setURI(target);
        long began = System.nanoTime();
        return http.request(options).recover(failure -> {
            metrics.unreached();
            return Future.failedFuture(new Unreached(failure));
        }).compose(request -> {
            try {
                prepare(context, request, accept);
            } catch (RuntimeException unsendable) {
                // Or its connection would be lent for ever.
                request.reset();
                throw unsendable;
            }
            return (body == null ? request.send() : request.send(body)).recover(failure -> Future.failedFuture(silent()));
        }).compose(response -> {
            metrics.passedOn(System.nanoTime() - began);
            return response.statusCode() == 401
                    ? response.end().transform(ended -> Future.failedFuture(strangers(machine))) : Future.succeededFuture(response);
        });
    }

    /** @return a text; fails where the machine refuses */
    Future<String> text(RoutingContext context, URI machine, String target) {
        return send(context, machine, HttpMethod.GET, target, null, "text/plain").compose(response -> response.body().map(read -> {
            if (response.statusCode() != 200) {
                throw silent();
            }
            return read.toString();
        }));
    }

    private void prepare(RoutingContext context, HttpClientRequest request, String accept) {
        PASSED_ON.forEach(name -> context.request().headers().getAll(name).forEach(value -> request.headers().add(name, value)));
        if (accept != null) {
            request.putHeader("Accept", accept);
        }
        request.putHeader("X-Forwarded-For", clients.of(context.request()));
        ConveyedCaller.convey(Guard.caller(context), secret, request.headers());
        context.addEndHandler(end -> {
            if (end.failed()) {
                request.reset();
            }
        });
    }

    /** The client's own login is good: it is the gateway that was not let in. */
    private static HttpFailure strangers(URI machine) {
        return new HttpFailure(503, ErrorCode.CLUSTER_UNREACHABLE.name(), "the task manager at " + machine
                + " does not know this gateway: their secrets differ",
                "put the same file afterimage-gateway on both, and start both again");
    }

    /** @return a document; fails with what the machine says where it is no other */
    Future<ObjectNode> json(RoutingContext context, URI machine, HttpMethod method, String target, Buffer body) {
        return send(context, machine, method, target, body, "application/json").compose(response -> response.body().map(read -> {
            ObjectNode document = document(read);
            if (response.statusCode() != 200) {
                throw refused(response.statusCode(), document.path("error"));
            }
            return document;
        })).recover(failure -> Future.failedFuture(failure instanceof Unreached ? silent() : failure));
    }

    /** The same of a list that is put together from all machines: those that answer do not wait for long for one that does not. */
    Future<ObjectNode> soon(RoutingContext context, URI machine, String target) {
        return json(context, machine, HttpMethod.GET, target, null).timeout(LIST_SECONDS, TimeUnit.SECONDS)
                .recover(failure -> Future.failedFuture(failure instanceof TimeoutException ? silent() : failure));
    }

    /** What is no document was not said by a task manager of ours. */
    private static ObjectNode document(Buffer body) {
        try {
            return Json.read(body.getBytes());
        } catch (HttpFailure unreadable) {
            throw silent();
        }
    }

    static HttpFailure refused(int status, JsonNode error) {
        return new HttpFailure(status, error.path("code").asText("HTTP_" + status), error.path("message").asText("the request failed"),
                error.path("remedy").asText("try again"));
    }

    static HttpFailure silent() {
        return new HttpFailure(503, ErrorCode.CLUSTER_UNREACHABLE.name(), "the task manager that has it does not answer",
                "ask again in some seconds: if it is lost, the job begins again on others");
    }

    /** Answers a client with what a machine answers, as it comes. */
    static void pass(RoutingContext context, HttpClientResponse from) {
        HttpServerResponse to = context.response();
        if (to.closed()) {
            from.request().reset();
            return;
        }
        to.setStatusCode(from.statusCode());
        from.headers().forEach((name, value) -> {
            if (!KEPT_BACK.contains(name.toLowerCase(Locale.ROOT))) {
                to.putHeader(name, value);
            }
        });
        if (from.statusCode() == 204 || from.statusCode() == 304) {
            to.end();
            return;
        }
        to.setChunked(from.getHeader("Content-Length") == null);
        from.pipeTo(to).onFailure(broken -> {
            HttpClientRequest request = from.request();
            request.reset();
            if (!to.ended()) {
                to.reset();
            }
        });
    }

    Future<WebSocket> socket(RoutingContext context, URI machine, String target) {
        WebSocketConnectOptions options = new WebSocketConnectOptions().setHost(machine.getHost()).setPort(machine.getPort())
                .setSsl(speaksTls(machine)).setURI(target).setAllowOriginHeader(false);
        options.putHeader("X-Forwarded-For", clients.of(context.request()));
        ConveyedCaller.convey(Guard.caller(context), secret, options.getHeaders());
        return sockets.connect(options).recover(failure -> Future.failedFuture(failure instanceof UpgradeRejectedException refusal
                ? told(machine, refusal) : failure));
    }

    /** What a machine has against a socket, in its own words. */
    private static HttpFailure told(URI machine, UpgradeRejectedException refusal) {
        return refusal.getStatus() == 401 ? strangers(machine)
                : refusal.getBody() == null ? silent() : refused(refusal.getStatus(), document(refusal.getBody()).path("error"));
    }
}
