package dev.afterimage.qa.http;

import dev.afterimage.core.recording.Span;
import dev.afterimage.core.recording.VideoCutter;
import dev.afterimage.core.stream.StreamId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Sends an interval as one file while it is cut out. A thread is used for each part of it and none while the client takes it. A client that
 * takes nothing for long is given up, and so is one whose login ends. On the event loop.
 */
final class VideoDownload {

    private static final long TAKEN_WITHIN_SECONDS = 60;

    private final RoutingContext context;
    private final HttpServerResponse response;
    private final BoundedWorkers workers;
    private final StreamId stream;
    private final String name;
    private final Promise<Void> unused = Promise.promise();
    private boolean gone;

    VideoDownload(RoutingContext context, BoundedWorkers workers, StreamId stream, double from, double to) {
        this.context = context;
        this.response = context.response();
        this.workers = workers;
        this.stream = stream;
        this.name = String.format(Locale.ROOT, "%s-%.0f-%.0f.mp4", stream, from, Math.min(to, 1e9));
    }

    /** @return done when nothing of the export is used any more */
    Future<Void> send(VideoCutter.Export export) {
        Runnable end = this::giveUp;
        response.closeHandler(closed -> gone = true);
        Guard.session(context).ifPresent(login -> {
            login.atEnd(end);
            context.addEndHandler(done -> login.forget(end));
        });
        next(export);
        return unused.future();
    }

    private void next(VideoCutter.Export export) {
        if (gone) {
            unused.complete();
            return;
        }
        workers.run(export::next).onFailure(this::failed).onSuccess(part -> {
            if (gone) {
                unused.complete();
            } else if (part == null) {
                end(export);
            } else if (part.length == 0) {
                next(export);
            } else {
                write(export, part).onSuccess(taken -> next(export)).onFailure(notTaken -> {
                    giveUp();
                    unused.complete();
                });
            }
        });
    }

    private void failed(Throwable failure) {
        if (!gone) {
            context.fail(failure);
        }
        unused.complete();
    }

    private Future<Void> write(VideoCutter.Export export, byte[] part) {
        if (!response.headWritten()) {
            response.setChunked(true).putHeader("Content-Type", "video/mp4").putHeader("Cache-Control", "no-store")
                    .putHeader("Content-Disposition", Attachment.header(name))
                    .putHeader(VideoRoutes.FROM, VideoRoutes.seconds(export.start()));
        }
        return response.write(Buffer.buffer(part)).timeout(TAKEN_WITHIN_SECONDS, TimeUnit.SECONDS);
    }

    /** What could not be read is known only now, behind the head. */
    private void end(VideoCutter.Export export) {
        List<Span> damaged = export.damaged();
        if (!damaged.isEmpty()) {
            response.putTrailer(VideoRoutes.DAMAGED, VideoRoutes.spans(damaged));
        }
        response.end();
        unused.complete();
    }

    private void giveUp() {
        gone = true;
        response.reset();
    }
}
