package dev.afterimage.qa.http;

import dev.afterimage.core.SegmentStore;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** {@code /healthz}: the process runs. {@code /readyz}: the store answers. {@code /metrics}: Prometheus. */
final class HealthRoutes {

    private final SegmentStore store;
    private final BoundedWorkers reads;
    private final Meters meters;

    HealthRoutes(SegmentStore store, BoundedWorkers reads, Meters meters) {
        this.store = store;
        this.reads = reads;
        this.meters = meters;
    }

    void mount(Router router) {
        router.get("/healthz").handler(context -> Replies.json(context, 200, Json.object().put("status", "ok")));
        router.get("/readyz").handler(this::ready);
        router.get("/metrics").handler(this::metrics);
    }

    private void ready(RoutingContext context) {
        reads.run(store::streams)
                .onSuccess(streams -> Replies.json(context, 200, Json.object().put("status", "ready").put("streams", streams.size())))
                .onFailure(failure -> Replies.json(context, 503, Replies.error(HttpFailure.of(failure)).put("status", "not ready")));
    }

    private void metrics(RoutingContext context) {
        reads.run(() -> meters.scrape(store.streams()))
                .onSuccess(text -> context.response().putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8").end(text))
                .onFailure(context::fail);
    }
}
