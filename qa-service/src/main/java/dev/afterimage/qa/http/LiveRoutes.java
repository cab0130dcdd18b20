package dev.afterimage.qa.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.afterimage.core.BlockEntry;
import dev.afterimage.core.LiveFeed;
import dev.afterimage.core.LiveFeed.FrameSeen;
import dev.afterimage.core.SegmentStore;
import dev.afterimage.core.StreamId;
import dev.afterimage.core.StreamInfo;
import dev.afterimage.core.Thumbnail;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /api/streams/{id}/live}, a WebSocket: first {@code hello} with the stream as it is and its newest stored picture, then
 * {@code frame} (followed by a binary message, its JPEG), {@code block}, {@code scene}, {@code status} and {@code lagged} as they happen.
 */
final class LiveRoutes {

    private static final Logger LOG = LoggerFactory.getLogger(LiveRoutes.class);

    private final LiveFeed feed;
    private final SegmentStore store;
    private final BoundedWorkers reads;
    private final Streams streams;
    private final int queue;

    LiveRoutes(LiveFeed feed, SegmentStore store, BoundedWorkers reads, Streams streams, int queue) {
        this.feed = feed;
        this.store = store;
        this.reads = reads;
        this.streams = streams;
        this.queue = queue;
    }

    void mount(Router router) {
        router.get("/api/streams/:id/live").handler(this::live);
    }

    private void live(RoutingContext context) {
        StreamId stream = Parameters.stream(context);
        if (!context.request().canUpgradeToWebSocket()) {
            throw new HttpFailure(426, "HTTP_UPGRADE", "this address speaks WebSocket", "connect with ws:// or wss://");
        }
        context.request().pause();
        reads.run(() -> streamNow(stream))
                .compose(now -> context.request().toWebSocket().onSuccess(socket -> join(socket, stream, now)))
                .onFailure(failure -> {
                    context.request().resume();
                    context.fail(failure);
                });
    }

    private record Now(StreamInfo info, Optional<Thumbnail> picture, String note) { }

    private Now streamNow(StreamId stream) {
        StreamInfo info = streams.known(stream);
        return new Now(info, store.thumbnail(stream, info.lastSeconds()), store.lastEntry(stream).map(BlockEntry::note).orElse(""));
    }

    private void join(ServerWebSocket socket, StreamId stream, Now now) {
        Context context = Vertx.currentContext();
        LiveOutbox outbox = new LiveOutbox(socket, context, queue);
        now.picture().ifPresent(picture ->
                outbox.accept(new FrameSeen(stream, now.info().frames() - 1, picture.seconds(), now.note(), picture.jpeg())));
        // Before the hello: what happens once an onlooker has been greeted must reach them. The outbox empties later, on this event loop.
        AutoCloseable subscription = feed.subscribe(stream, outbox);
        ObjectNode hello = Json.object().put("type", "hello");
        hello.set("stream", StreamJson.of(now.info()));
        socket.writeTextMessage(Json.text(hello));
        socket.closeHandler(closed -> leave(subscription));
        socket.exceptionHandler(broken -> leave(subscription));
    }

    private static void leave(AutoCloseable subscription) {
        try {
            subscription.close();
        } catch (Exception unexpected) {
            LOG.warn("an onlooker could not be signed off", unexpected);
        }
    }
}
