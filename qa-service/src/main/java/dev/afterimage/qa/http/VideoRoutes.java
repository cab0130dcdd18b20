package dev.afterimage.qa.http;

import dev.afterimage.core.recording.Piece;
import dev.afterimage.core.recording.Recordings;
import dev.afterimage.core.recording.Span;
import dev.afterimage.core.recording.VideoCutter;
import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.core.store.StreamNames;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.qa.access.Caller;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The recorded video of streams: {@code recording} says of which times there is some, {@code video} plays an interval, as one MP4 in which
 * players seek, and with {@code download=true} sends an interval of any length as one file.
 */
final class VideoRoutes {

    /** Of an interval that is played; longer ones are downloaded. Seconds. */
    private static final double LONGEST = 15 * 60;
    private static final long CUTS_CHECKED_EVERY_MS = 60_000;
    /** Headers: what the video shows, and which stretches of it cannot be read. */
    static final String FROM = "X-Afterimage-From";
    static final String TO = "X-Afterimage-To";
    static final String DAMAGED = "X-Afterimage-Damaged";

    private final SegmentStore store;
    private final Recordings recordings;
    private final Optional<VideoCutter> cutter;
    private final Streams streams;
    private final BoundedWorkers reads;
    private final BoundedWorkers exporting;
    private final Optional<CutFiles> files;
    private int downloads;

    /**
     * @param cutting   runs what cuts to play, which takes longer than a read
     * @param exporting the same for downloads, so that these hold up nobody who plays
     */
    VideoRoutes(Vertx vertx, SegmentStore store, Optional<VideoCutter> cutter, Streams streams, BoundedWorkers reads,
            BoundedWorkers cutting, BoundedWorkers exporting) {
        this.store = store;
        this.recordings = store.recordings();
        this.cutter = cutter;
        this.streams = streams;
        this.reads = reads;
        this.exporting = exporting;
        this.files = cutter.map(with -> new CutFiles(recordings, with, cutting, QaServerOptions.CUT_BYTES));
        files.ifPresent(cuts -> vertx.setPeriodic(CUTS_CHECKED_EVERY_MS, look -> cuts.trim()));
    }

    /** Nothing that was cut out of a stream that is deleted is kept. On the event loop. */
    void forget(StreamId stream) {
        files.ifPresent(cuts -> cuts.forget(stream));
    }

    void mount(Routes routes) {
        routes.get(Needs.VIEW, "/api/streams/:id/recording", this::recording);
        routes.get(Needs.VIEW, "/api/streams/:id/video", this::video);
    }

    private void recording(RoutingContext context) {
        Parameters.only(context, "from", "to");
        StreamId stream = Parameters.stream(context);
        Caller caller = Guard.caller(context);
        double from = Parameters.seconds(context, "from", 0);
        double to = Parameters.seconds(context, "to", Double.MAX_VALUE);
        Replies.send(context, reads.run(() -> {
            streams.known(caller, stream);
            return recordings.pieces(stream, from, to);
        }), pieces -> recorded(pieces).put("bytes", recordings.bytes(stream)));
    }

    private static ObjectNode recorded(List<Piece> pieces) {
        ObjectNode json = Json.object();
        ArrayNode array = json.putArray("spans");
        Span.of(pieces).forEach(span -> array.addObject().put("start", Json.rounded(span.start())).put("end", Json.rounded(span.end())));
        return json;
    }

    private void video(RoutingContext context) {
        Parameters.only(context, "from", "to", "download");
        StreamId stream = Parameters.stream(context);
        Caller caller = Guard.caller(context);
        double from = Math.max(0, Parameters.seconds(context, "from", 0));
        double to = Parameters.seconds(context, "to", from + 60);
        boolean download = Parameters.flag(context, "download");
        reads.run(() -> {
            StreamInfo info = streams.known(caller, stream);
            require(stream, from, to, download);
            return info;
        }).compose(info -> download ? download(context, stream, from, to) : files.orElseThrow().with(info, from, to,
                info.status().underWay() && to > info.lastSeconds() - 30, file -> play(context, file))).onFailure(failure -> {
                    if (!context.response().headWritten()) {
                        context.fail(failure);
                    }
                });
    }

    private Future<Void> download(RoutingContext context, StreamId stream, double from, double to) {
        if (downloads >= QaServerOptions.DOWNLOADS) {
            return Future.failedFuture(new HttpFailure(503, "HTTP_BUSY", "as many videos are being downloaded as may be at a time ("
                    + QaServerOptions.DOWNLOADS + ")", "try again when one of them has ended").retryAfter(30));
        }
        downloads++;
        return exporting.run(() -> cutter.orElseThrow().export(recordings, stream, from, to))
                .compose(export -> new VideoDownload(context, exporting, streams.shown(stream), from, to).send(export)
                        .eventually(() -> close(export)))
                .onComplete(done -> downloads--);
    }

    private Future<Void> close(VideoCutter.Export export) {
        return exporting.<Void>run(() -> {
            export.close();
            return null;
        }).onFailure(stopping -> export.close());
    }

    private void require(StreamId stream, double from, double to, boolean download) {
        if (!(to > from)) {
            throw HttpFailure.usage("the interval from " + from + " to " + to + " s is empty", "give 'from' and a later 'to', in seconds");
        }
        if (!download && to - from > LONGEST) {
            throw HttpFailure.usage("an interval of more than " + Math.round(LONGEST / 60) + " minutes is not played at once",
                    "ask for a shorter one, or add download=true");
        }
        if (cutter.isEmpty() || recordings.pieces(stream, from, to).isEmpty()) {
            throw new HttpFailure(404, "HTTP_NOT_FOUND", "no video of '" + StreamNames.shown(store, stream) + "' is kept from " + from
                    + " to " + to + " s", "see what is: GET " + StreamJson.address(stream, "recording"));
        }
    }

    /** A part is one of the file that the client knows, or else the whole is sent: the same interval may be another file by now. */
    private static Future<Void> play(RoutingContext context, CutFiles.File file) {
        HttpServerRequest request = context.request();
        HttpServerResponse response = headers(context.response(), file);
        if (file.tag().equals(request.getHeader("If-None-Match"))) {
            return response.setStatusCode(304).end();
        }
        String known = request.getHeader("If-Range");
        Optional<ByteRange> range = known == null || known.equals(file.tag()) ? ByteRange.of(request.getHeader("Range"), file.bytes())
                : Optional.empty();
        response.putHeader("Content-Type", "video/mp4");
        range.ifPresent(part -> response.setStatusCode(206).putHeader("Content-Range",
                "bytes " + part.first() + "-" + part.last() + "/" + file.bytes()));
        return response.sendFile(file.path().toString(), range.map(ByteRange::first).orElse(0L),
                range.map(ByteRange::length).orElse(file.bytes()));
    }

    private static HttpServerResponse headers(HttpServerResponse response, CutFiles.File file) {
        VideoCutter.Cut cut = file.cut();
        response.putHeader("ETag", file.tag()).putHeader("Cache-Control", "private, no-cache").putHeader("Accept-Ranges", "bytes")
                .putHeader(FROM, seconds(cut.shown().start())).putHeader(TO, seconds(cut.shown().end()));
        return cut.damaged().isEmpty() ? response : response.putHeader(DAMAGED, spans(cut.damaged()));
    }

    static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.3f", seconds);
    }

    /** {@code 8.000-16.000, 24.000-32.000}. */
    static String spans(Collection<Span> spans) {
        return spans.stream().map(span -> seconds(span.start()) + "-" + seconds(span.end())).collect(Collectors.joining(", "));
    }
}
