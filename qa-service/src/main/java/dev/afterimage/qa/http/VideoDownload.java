package dev.afterimage.qa.http;

import dev.afterimage.core.recording.Recordings;
import dev.afterimage.core.recording.VideoCutter;
import dev.afterimage.core.stream.StreamId;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Sends an interval as one file while it is cut out. A client that takes nothing for long is given up, and so is one whose login ends. */
final class VideoDownload {

    private static final long TAKEN_WITHIN_SECONDS = 60;

    private final RoutingContext context;
    private final Context loop = Vertx.currentContext();
    private final Recordings recordings;
    private final VideoCutter cutter;
    private final StreamId stream;
    private final double from;
    private final double to;
    private volatile boolean gone;

    VideoDownload(RoutingContext context, Recordings recordings, VideoCutter cutter, StreamId stream, double from, double to) {
        this.context = context;
        this.recordings = recordings;
        this.cutter = cutter;
        this.stream = stream;
        this.from = from;
        this.to = to;
    }

    void send(BoundedWorkers workers) {
        HttpServerResponse response = context.response();
        Runnable end = this::giveUp;
        response.closeHandler(closed -> gone = true);
        Guard.session(context).ifPresent(login -> {
            login.atEnd(end);
            context.addEndHandler(done -> login.forget(end));
        });
        workers.run(() -> cutter.stream(recordings, stream, from, to, this::write)).onSuccess(shown -> {
            if (!gone) {
                response.end();
            }
        }).onFailure(failure -> {
            if (!gone) {
                context.fail(failure);
            }
        });
    }

    private void giveUp() {
        gone = true;
        context.response().reset();
    }

    /** On the thread that cuts: waits until the client has taken it. */
    private void write(byte[] bytes) throws IOException {
        if (bytes.length == 0) {
            return;
        }
        CompletableFuture<Void> taken = new CompletableFuture<>();
        loop.runOnContext(now -> writeNow(bytes, taken));
        try {
            taken.get(TAKEN_WITHIN_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException notTaken) {
            loop.runOnContext(now -> giveUp());
            throw new IOException("the client takes no more", notTaken);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IOException("the service is stopping", stopping);
        }
    }

    private void writeNow(byte[] bytes, CompletableFuture<Void> taken) {
        HttpServerResponse response = context.response();
        if (gone || response.closed()) {
            taken.completeExceptionally(new IOException("the client has gone"));
            return;
        }
        if (!response.headWritten()) {
            response.setChunked(true).putHeader("Content-Type", "video/mp4").putHeader("Cache-Control", "no-store")
                    .putHeader("Content-Disposition", String.format(Locale.ROOT, "attachment; filename=\"%s-%.0f-%.0f.mp4\"", stream, from,
                            Math.min(to, 1e9)));
        }
        response.write(Buffer.buffer(bytes)).onComplete(written -> {
            if (written.succeeded()) {
                taken.complete(null);
            } else {
                taken.completeExceptionally(written.cause());
            }
        });
    }
}
