package dev.afterimage.qa.http;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Keeps clients that are slow, or many, from holding the service: so many connections in all and from each address, and so long for a
 * request's headers, for its body, between requests, and for taking an answer that is ready. What breaks a bound is closed. A trusted
 * proxy's connections count for the clients whose requests they carry, and one too many of those is refused. Lives on the event loop.
 */
final class Connections implements AutoCloseable {

    private static final long LOOK_EVERY_MS = 500;

    private final Vertx vertx;
    private final QaServerOptions options;
    private final Map<HttpConnection, ConnectionState> held = new HashMap<>();
    private final Map<String, Integer> byAddress = new HashMap<>();
    private final Clients clients;
    private final long timer;

    /** A connection and what it does, since when. */
    private static final class ConnectionState {

        private final String address;
        private final boolean proxied;
        private String client;
        private HttpServerRequest request;
        private Doing doing = Doing.HEADERS;
        private long since = System.nanoTime();
        private boolean socket;

        ConnectionState(String address, boolean proxied) {
            this.address = address;
            this.proxied = proxied;
            this.client = address;
        }

        /** Whether it carries a request, or what became of one, for a client. */
        boolean busyFor(String other) {
            return client.equals(other) && (socket || request != null && !request.response().ended());
        }

        void now(Doing next) {
            if (next != doing) {
                doing = next;
                since = System.nanoTime();
            }
        }

        boolean longerThan(long seconds) {
            return System.nanoTime() - since > TimeUnit.SECONDS.toNanos(seconds);
        }
    }

    /** What the service waits for. */
    private enum Doing { HEADERS, BODY, ANSWER, TAKING, NEXT_REQUEST }

    Connections(Vertx vertx, QaServerOptions options) {
        this.vertx = vertx;
        this.options = options;
        this.clients = new Clients(options.access().proxies());
        this.timer = vertx.setPeriodic(LOOK_EVERY_MS, due -> List.copyOf(held.keySet()).forEach(this::look));
    }

    /** A new connection: kept, or closed at once where there is no room. */
    void opened(HttpConnection connection) {
        String address = connection.remoteAddress().hostAddress();
        boolean proxied = clients.proxied(address);
        boolean enough = !proxied && byAddress.getOrDefault(address, 0) >= options.connectionsEach();
        if (held.size() >= options.connections() || enough) {
            connection.close();
            return;
        }
        held.put(connection, new ConnectionState(address, proxied));
        byAddress.merge(address, 1, Integer::sum);
        connection.closeHandler(closed -> forget(connection));
    }

    private void forget(HttpConnection connection) {
        ConnectionState gone = held.remove(connection);
        if (gone != null) {
            byAddress.computeIfPresent(gone.address, (address, count) -> count == 1 ? null : count - 1);
        }
    }

    /** Looks at each request before {@code next} does. */
    Handler<HttpServerRequest> before(Handler<HttpServerRequest> next) {
        return request -> {
            ConnectionState connection = held.get(request.connection());
            if (connection == null) {
                // Closed, as one too many; what it had sent by then is not answered.
                return;
            }
            connection.request = request;
            connection.doing = Doing.BODY;
            connection.since = System.nanoTime();
            if (connection.proxied) {
                connection.client = clients.of(request);
            }
            if (connection.proxied && busyFor(connection.client) > options.connectionsEach()) {
                refuse(request);
            } else {
                next.handle(request);
            }
        };
    }

    private long busyFor(String client) {
        return held.values().stream().filter(each -> each.busyFor(client)).count();
    }

    private static void refuse(HttpServerRequest request) {
        HttpFailure tooMany = new HttpFailure(429, "HTTP_CONNECTIONS", "too many requests from your address are under way",
                "try again when some of them have ended");
        request.response().setStatusCode(tooMany.status()).putHeader("Content-Type", "application/json")
                .putHeader("Retry-After", String.valueOf(tooMany.retryAfter()))
                .end(Json.text(Replies.error(tooMany)));
    }

    /** Something came of a body that may take as long as it goes on. */
    void progress(HttpConnection connection) {
        ConnectionState receiving = held.get(connection);
        if (receiving != null) {
            receiving.since = System.nanoTime();
        }
    }

    /** The connection became a WebSocket, which has a heartbeat of its own. @return is to be run when it has ended */
    Runnable upgraded(HttpConnection connection) {
        ConnectionState socket = held.get(connection);
        if (socket != null) {
            socket.socket = true;
        }
        return () -> forget(connection);
    }

    /** How many are open. */
    int open() {
        return held.size();
    }

    private void look(HttpConnection connection) {
        ConnectionState one = held.get(connection);
        if (one == null || one.socket) {
            return;
        }
        one.now(doing(one));
        boolean late = switch (one.doing) {
            case HEADERS -> one.longerThan(options.headerSeconds());
            case BODY -> one.longerThan(options.bodySeconds());
            case TAKING, NEXT_REQUEST -> one.longerThan(options.idleSeconds());
            // A question has a deadline of its own.
            case ANSWER -> false;
        };
        if (late) {
            connection.close();
        }
    }

    private static Doing doing(ConnectionState one) {
        if (one.request == null) {
            return Doing.HEADERS;
        }
        if (one.request.response().ended()) {
            return Doing.NEXT_REQUEST;
        }
        if (!one.request.isEnded()) {
            return Doing.BODY;
        }
        return one.request.response().writeQueueFull() ? Doing.TAKING : Doing.ANSWER;
    }

    @Override
    public void close() {
        vertx.cancelTimer(timer);
    }
}
