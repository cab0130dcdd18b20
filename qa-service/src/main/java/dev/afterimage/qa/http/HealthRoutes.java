package dev.afterimage.qa.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.store.SegmentStore;
import io.vertx.ext.web.RoutingContext;

/**
 * {@code /healthz}: the process runs. {@code /readyz}: the store answers and can be written; a lost camera makes the service no less ready.
 * Those who may see all streams are also told how many there are and how many are lost, or what is wrong. {@code /metrics}: Prometheus.
 */
final class HealthRoutes {

    private static final int LOOK_AGAIN_SECONDS = 5;

    private final SegmentStore store;
    private final Streams streams;
    private final BoundedWorkers reads;
    private final Meters meters;
    private final Admission admission;

    HealthRoutes(SegmentStore store, Streams streams, BoundedWorkers reads, Meters meters, Admission admission) {
        this.admission = admission;
        this.store = store;
        this.streams = streams;
        this.reads = reads;
        this.meters = meters;
    }

    void mount(Routes routes) {
        routes.get(Needs.OPEN, "/healthz", context -> Replies.json(context, 200, Json.object().put("status", "ok")));
        routes.get(Needs.OPEN, "/readyz", this::ready);
        routes.get(Needs.VIEW_ALL, "/metrics", this::metrics);
    }

    private void ready(RoutingContext context) {
        boolean told = seesAll(context);
        reads.run(this::state)
                .onSuccess(state -> Replies.json(context, 200, told ? state : Json.object().put("status", "ready")))
                .onFailure(failure -> Replies.json(context, 503, "Retry-After", String.valueOf(LOOK_AGAIN_SECONDS),
                        (told ? Replies.error(HttpFailure.of(failure)) : Json.object()).put("status", "not ready")));
    }

    /** Anybody may ask; strangers learn nothing but whether it is ready. */
    private boolean seesAll(RoutingContext context) {
        try {
            return admission.admitted(context.request()).filter(admitted -> Needs.VIEW_ALL.metBy(admitted.caller())).isPresent();
        } catch (HttpFailure stranger) {
            return false;
        }
    }

    private ObjectNode state() {
        int known = store.streams().size();
        requireRoom();
        return Json.object().put("status", "ready").put("streams", known).put("reconnecting", streams.outages().size());
    }

    private void requireRoom() {
        try {
            store.requireRoom();
        } catch (AfterimageException full) {
            throw full.code() != ErrorCode.STORAGE_FULL ? full : new AfterimageException(ErrorCode.STORAGE_FULL,
                    "the disk is full: nothing new is stored",
                            "free some space on the disk that holds the data; watching then goes on by itself", full);
        }
    }

    private boolean full() {
        try {
            store.requireRoom();
            return false;
        } catch (AfterimageException noRoom) {
            return true;
        }
    }

    private void metrics(RoutingContext context) {
        reads.run(() -> meters.scrape(streams.all(), streams.outages(), full()))
                .onSuccess(text -> context.response().putHeader("Content-Type", ProcessMeters.CONTENT_TYPE).end(text))
                .onFailure(context::fail);
    }
}
