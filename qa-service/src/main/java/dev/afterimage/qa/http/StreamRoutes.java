package dev.afterimage.qa.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.afterimage.core.AfterimageException;
import dev.afterimage.core.ErrorCode;
import dev.afterimage.core.SourceSettings;
import dev.afterimage.core.StreamId;
import dev.afterimage.core.StreamInfo;
import dev.afterimage.core.Watching;
import dev.afterimage.core.Watching.WatchSummary;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** {@code /api/info} and {@code /api/streams}: list, add, show, delete. */
final class StreamRoutes {

    private static final long LOOK_EVERY_MS = 100;
    /** How long adding waits to say whether the source can be read; a network source's own timeout is of this order. */
    private static final long WAIT_MS = TimeUnit.SECONDS.toMillis(12);

    private final Vertx vertx;
    private final QaPorts ports;
    private final BoundedWorkers reads;
    private final Streams streams;
    private final Suggestions suggestions;

    StreamRoutes(Vertx vertx, QaPorts ports, BoundedWorkers reads, Streams streams, Suggestions suggestions) {
        this.vertx = vertx;
        this.ports = ports;
        this.reads = reads;
        this.streams = streams;
        this.suggestions = suggestions;
    }

    void mount(Router router) {
        router.get("/api/info").handler(context -> Replies.json(context, 200, info()));
        router.get("/api/streams").handler(context -> Replies.send(context, reads.run(this::list), list -> list));
        router.post("/api/streams").handler(this::add);
        router.get("/api/streams/:id").handler(context -> {
            StreamId stream = Parameters.stream(context);
            Replies.send(context, reads.run(() -> shown(streams.known(stream))), shown -> shown);
        });
        router.delete("/api/streams/:id").handler(this::delete);
    }

    private ObjectNode info() {
        ObjectNode json = Json.object().put("version", ports.version()).put("can_add", ports.watching().isPresent());
        ArrayNode models = json.putArray("models");
        ports.models().forEach(models::add);
        return json;
    }

    private ObjectNode list() {
        ObjectNode json = Json.object();
        ArrayNode array = json.putArray("streams");
        ports.store().streams().forEach(info -> array.add(shown(info)));
        return json;
    }

    private ObjectNode shown(StreamInfo info) {
        ObjectNode json = StreamJson.of(info);
        ArrayNode questions = json.putArray("suggestions");
        suggestions.of(info.stream()).forEach(questions::add);
        return json;
    }

    private void add(RoutingContext context) {
        SourceSettings settings = SourceRequest.of(new Fields(Bodies.object(context)));
        Watching watching = watching();
        reads.run(() -> {
            refuseIfWatched(settings.stream());
            return watching.start(settings);
        })
                .compose(watch -> begun(settings.stream(), watch))
                .onSuccess(info -> answerAdded(context, settings, info)).onFailure(context::fail);
    }

    private void refuseIfWatched(StreamId stream) {
        if (ports.store().stream(stream).filter(info -> info.status() == StreamInfo.Status.WATCHING).isPresent()) {
            throw new AfterimageException(ErrorCode.USAGE_STREAM_EXISTS, "'" + stream + "' is being watched already",
                    "take another name, or delete it first");
        }
    }

    private static void answerAdded(RoutingContext context, SourceSettings settings, Optional<StreamInfo> info) {
        ObjectNode starting = Json.object().put("name", settings.stream().name()).put("uri", settings.maskedUri()).put("status", "starting");
        context.response().putHeader("Location", "/api/streams/" + settings.stream());
        Replies.json(context, info.isPresent() ? 201 : 202, info.map(StreamJson::of).orElse(starting));
    }

    /** Waits until the stream is there or its source has failed; empty when neither is known in time. */
    private Future<Optional<StreamInfo>> begun(StreamId stream, CompletableFuture<WatchSummary> watch) {
        Promise<Optional<StreamInfo>> promise = Promise.promise();
        look(stream, watch, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(WAIT_MS), promise);
        return promise.future();
    }

    private void look(StreamId stream, CompletableFuture<WatchSummary> watch, long deadline, Promise<Optional<StreamInfo>> promise) {
        boolean ended = watch.isDone();
        if (watch.isCompletedExceptionally()) {
            watch.whenComplete((none, failure) -> promise.tryFail(failure));
            return;
        }
        reads.run(() -> ports.store().stream(stream)).onFailure(promise::tryFail).onSuccess(info -> {
            boolean begun = info.filter(known -> ended || known.status() == StreamInfo.Status.WATCHING).isPresent();
            if (begun || System.nanoTime() > deadline) {
                promise.tryComplete(begun ? info : Optional.empty());
            } else {
                vertx.setTimer(LOOK_EVERY_MS, again -> look(stream, watch, deadline, promise));
            }
        });
    }

    private void delete(RoutingContext context) {
        StreamId stream = Parameters.stream(context);
        Watching watching = watching();
        reads.run(() -> {
            streams.known(stream);
            watching.forget(stream);
            ports.store().deleteStream(stream);
            return stream;
        }).onSuccess(deleted -> context.response().setStatusCode(204).end()).onFailure(context::fail);
    }

    private Watching watching() {
        return ports.watching().orElseThrow(() -> new HttpFailure(409, ErrorCode.USAGE_CONFIG.name(),
                "this service only reads: another process writes the streams", "add or delete streams there, or run 'afterimage serve'"));
    }
}
