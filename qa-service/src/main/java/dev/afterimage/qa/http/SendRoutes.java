package dev.afterimage.qa.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.source.Senders;
import dev.afterimage.core.source.SentBytes;
import dev.afterimage.core.stream.ReadingSettings;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.watch.LiveFeed;
import dev.afterimage.qa.access.Caller;
import dev.afterimage.qa.access.Session;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * {@code /api/streams/{id}/send?kind=camera|screen&fps=N}, a WebSocket on which a browser sends what its {@code MediaRecorder} gives, as
 * binary messages in order. The service answers {@code {"type": "watching"}} when the first picture of this connection was seen, or
 * {@code {"type": "error", "error": ...}} and closes: a page cannot read why a handshake was refused. The message {@code {"type": "end"}}
 * ends the stream; a connection that breaks off does not: the stream waits for the browser to come back.
 */
final class SendRoutes {

    /** What browsers record. */
    private static final String FORMATS = "matroska,webm,mov,mp4,m4a,3gp,3g2,mj2";
    /** Close codes: connecting again helps; it does not; it does when the other sender has gone. */
    private static final short AGAIN = 4000;
    private static final short FINAL = 4001;
    private static final short TAKEN = 4002;
    private static final short ENDED = 1000;
    private static final long LOOK_EVERY_MS = 100;

    private final Streams streams;
    private final StreamAdditions additions;
    private final BoundedWorkers reads;
    private final Senders senders;
    private final Connections connections;
    private final LiveFeed feed;
    private final QaServerOptions options;
    /** Those that send now. */
    private final Map<StreamId, Sending> sending = new HashMap<>();

    SendRoutes(Streams streams, StreamAdditions additions, BoundedWorkers reads, Senders senders, Connections connections,
            LiveFeed feed, QaServerOptions options) {
        this.streams = streams;
        this.additions = additions;
        this.reads = reads;
        this.senders = senders;
        this.connections = connections;
        this.feed = feed;
        this.options = options;
    }

    void mount(Routes routes) {
        routes.socket(Needs.MANAGE, "/api/streams/:id/send", this::send);
    }

    /** The stream is about to be deleted, and must not come back because its sender does. On the event loop. */
    void deleted(StreamId stream) {
        Sending sender = sending.get(stream);
        if (sender != null) {
            sender.refuse(new AfterimageException(ErrorCode.STREAM_UNKNOWN, "'" + stream + "' was deleted",
                    "send it again to watch it anew"), FINAL);
        }
    }

    private void send(RoutingContext context) {
        if (!context.request().canUpgradeToWebSocket()) {
            settings(context);
        }
        Parameters.requireWebSocket(context);
        Caller caller = Guard.caller(context);
        context.request().pause();
        Future.succeededFuture().map(now -> settings(context)).compose(settings -> {
            StreamAdditions.refuseUnlessSeen(caller, settings.stream());
            additions.watching();
            return reads.run(() -> awaited(settings)).map(awaited -> new Beginning(settings, awaited,
                    senders.begin(settings.stream(), FORMATS)));
        }).onComplete(begun -> context.request().toWebSocket().onSuccess(socket -> {
            Runnable left = connections.upgraded(context.request().connection());
            if (begun.succeeded()) {
                new Sending(socket, begun.result(), Guard.session(context), left).begin();
            } else {
                socket.closeHandler(closed -> left.run());
                tellRefusal(socket, begun.cause(), taken(begun.cause()) ? TAKEN : FINAL);
            }
        }).onFailure(broken -> {
            if (begun.succeeded()) {
                senders.end(begun.result().settings().stream(), begun.result().bytes());
            }
            context.request().resume();
            context.fail(broken);
        }));
    }

    /** @param awaited whether the stream waits for just this sender to come back */
    private record Beginning(SourceSettings settings, boolean awaited, SentBytes bytes) { }

    /** Something else sends to it: maybe this very page, over a connection of which it is not known yet that it broke off. */
    private static boolean taken(Throwable refused) {
        return refused instanceof AfterimageException failure && failure.code() == ErrorCode.USAGE_STREAM_EXISTS;
    }

    /** What only has to wait, such as a full queue, is worth another try. */
    private static void tellRefusal(ServerWebSocket socket, Throwable failure, short status) {
        HttpFailure told = HttpFailure.of(failure);
        ObjectNode error = Json.object().put("type", "error");
        error.set("error", Replies.error(told).get("error"));
        if (!socket.isClosed()) {
            socket.writeTextMessage(Json.text(error));
            socket.close(told.retryAfter() > 0 ? AGAIN : status, "refused");
        }
    }

