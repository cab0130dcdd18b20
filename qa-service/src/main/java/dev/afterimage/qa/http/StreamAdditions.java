package dev.afterimage.qa.http;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.core.watch.Watching;
import dev.afterimage.core.watch.Watching.WatchSummary;
import dev.afterimage.qa.access.Caller;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Begins to watch what a client named or sends, and waits until it is known whether that goes well. Called on the event loop. */
final class StreamAdditions {

    private static final long LOOK_EVERY_MS = 100;
    /** How long adding waits to say whether the source can be read; a network source's own timeout is of this order. */
    private static final long WAIT_MS = TimeUnit.SECONDS.toMillis(15);

    private final Vertx vertx;
    private final Optional<Watching> watching;
    private final BoundedWorkers reads;
    private final StreamChanges changes;
    private final Streams streams;

    /** @param watching absent where another process watches */
    StreamAdditions(Vertx vertx, Optional<Watching> watching, BoundedWorkers reads, StreamChanges changes, Streams streams) {
        this.vertx = vertx;
        this.watching = watching;
        this.reads = reads;
        this.changes = changes;
        this.streams = streams;
    }

    /** @return the stream once its first picture was seen; empty where that is not known in time, or may come at any time */
    Future<Optional<StreamInfo>> add(SourceSettings settings) {
        Watching watcher = watching();
        return changes.add(settings.stream(), () -> {
            refuseIfWatched(settings.stream());
            streams.requireFree(settings.stream());
            return watcher.start(settings);
        }).compose(watch -> settings.published() ? Future.succeededFuture(Optional.empty()) : begun(settings.stream(), watch));
    }

    /** Stops watching; what was stored stays. */
    Future<Void> stop(StreamId stream) {
        Watching watcher = watching();
        return changes.remove(stream, () -> {
            watcher.stop(stream);
            return true;
        }, beingAdded -> null);
    }

    /** Whether or not there is such a stream: the answer must not tell. */
    static void refuseUnlessSeen(Caller caller, StreamId stream) {
        if (!caller.sees(stream)) {
            throw new HttpFailure(403, "HTTP_ROLE", "you may not manage a stream of the name '" + stream + "'",
                    "take one of the names that your role lists");
        }
    }

    private void refuseIfWatched(StreamId stream) {
        if (streams.of(stream).filter(info -> info.status().underWay()).isPresent()) {
            throw new AfterimageException(ErrorCode.USAGE_STREAM_EXISTS, "'" + stream + "' is being watched already",
                    "take another name, or delete it first");
        }
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
        reads.run(() -> streams.of(stream)).onFailure(promise::tryFail).onSuccess(info -> {
            boolean begun = info.filter(known -> ended || known.status() == StreamInfo.Status.WATCHING).isPresent();
            if (ended && info.isEmpty()) {
                promise.tryFail(new AfterimageException(ErrorCode.USAGE_STREAM_STATE,
                        "'" + stream + "' was deleted while its source was being opened", "add it again"));
            } else if (begun || System.nanoTime() > deadline) {
                promise.tryComplete(begun ? info : Optional.empty());
            } else {
                vertx.setTimer(LOOK_EVERY_MS, again -> look(stream, watch, deadline, promise));
            }
        });
    }

    /** Whether this process watches. */
    boolean watches() {
        return watching.isPresent();
    }

    /** @throws HttpFailure where another process watches */
    Watching watching() {
        return watching.orElseThrow(() -> new HttpFailure(409, ErrorCode.USAGE_CONFIG.name(),
                "this service only reads: another process writes the streams", "add or delete streams there"));
    }
}
