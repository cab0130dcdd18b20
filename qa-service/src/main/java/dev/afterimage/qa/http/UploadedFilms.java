package dev.afterimage.qa.http;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.core.upload.Upload;
import dev.afterimage.core.upload.Uploads;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has uploaded films watched, and removes what is not needed any more: a film once it was watched to its end or its stream is deleted, and
 * after a time what was never completed or could not be watched. On the event loop.
 */
final class UploadedFilms {

    private static final Logger LOG = LoggerFactory.getLogger(UploadedFilms.class);
    /**
     * Failures of the film itself, which stays what it is. Everything else may pass, or says nothing of the film: a machine that is too
     * busy to open it in time, a service that ends, a disk that cannot be read.
     */
    private static final Set<ErrorCode> OF_THE_FILM = EnumSet.of(ErrorCode.INPUT_UNREADABLE, ErrorCode.INPUT_NO_VIDEO,
            ErrorCode.INPUT_TRUNCATED, ErrorCode.INPUT_REFUSED);

    private final Uploads uploads;
    private final Streams streams;
    private final StreamAdditions additions;
    private final BoundedWorkers workers;
    /** Films whose watching is being begun. */
    private final Map<String, Future<Optional<StreamInfo>>> beginning = new HashMap<>();
    /** Their ids, from before the source is kept until it is known whether it stays so; for any thread. */
    private final Set<String> opening = ConcurrentHashMap.newKeySet();

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
            opening.add(upload.id());
            begun = begin(upload);
            beginning.put(upload.id(), begun);
            begun.onComplete(over -> {
                beginning.remove(upload.id());
                opening.remove(upload.id());
            });
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
        return refused instanceof AfterimageException failure && OF_THE_FILM.contains(failure.code());
    }

    /** Done when it is known of a film whose watching is being begun whether it is watched; at once of any other. */
    Future<?> settled(String id) {
        Future<?> begun = beginning.get(id);
        return begun == null ? Future.succeededFuture() : begun.transform(either -> Future.succeededFuture());
    }

    /**
     * Whether a film is watched, or to be watched again: also one whose first picture has not come yet, or came when the process died. May
     * block.
     */
    boolean watched(Upload upload) {
        return upload.begun() || upload.complete() && additions.watches() && additions.watching().source(upload.settings().stream())
                .filter(source -> source.uri().equals(upload.settings().uri())).isPresent();
    }

    /** A stream is about to be forgotten: it is noted which film is its own. Other films may wait for its name. May block. */
    void forgetting(StreamId stream) {
        uploads.all().stream().filter(upload -> upload.settings().stream().equals(stream)).forEach(this::noteWatched);
    }

    /** Not of a film that is being opened, which may still fail. It may begin to be, or have failed, between one look and the next. */
    private void noteLeft(Upload upload) {
        if (watched(upload) && !opening.contains(upload.id())) {
            noteWatched(upload);
        }
    }

    private void noteWatched(Upload upload) {
        if (!upload.begun() && watched(upload)) {
            uploads.begun(upload.id());
        }
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
            uploads.all().stream().filter(upload -> !underWay.contains(upload.id())).forEach(this::noteLeft);
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
