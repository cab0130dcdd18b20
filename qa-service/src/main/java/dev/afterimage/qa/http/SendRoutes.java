package dev.afterimage.qa.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.source.Senders;
import dev.afterimage.core.source.SentBytes;
import dev.afterimage.core.stream.ReadingSettings;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.qa.access.Session;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/**
 * {@code /api/streams/{id}/send?kind=camera|screen&fps=N}, a WebSocket on which a browser sends what its {@code MediaRecorder} gives, as
 * binary messages in order. The service answers {@code {"type": "watching", "stream": ...}} when the first picture was seen, or
 * {@code {"type": "error", "error": ...}} and closes. The message {@code {"type": "end"}} ends the stream; a connection that
 * breaks off does not: the stream waits for the browser to come back.
 */
final class SendRoutes {

    /** What browsers record. */
    private static final String FORMATS = "matroska,webm,mov,mp4,m4a,3gp,3g2,mj2";
    private static final short GOING_ON_ELSEWHERE = 4000;
    private static final short FAILED = 4001;

    private final Streams streams;
    private final StreamAdditions additions;
    private final BoundedWorkers reads;
    private final Senders senders;
    private final Connections connections;
    private final QaServerOptions options;

    SendRoutes(Streams streams, StreamAdditions additions, BoundedWorkers reads, Senders senders, Connections connections,
            QaServerOptions options) {
        this.streams = streams;
        this.additions = additions;
        this.reads = reads;
        this.senders = senders;
        this.connections = connections;
        this.options = options;
    }

    void mount(Routes routes) {
        routes.socket(Needs.MANAGE, "/api/streams/:id/send", this::send);
    }

    private void send(RoutingContext context) {
        SourceSettings settings = settings(context);
        StreamAdditions.refuseUnlessSeen(Guard.caller(context), settings.stream());
        if (!context.request().canUpgradeToWebSocket()) {
            throw new HttpFailure(426, "HTTP_UPGRADE", "this address speaks WebSocket", "connect with ws:// or wss://");
        }
        additions.watching();
        context.request().pause();
        reads.run(() -> sameSourceUnderWay(settings)).compose(underWay -> {
            SentBytes bytes = senders.begin(settings.stream(), FORMATS);
            return context.request().toWebSocket().onFailure(broken -> senders.end(settings.stream(), bytes))
                    .onSuccess(socket -> new Sending(socket, settings, bytes, Guard.session(context),
                            connections.upgraded(context.request().connection())).begin(underWay));
        }).onFailure(failure -> {
            context.request().resume();
            context.fail(failure);
        });
    }

    private static SourceSettings settings(RoutingContext context) {
        String kind = Optional.ofNullable(context.request().getParam("kind")).orElse("camera");
        if (!kind.equals("camera") && !kind.equals("screen")) {
            throw HttpFailure.usage("'" + kind + "' is nothing that a browser sends", "send a camera or a screen");
        }
        String fps = context.request().getParam("fps");
        return new SourceSettings(Parameters.stream(context), SourceSettings.BROWSER + kind,
                fps == null ? SourceSettings.DEFAULT_FPS : Parameters.seconds(fps), SourceSettings.Pace.REALTIME, false,
                ReadingSettings.DEFAULT).ofClient();
    }

    /** Whether the stream waits for just this sender to come back. */
    private boolean sameSourceUnderWay(SourceSettings settings) {
        Optional<StreamInfo> known = streams.of(settings.stream()).filter(info -> info.status().underWay());
        known.filter(info -> !info.uri().equals(settings.maskedUri())).ifPresent(other -> {
            throw new AfterimageException(ErrorCode.USAGE_STREAM_EXISTS, "'" + settings.stream() + "' is being watched already",
                    "take another name, or delete it first");
        });
        return known.isPresent();
    }

    /** One browser that sends. On the event loop. */
    private final class Sending {

        private final ServerWebSocket socket;
        private final StreamId stream;
        private final SourceSettings settings;
        private final SentBytes bytes;
        private final Optional<Session> session;
        private final Runnable left;
        private final Context context = Vertx.currentContext();

        Sending(ServerWebSocket socket, SourceSettings settings, SentBytes bytes, Optional<Session> session, Runnable left) {
            this.socket = socket;
            this.settings = settings;
            this.stream = settings.stream();
            this.bytes = bytes;
            this.session = session;
            this.left = left;
        }

        void begin(boolean underWay) {
            Heartbeat heartbeat = new Heartbeat(context.owner(), socket, options.pingSeconds());
            Runnable close = socket::close;
            session.ifPresent(login -> login.atEnd(close));
            bytes.onRoom(() -> context.runOnContext(room -> resume()));
            socket.binaryMessageHandler(this::take);
            socket.textMessageHandler(this::told);
            socket.exceptionHandler(broken -> senders.end(stream, bytes));
            socket.closeHandler(closed -> {
                session.ifPresent(login -> login.forget(close));
                heartbeat.end();
                left.run();
                senders.end(stream, bytes);
            });
            if (underWay) {
                tell(Json.object().put("type", "watching"));
            } else {
                additions.add(settings).onSuccess(begun -> tell(Json.object().put("type", "watching"))).onFailure(this::refuse);
            }
        }

        private void take(Buffer piece) {
            if (bytes.ended()) {
                // Who read it began anew: so must the sender, since the header comes first.
                close(GOING_ON_ELSEWHERE, "send again from the start");
            } else if (!bytes.add(piece.getBytes())) {
                socket.pause();
            }
        }

        private void resume() {
            if (!socket.isClosed()) {
                socket.resume();
            }
        }

        private void told(String text) {
            if (text.contains("\"end\"")) {
                senders.end(stream, bytes);
                additions.stop(stream).onComplete(stopped -> close((short) 1000, "ended"));
            }
        }

        private void refuse(Throwable failure) {
            ObjectNode error = Json.object().put("type", "error");
            error.set("error", Replies.error(HttpFailure.of(failure)).get("error"));
            tell(error);
            close(FAILED, "refused");
        }

        private void tell(ObjectNode message) {
            if (!socket.isClosed()) {
                socket.writeTextMessage(Json.text(message));
            }
        }

        private void close(short status, String reason) {
            if (!socket.isClosed()) {
                socket.close(status, reason);
            }
        }
    }
}
