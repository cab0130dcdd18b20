package dev.afterimage.qa.http;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.util.concurrent.TimeUnit;

/** Pings a WebSocket, and closes it when nothing answers: a client that vanished without a word would hold its place forever. */
final class Heartbeat {

    private static final short GONE_AWAY = 1001;

    private final Vertx vertx;
    private final ServerWebSocket socket;
    private final long timer;
    private boolean answered = true;

    /** @param seconds between two pings; the answer to one must come before the next */
    Heartbeat(Vertx vertx, ServerWebSocket socket, int seconds) {
        this.vertx = vertx;
        this.socket = socket;
        socket.pongHandler(pong -> answered = true);
        this.timer = vertx.setPeriodic(TimeUnit.SECONDS.toMillis(seconds), due -> beat());
    }

    private void beat() {
        if (!answered) {
            // Somebody who does not answer would not answer a closing handshake either.
            socket.shutdown(0, TimeUnit.MILLISECONDS, GONE_AWAY, "no answer to a ping");
            return;
        }
        answered = false;
        socket.writePing(Buffer.buffer("afterimage"));
    }

    void end() {
        vertx.cancelTimer(timer);
    }
}
