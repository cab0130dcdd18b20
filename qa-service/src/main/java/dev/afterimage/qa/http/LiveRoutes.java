package dev.afterimage.qa.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.afterimage.core.block.BlockEntry;
import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.core.store.Thumbnail;
import dev.afterimage.core.stream.Scene;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.core.watch.LiveFeed.FrameSeen;
import dev.afterimage.core.watch.LiveFeed;
import dev.afterimage.qa.access.Caller;
import dev.afterimage.qa.access.Session;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import java.util.OptionalDouble;

/**
 * {@code /api/streams/{id}/live}, a WebSocket: first {@code hello} with the stream as it is and its newest stored picture, then
 * {@code frame} (followed by a binary message, its JPEG), {@code block}, {@code scene}, {@code status} and {@code lagged} as they happen.
 * With {@code from}, who was there before is first sent the blocks and scenes since then, behind {@code resumed}.
 */
final class LiveRoutes {

    /** Blocks, and scenes, sent again to who was away. */
    private static final int MOST_MISSED = 1000;
    private static final Logger LOG = LoggerFactory.getLogger(LiveRoutes.class);

    private final LiveFeed feed;
    private final SegmentStore store;
    private final BoundedWorkers reads;
    private final Streams streams;
    private final Connections connections;
    private final QaServerOptions options;

    LiveRoutes(LiveFeed feed, SegmentStore store, BoundedWorkers reads, Streams streams, Connections connections, QaServerOptions options) {
        this.feed = feed;
        this.store = store;
        this.reads = reads;
        this.streams = streams;
        this.connections = connections;
        this.options = options;
    }

    void mount(Routes routes) {
        routes.socket(Needs.VIEW, "/api/streams/:id/live", this::live);
    }

    private void live(RoutingContext context) {
        Parameters.only(context, "from");
        StreamId stream = Parameters.stream(context);
        OptionalDouble from = context.queryParam("from").isEmpty() ? OptionalDouble.empty()
                : OptionalDouble.of(Parameters.seconds(context, "from", 0));
        Caller caller = Guard.caller(context);
        Parameters.requireWebSocket(context);
        context.request().pause();
        reads.run(() -> streamNow(caller, stream))
                .compose(now -> context.request().toWebSocket().onSuccess(socket -> {
                    join(socket, new Onlooker(caller, stream, from), now, Guard.session(context),
                            connections.upgraded(context.request().connection()));
                }))
                .onFailure(failure -> {
                    context.request().resume();
                    context.fail(failure);
                });
    }

    /** @param from seconds up to which they had seen the stream, 0 for who wants all of it; empty for who has not */
    private record Onlooker(Caller caller, StreamId stream, OptionalDouble from) { }

    /** What an onlooker missed. @param complete whether these are all blocks */
    private record Missed(List<BlockEntry> blocks, List<Scene> scenes, boolean complete) { }

    /** May block. */
    private Missed missed(StreamId stream, double from) {
        List<BlockEntry> blocks = streams.blocks(stream, from, Double.MAX_VALUE, MOST_MISSED + 1, false).stream()
                .filter(block -> block.seconds() > from || from == 0).toList();
        List<Scene> scenes = store.scenes(stream, Double.MAX_VALUE).stream()
                .filter(scene -> !scene.closed() || scene.end() > from).toList();
        boolean all = blocks.size() <= MOST_MISSED;
        return new Missed(all ? blocks : blocks.subList(blocks.size() - MOST_MISSED, blocks.size()),
                scenes.subList(Math.max(0, scenes.size() - MOST_MISSED), scenes.size()), all && scenes.size() <= MOST_MISSED);
    }

    private void resume(ServerWebSocket socket, LiveOutbox outbox, Onlooker onlooker, double from) {
        reads.run(() -> missed(onlooker.stream(), from)).onFailure(gone -> socket.close()).onSuccess(missed -> {
            if (!socket.isClosed()) {
                ObjectNode resumed = Json.object().put("type", "resumed").put("from", from).put("complete", missed.complete());
                socket.writeTextMessage(Json.text(resumed));
                outbox.resume(onlooker.stream(), missed.blocks(), missed.scenes());
            }
        });
    }

    private record Now(StreamInfo info, Optional<Thumbnail> picture, String note) { }

    private Now streamNow(Caller caller, StreamId stream) {
        StreamInfo info = streams.known(caller, stream);
        return new Now(info, store.thumbnail(stream, info.lastSeconds()), store.lastEntry(stream).map(BlockEntry::note).orElse(""));
    }

    private void join(ServerWebSocket socket, Onlooker onlooker, Now now, Optional<Session> session, Runnable left) {
        StreamId stream = onlooker.stream();
        Context context = Vertx.currentContext();
        LiveOutbox outbox = new LiveOutbox(socket, context, options.liveQueue());
        now.picture().ifPresent(picture ->
                outbox.accept(new FrameSeen(stream, now.info().frames() - 1, picture.seconds(), now.note(), picture.jpeg())));
        // Before the hello: what happens once an onlooker has been greeted must reach them. The outbox empties later, on this event loop.
        AutoCloseable subscription = feed.subscribe(stream, outbox);
        onlooker.from().ifPresent(from -> outbox.hold());
        ObjectNode hello = Json.object().put("type", "hello");
        hello.set("stream", StreamJson.of(now.info(), feed.load(stream)));
        socket.writeTextMessage(Json.text(hello));
        onlooker.from().ifPresent(from -> resume(socket, outbox, onlooker, from));
        Heartbeat heartbeat = new Heartbeat(context.owner(), socket, options.pingSeconds());
        Runnable close = outbox::end;
        session.ifPresent(login -> login.atEnd(close));
        socket.closeHandler(closed -> {
            session.ifPresent(login -> login.forget(close));
            heartbeat.end();
            left.run();
            leave(subscription);
        });
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