    private static SourceSettings settings(RoutingContext context) {
        Parameters.only(context, "kind", "fps");
        String kind = Optional.ofNullable(context.request().getParam("kind")).orElse("");
        if (!kind.equals("camera") && !kind.equals("screen")) {
            throw HttpFailure.usage(kind.isEmpty() ? "'kind' is missing" : "'" + kind + "' is nothing that a browser sends",
                    "give kind=camera or kind=screen").about("kind");
        }
        return new SourceSettings(Parameters.stream(context), SourceSettings.BROWSER + kind,
                Parameters.number(context, "fps", SourceSettings.DEFAULT_FPS, 0, Double.MAX_VALUE), SourceSettings.Pace.REALTIME, false,
                ReadingSettings.DEFAULT).ofClient();
    }

    /** Another source of that name is refused when it is added. */
    private boolean awaited(SourceSettings settings) {
        return streams.of(settings.stream())
                .filter(info -> info.status().underWay() && info.uri().equals(settings.maskedUri())).isPresent();
    }

    /** One browser that sends. On the event loop. */
    private final class Sending {

        private final ServerWebSocket socket;
        private final StreamId stream;
        private final Beginning beginning;
        private final SentBytes bytes;
        private final Optional<Session> session;
        private final Runnable left;
        private final Context context = Vertx.currentContext();
        private long timer = -1;
        private boolean read;
        private long before;
        /** Nothing is sent behind the end. */
        private boolean over;

        Sending(ServerWebSocket socket, Beginning beginning, Optional<Session> session, Runnable left) {
            this.socket = socket;
            this.beginning = beginning;
            this.stream = beginning.settings().stream();
            this.bytes = beginning.bytes();
            this.session = session;
            this.left = left;
        }

        void begin() {
            sending.put(stream, this);
            Heartbeat heartbeat = new Heartbeat(context.owner(), socket, options.pingSeconds());
            Runnable close = () -> close(ENDED, "the login has ended");
            session.ifPresent(login -> login.atEnd(close));
            bytes.onRoom(() -> context.runOnContext(room -> resume()));
            socket.binaryMessageHandler(this::take);
            socket.textMessageHandler(this::told);
            socket.exceptionHandler(broken -> senders.end(stream, bytes));
            socket.closeHandler(closed -> {
                session.ifPresent(login -> login.forget(close));
                heartbeat.end();
                context.owner().cancelTimer(timer);
                left.run();
                sending.remove(stream, this);
                senders.end(stream, bytes);
            });
            if (beginning.awaited()) {
                lookOut();
                return;
            }
            additions.add(beginning.settings()).onFailure(failure -> refuse(failure, FINAL)).onSuccess(seen -> {
                if (seen.isPresent()) {
                    watching();
                } else {
                    lookOut();
                }
            });
        }

        private void lookOut() {
            if (!over && !socket.isClosed()) {
                before = feed.load(stream).now().sampled();
                timer = context.owner().setPeriodic(LOOK_EVERY_MS, now -> look());
            }
        }

        /** Watched is what has been read from this connection and gave a picture. */
        private void look() {
            long sampled = feed.load(stream).now().sampled();
            if (!read) {
                read = !senders.waiting(stream);
                before = read ? before : sampled;
            }
            if (read && sampled > before) {
                watching();
            }
        }

        private void watching() {
            context.owner().cancelTimer(timer);
            if (!over && !socket.isClosed()) {
                socket.writeTextMessage(Json.text(Json.object().put("type", "watching")));
            }
        }

        private void take(Buffer piece) {
            if (bytes.ended()) {
                // Who read it began anew: so must the sender, since the header comes first.
                close(AGAIN, "send again from the start");
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
            try {
                Fields message = new Fields(Json.read(text.getBytes(StandardCharsets.UTF_8))).only("type");
                if (!message.text("type").equals("end")) {
                    throw HttpFailure.usage("'" + message.text("type") + "' is no message of a sender",
                            "send {\"type\": \"end\"}, or bytes");
                }
                senders.end(stream, bytes);
                additions.stop(stream).onComplete(stopped -> close(ENDED, "ended"));
            } catch (HttpFailure unknown) {
                refuse(unknown, FINAL);
            }
        }

        private void refuse(Throwable failure, short status) {
            senders.end(stream, bytes);
            if (!over) {
                over = true;
                context.owner().cancelTimer(timer);
                tellRefusal(socket, failure, status);
            }
        }

        private void close(short status, String reason) {
            if (!over && !socket.isClosed()) {
                over = true;
                context.owner().cancelTimer(timer);
                socket.close(status, reason);
            }
        }
    }
}
