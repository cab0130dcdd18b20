package dev.afterimage.qa.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;

/** The API over a store of this process. */
final class StoreApi implements Api {

    private final QaPorts ports;
    private final QaServerOptions options;
    private final Vertx vertx;
    private final BoundedWorkers reads;
    private final Connections connections;
    private final Meters meters;
    private final Streams streams;
    private final Asking asking;
    private final BoundedWorkers cutting;
    private final BoundedWorkers exporting;
    private final BoundedWorkers uploading;
    private final StreamChanges changes;

    StoreApi(QaPorts ports, QaServerOptions options, Vertx vertx, BoundedWorkers reads, Connections connections) {
        this.ports = ports;
        this.options = options;
        this.vertx = vertx;
        this.reads = reads;
        this.connections = connections;
        this.streams = new Streams(ports.store(), ports.watching());
        this.meters = new Meters(ports.version());
        this.asking = new Asking(vertx, ports.asker(), options, streams, meters);
        this.cutting = new BoundedWorkers(vertx, "video", QaServerOptions.VIDEO_THREADS, QaServerOptions.VIDEO_QUEUE);
        // A download asks for one part at a time, and for its end.
        this.exporting = new BoundedWorkers(vertx, "download", QaServerOptions.DOWNLOAD_THREADS, 2 * QaServerOptions.DOWNLOADS);
        this.uploading = new BoundedWorkers(vertx, "upload", QaServerOptions.UPLOAD_THREADS, QaServerOptions.UPLOAD_QUEUE);
        this.changes = new StreamChanges(vertx);
    }

    @Override
    public void prepare(RoutingContext context) {
        context.put(Parameters.STORE, ports.store());
    }

    @Override
    public void mountSockets(Routes routes) {
        new LiveRoutes(ports.feed(), ports.store(), reads, streams, connections, options).mount(routes);
        new LiveVideoRoute(ports.store(), reads, streams, connections, options).mount(routes);
    }

    @Override
    public void mount(Routes routes, Admission admission) {
        meters.follow(ports.feed());
        new AskRoutes(asking).mount(routes);
        new OpenAiRoutes(asking, streams, reads, ports.models()).mount(routes);
        new ResponsesRoute(asking, ports.models()).mount(routes);
        VideoRoutes videos = new VideoRoutes(vertx, ports.store(), ports.cutter(), streams, reads, cutting, exporting);
        StreamAdditions additions = new StreamAdditions(vertx, ports.watching(), reads, changes, streams);
        SendRoutes sends = new SendRoutes(streams, additions, reads, ports.senders(), connections, ports.feed(), options);
        sends.mount(routes);
        UploadedFilms films = new UploadedFilms(ports.uploads(), streams, additions, uploading);
        films.lookEvery(vertx, options.uploadsLookedAtEvery());
        new UploadRoutes(ports.uploads(), streams, additions, uploading, connections, films).mount(routes);
        new StreamRoutes(ports, reads, changes, additions, streams, new Suggestions(options.suggestions(), streams), options,
                sends::deleted, films::forgetting, gone -> {
                    videos.forget(gone);
                    films.deleted(gone);
                }).mount(routes);
        new MomentRoutes(ports.store(), reads, streams).mount(routes);
        new TimelineRoute(ports.store(), reads, streams).mount(routes);
        new DescriptionRoute(ports.version()).mount(routes);
        new EventRoutes(ports, reads, streams).mount(routes);
        new ClipRoute(vertx, ports.store(), reads, streams).mount(routes);
        new LimitRoutes(ports.store(), streams, reads).mount(routes);
        videos.mount(routes);
        new HealthRoutes(ports.store(), streams, reads, meters, admission).mount(routes);
    }

    @Override
    public void giveUp() {
        asking.close();
    }

    @Override
    public Future<?> answered() {
        return changes.answered();
    }

    @Override
    public void close() {
        cutting.close();
        exporting.close();
        uploading.close();
        changes.close();
    }

    @Override
    public void closed() {
        meters.close();
    }

    @Override
    public void awaitEnd() {
        asking.awaitEnd();
        cutting.awaitEnd();
        exporting.awaitEnd();
        uploading.awaitEnd();
    }
}
