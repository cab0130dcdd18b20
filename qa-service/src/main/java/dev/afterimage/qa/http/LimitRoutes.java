package dev.afterimage.qa.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.afterimage.core.retention.Limits;
import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.qa.access.Caller;
import io.vertx.ext.web.RoutingContext;

/** {@code /api/streams/{id}/kept} says what is kept of a stream and how long it lasts; {@code .../limits} changes how much that may be. */
final class LimitRoutes {

    private final SegmentStore store;
    private final Streams streams;
    private final BoundedWorkers reads;

    LimitRoutes(SegmentStore store, Streams streams, BoundedWorkers reads) {
        this.store = store;
        this.streams = streams;
        this.reads = reads;
    }

    void mount(Routes routes) {
        routes.get(Needs.VIEW, "/api/streams/:id/kept", this::kept);
        routes.post(Needs.MANAGE, "/api/streams/:id/limits", this::change);
    }

    private void kept(RoutingContext context) {
        Parameters.only(context);
        StreamId stream = Parameters.stream(context);
        Caller caller = Guard.caller(context);
        Replies.send(context, reads.run(() -> {
            streams.known(caller, stream);
            return KeptJson.of(store, stream, System.currentTimeMillis());
        }), shown -> shown);
    }

    private void change(RoutingContext context) {
        Parameters.only(context);
        StreamId stream = Parameters.stream(context);
        Caller caller = Guard.caller(context);
        ObjectNode changes = Bodies.object(context);
        Replies.send(context, reads.run(() -> {
            streams.known(caller, stream);
            Limits limits = LimitsJson.changed(store.limits(stream), changes);
            store.setLimits(stream, limits);
            return KeptJson.of(store, stream, System.currentTimeMillis());
        }), shown -> shown);
    }
}
