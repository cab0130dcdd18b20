package dev.afterimage.qa.http;

import dev.afterimage.core.recording.Recordings;
import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.qa.access.Caller;
import dev.afterimage.qa.access.Session;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/**
 * {@code /api/streams/NAME/live/video}, a WebSocket: the video as it is recorded, in fragments of MP4. Each binary message follows a text
 * that tells of it: {@code piece} with its start where another file begins, and always {@code video} with its end.
 */
final class LiveVideoRoute {

    private static final long LOOKED_EVERY_MS = 200;

    private final SegmentStore store;
    private final BoundedWorkers reads;
    private final Streams streams;
    private final Connections connections;
    private final QaServerOptions options;

    LiveVideoRoute(SegmentStore store, BoundedWorkers reads, Streams streams, Connections connections, QaServerOptions options) {
        this.store = store;
        this.reads = reads;
        this.streams = streams;
        this.connections = connections;
        this.options = options;
    }

    void mount(Routes routes) {
        routes.socket(Needs.VIEW, "/api/streams/:id/live/video", this::live);
    }

    private void live(RoutingContext context) {
        Parameters.only(context);
        StreamId stream = Parameters.stream(context);
        Caller caller = Guard.caller(context);
        Parameters.requireWebSocket(context);
        context.request().pause();
        reads.run(() -> streams.known(caller, stream))
                .compose(known -> context.request().toWebSocket().onSuccess(socket ->
                        send(socket, stream, Guard.session(context), connections.upgraded(context.request().connection()))))
                .onFailure(failure -> {
                    context.request().resume();
                    context.fail(failure);
                });
    }

    private void send(ServerWebSocket socket, StreamId stream, Optional<Session> session, Runnable left) {
        Vertx vertx = Vertx.currentContext().owner();
        Recordings recordings = store.recordings();
        Looking looking = new Looking(socket, stream, new GrowingVideo(recordings, stream));
        long timer = vertx.setPeriodic(1, LOOKED_EVERY_MS, look -> looking.look());
        Heartbeat heartbeat = new Heartbeat(vertx, socket, options.pingSeconds());
        Runnable close = socket::close;
        session.ifPresent(login -> login.atEnd(close));
        socket.closeHandler(closed -> {
            vertx.cancelTimer(timer);
            session.ifPresent(login -> login.forget(close));
            heartbeat.end();
            left.run();
        });
    }

    /** One look at a time, and none while the client has still to take what it was sent. On the event loop. */
    private final class Looking {

        private final ServerWebSocket socket;
        private final StreamId stream;
        private final GrowingVideo video;
        private boolean looking;

        Looking(ServerWebSocket socket, StreamId stream, GrowingVideo video) {
            this.socket = socket;
            this.stream = stream;
            this.video = video;
        }

        void look() {
            if (looking || socket.isClosed() || socket.writeQueueFull()) {
                return;
            }
            looking = true;
            reads.run(() -> video.next(streams.of(stream).map(StreamInfo::lastSeconds).orElse(0.0)))
                    .onSuccess(part -> part.filter(here -> !socket.isClosed()).ifPresent(this::write))
                    .onFailure(gone -> socket.close((short) 1011, "the video cannot be read"))
                    .onComplete(done -> looking = false);
        }

        private void write(GrowingVideo.Part part) {
            if (part.first()) {
                socket.writeTextMessage(Json.text(Json.object().put("type", "piece").put("start", Json.rounded(part.start()))));
            }
            socket.writeTextMessage(Json.text(Json.object().put("type", "video").put("end", Json.rounded(part.end()))));
            socket.writeBinaryMessage(Buffer.buffer(part.bytes()));
        }
    }
}
