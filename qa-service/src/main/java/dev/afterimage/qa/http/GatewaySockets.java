package dev.afterimage.qa.http;

import dev.afterimage.qa.access.Caller;
import dev.afterimage.qa.access.Session;
import dev.afterimage.core.stream.StreamId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketBase;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.util.Optional;

/** {@code /api/streams/{id}/live}, with {@code /video} too, through a gateway: what the stream's machine sends, message by message. */
final class GatewaySockets {

    private static final short AWAY = 1001;
    private static final short TRY_AGAIN = 1013;

    private final Vertx vertx;
    private final GatewayPlaces places;
    private final GatewayLists lists;
    private final Machines machines;
    private final Connections connections;
    private final QaServerOptions options;

    GatewaySockets(Vertx vertx, GatewayPlaces places, GatewayLists lists, Machines machines, Connections connections,
            QaServerOptions options) {
        this.vertx = vertx;
        this.places = places;
        this.lists = lists;
        this.machines = machines;
        this.connections = connections;
        this.options = options;
    }

    void live(RoutingContext context) {
        StreamId named = Parameters.stream(context);
        Caller caller = Guard.caller(context);
        Parameters.requireWebSocket(context);
        context.request().pause();
        places.now().compose(placement -> lists.meant(context, placement, named)
                        .compose(stream -> connected(context, caller, stream, GatewayPlaces.of(placement, caller, stream))))
                .onFailure(failure -> {
                    context.request().resume();
                    context.fail(failure);
                })
                .onSuccess(source -> {
                    source.pause();
                    context.request().toWebSocket().onFailure(gone -> source.close())
                            .onSuccess(socket -> join(socket, source, Guard.session(context),
                                    connections.upgraded(context.request().connection())));
                });
    }

    /** Where it was a moment ago, or where it has gone since. */
    private Future<WebSocket> connected(RoutingContext context, Caller caller, StreamId stream, URI machine) {
        String target = Machines.target(context);
        return machines.socket(context, machine, target).recover(failure -> failure instanceof HttpFailure
                ? Future.failedFuture(failure)
                : places.anew().map(placement -> GatewayPlaces.of(placement, caller, stream)).compose(other -> other.equals(machine)
                        ? Future.failedFuture(Machines.silent()) : machines.socket(context, other, target)));
    }

    private void join(ServerWebSocket socket, WebSocket source, Optional<Session> session, Runnable left) {
        pass(source, socket);
        pass(socket, source);
        Heartbeat heartbeat = new Heartbeat(vertx, socket, options.pingSeconds());
        Runnable close = () -> socket.close(AWAY, "the login has ended");
        session.ifPresent(login -> login.atEnd(close));
        source.closeHandler(closed -> socket.close(passable(source.closeStatusCode()), source.closeReason()));
        source.exceptionHandler(broken -> socket.close(TRY_AGAIN, "the task manager is gone"));
        socket.exceptionHandler(broken -> source.close());
        socket.closeHandler(closed -> {
            session.ifPresent(login -> login.forget(close));
            heartbeat.end();
            left.run();
            source.close();
        });
        source.resume();
    }

    /** Slow onlookers hold up the machine's sending, which then leaves pictures out. */
    private static void pass(WebSocketBase from, WebSocketBase to) {
        from.textMessageHandler(text -> {
            to.writeTextMessage(text);
            hold(from, to);
        });
        from.binaryMessageHandler(bytes -> {
            to.writeBinaryMessage(bytes);
            hold(from, to);
        });
    }

    private static void hold(WebSocketBase from, WebSocketBase to) {
        if (to.writeQueueFull()) {
            from.pause();
            to.drainHandler(drained -> from.resume());
        }
    }

    /** Codes from 1004 to 1006 stand for what cannot be sent. */
    private static short passable(Short code) {
        return code == null || code >= 1004 && code <= 1006 || code == 1015 ? TRY_AGAIN : code;
    }
}
