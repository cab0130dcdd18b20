package dev.afterimage.qa.http;

import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.core.store.StreamNames;
import dev.afterimage.core.store.Thumbnail;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.qa.access.Caller;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Iterator;
import java.util.List;

/**
 * {@code /api/streams/{id}/clip?from&to&speed}: a past moment played from its stored pictures at their own pace, as
 * {@code multipart/x-mixed-replace}, which any {@code <img>} shows. Longest {@link #MOST_FRAMES} pictures, evenly taken.
 */
final class ClipRoute {

    private static final int MOST_FRAMES = 600;
    private static final String BOUNDARY = "afterimage-frame";

    private final Vertx vertx;
    private final SegmentStore store;
    private final BoundedWorkers reads;
    private final Streams streams;

    ClipRoute(Vertx vertx, SegmentStore store, BoundedWorkers reads, Streams streams) {
        this.vertx = vertx;
        this.store = store;
        this.reads = reads;
        this.streams = streams;
    }

    void mount(Routes routes) {
        routes.get(Needs.VIEW, "/api/streams/:id/clip", this::clip);
    }

    private void clip(RoutingContext context) {
        Parameters.only(context, "from", "to", "speed");
        StreamId stream = Parameters.stream(context);
        Caller caller = Guard.caller(context);
        double from = Parameters.seconds(context, "from", 0);
        double to = Parameters.seconds(context, "to", from + 10);
        double speed = Math.max(0.1, Math.min(100, Parameters.number(context, "speed", 1, 0, Double.MAX_VALUE)));
        reads.run(() -> {
            streams.known(caller, stream);
            List<Double> times = Thinning.evenly(store.thumbnailTimes(stream, from, to), MOST_FRAMES);
            if (times.isEmpty()) {
                throw new HttpFailure(404, "HTTP_NOT_FOUND", "'" + StreamNames.shown(store, stream) + "' has no pictures from " + from
                        + " to " + to + " s",
                        "ask for a span that GET " + StreamJson.address(stream, "frames") + " lists");
            }
            return times;
        }).onSuccess(times -> play(context, new Playback(context.response(), stream, speed, times.iterator()))).onFailure(context::fail);
    }

    /** Until its end, or that of the login that it was asked for by. */
    private static void play(RoutingContext context, Playback playback) {
        Runnable end = playback::end;
        Guard.session(context).ifPresent(login -> {
            login.atEnd(end);
            context.addEndHandler(done -> login.forget(end));
        });
        playback.start();
    }

    /** One client's view of one clip. */
    private final class Playback {

        private final HttpServerResponse response;
        private final StreamId stream;
        private final double speed;
        private final Iterator<Double> times;
        private boolean gone;

        Playback(HttpServerResponse response, StreamId stream, double speed, Iterator<Double> times) {
            this.response = response;
            this.stream = stream;
            this.speed = speed;
            this.times = times;
        }

        void start() {
            response.closeHandler(closed -> gone = true).setChunked(true).putHeader("Cache-Control", "no-store")
                    .putHeader("Content-Type", "multipart/x-mixed-replace; boundary=" + BOUNDARY);
            show(times.next());
        }

        private void show(double seconds) {
            reads.run(() -> store.thumbnail(stream, seconds).orElseThrow())
                    .onSuccess(thumbnail -> write(seconds, thumbnail)).onFailure(deleted -> end());
        }

        private void write(double seconds, Thumbnail thumbnail) {
            if (gone) {
                return;
            }
            // A client that reads slowly skips nothing but gets the next picture only once it took this one.
            response.write(part(thumbnail)).onSuccess(written -> next(seconds)).onFailure(closed -> gone = true);
        }

        private void next(double seconds) {
            if (!times.hasNext()) {
                end();
                return;
            }
            double following = times.next();
            vertx.setTimer(Math.max(1, Math.round((following - seconds) * 1000 / speed)), due -> show(following));
        }

        private void end() {
            if (!gone) {
                gone = true;
                response.end("--" + BOUNDARY + "--\r\n");
            }
        }
    }

    private static Buffer part(Thumbnail thumbnail) {
        return Buffer.buffer("--" + BOUNDARY + "\r\nContent-Type: image/jpeg\r\nContent-Length: " + thumbnail.jpeg().length
                + "\r\nX-Afterimage-Seconds: " + thumbnail.seconds() + "\r\n\r\n").appendBytes(thumbnail.jpeg()).appendString("\r\n");
    }
}
