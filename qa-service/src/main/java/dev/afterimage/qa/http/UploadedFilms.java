package dev.afterimage.qa.http;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.core.upload.Upload;
import dev.afterimage.core.upload.Uploads;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has uploaded films watched, and removes what is not needed any more: a film once it was watched to its end or its stream is deleted, and
 * after a time what was never completed or could not be watched. On the event loop.
 */
final class UploadedFilms {

    private static final Logger LOG = LoggerFactory.getLogger(UploadedFilms.class);
    /** Exit code of failures of the film itself: it stays what it is. */
    private static final int INPUT = 3;

    private final Uploads uploads;
    private final Streams streams;
    private final StreamAdditions additions;
    private final BoundedWorkers workers;
    /** Films whose watching is being begun. */
    private final Map<String, Future<Optional<StreamInfo>>> beginning = new HashMap<>();

    UploadedFilms(Uploads uploads, Streams streams, StreamAdditions additions, BoundedWorkers workers) {
        this.uploads = uploads;
        this.streams = streams;
        this.additions = additions;
        this.workers = workers;
    }

    void lookEvery(Vertx vertx, Duration interval) {
        if (!uploads.limits().off() && additions.watches()) {
            vertx.setPeriodic(interval.toMillis(), due -> look());
        }
    }

    /** Has a film watched that is complete; removes one that cannot be. Done when its first picture was seen, or that takes long. */
    Future<Optional<StreamInfo>> watch(Upload upload) {
        Future<Optional<StreamInfo>> begun = beginning.get(upload.id());
        if (begun == null) {
            begun = begin(upload);
            beginning.put(upload.id(), begun);
            begun.onComplete(over -> beginning.remove(upload.id()));
        }
        return begun;
    }

    private Future<Optional<StreamInfo>> begin(Upload upload) {
        return additions.add(upload.settings())
                .compose(begun -> workers.run(() -> {
                    uploads.begun(upload.id());
                    return begun;
                }), refused -> workers.run(() -> {
                    if (ofTheFilm(refused)) {
                        uploads.remove(upload.id());
                    }
                    return Optional.<StreamInfo>empty();
                }).compose(removed -> Future.failedFuture(refused)));
    }

    private static boolean ofTheFilm(Throwable refused) {
        return refused instanceof AfterimageException failure && failure.code().exitCode() == INPUT
                && HttpFailure.of(failure).retryAfter() == 0;
    }

    /** A stream was deleted: its film goes with it. */
    void deleted(StreamId stream) {
        workers.run(() -> {
            uploads.all().stream().filter(upload -> upload.begun() && upload.settings().stream().equals(stream))
                    .forEach(upload -> uploads.remove(upload.id()));
            return true;
        }).onFailure(failure -> LOG.warn("the film of '{}' could not be removed: {}", stream, failure.getMessage()));
    }

    /** Removes what is not needed any more, and has films watched that were complete when the service ended. */
    void look() {
        Set<String> underWay = Set.copyOf(beginning.keySet());
        workers.run(() -> {
            List<Upload> all = uploads.all().stream().filter(upload -> !underWay.contains(upload.id())).toList();
            all.stream().filter(this::superfluous).forEach(upload -> uploads.remove(upload.id()));
            return all.stream().filter(upload -> upload.complete() && !upload.begun()).toList();
        }).onFailure(UploadedFilms::note).onSuccess(left -> left.forEach(this::watchAfterAll));
    }

    /** Unless whoever sent the last piece of it was faster. */
    private void watchAfterAll(Upload left) {
        workers.run(() -> uploads.find(left.id()).filter(upload -> !upload.begun())).onFailure(UploadedFilms::note)
                .onSuccess(found -> found.ifPresent(upload -> watch(upload).onFailure(failure ->
                        LOG.info("{}: {}", upload.settings().stream(), failure.getMessage()))));
    }

    private static void note(Throwable failure) {
        if (!(failure instanceof HttpFailure)) {
            LOG.warn("uploads cannot be looked at: {}", failure.getMessage());
        }
    }

    private boolean superfluous(Upload upload) {
        boolean old = upload.changed().plus(uploads.limits().kept()).isBefore(Instant.now());
        if (!upload.begun()) {
            return old;
        }
        Optional<StreamInfo> info = streams.of(upload.settings().stream());
        if (info.isEmpty()) {
            return !additions.watching().watches(upload.settings().stream());
        }
        return !info.get().uri().equals(upload.settings().maskedUri()) || info.get().status() == StreamInfo.Status.ENDED
                || info.get().status() == StreamInfo.Status.FAILED && old;
    }
}
