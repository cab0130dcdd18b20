package dev.afterimage.qa.http;

import dev.afterimage.core.recording.Piece;
import dev.afterimage.core.recording.Recordings;
import dev.afterimage.core.recording.Span;
import dev.afterimage.core.recording.VideoCutter;
import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.qa.access.Caller;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The recorded video of streams: {@code recording} says of which times there is some, {@code video} plays an interval, as one MP4 in which
 * players seek, and with {@code download=true} sends an interval of any length as one file.
 */
final class VideoRoutes {

    /** Of an interval that is played; longer ones are downloaded. Seconds. */
    private static final double LONGEST = 15 * 60;

    private final Recordings recordings;
    private final Optional<VideoCutter> cutter;
    private final Streams streams;
    private final BoundedWorkers reads;
    private final BoundedWorkers cutting;
    private final Optional<CutFiles> files;

    /** @param cutting runs what cuts, which takes longer than a read */
    VideoRoutes(SegmentStore store, Optional<VideoCutter> cutter, Streams streams, BoundedWorkers reads, BoundedWorkers cutting) {
        this.recordings = store.recordings();
        this.cutter = cutter;
        this.streams = streams;
        this.reads = reads;
        this.cutting = cutting;
        this.files = cutter.map(with -> new CutFiles(recordings, with, cutting));
    }

    void mount(Routes routes) {
        routes.get(Needs.VIEW, "/api/streams/:id/recording", this::recording);
        routes.get(Needs.VIEW, "/api/streams/:id/video", this::video);
    }

    private void recording(RoutingContext context) {
        StreamId stream = Parameters.stream(context);
        Caller caller = Guard.caller(context);
        double from = Parameters.seconds(context, "from", 0);
        double to = Parameters.seconds(context, "to", Double.MAX_VALUE);
        Replies.send(context, reads.run(() -> {
            streams.known(caller, stream);
            return recordings.pieces(stream, from, to);
        }), pieces -> spans(pieces).put("bytes", recordings.bytes(stream)));
    }

    private static ObjectNode spans(List<Piece> pieces) {
        ObjectNode json = Json.object();
        ArrayNode array = json.putArray("spans");
        Span.of(pieces).forEach(span -> array.addObject().put("start", Json.rounded(span.start())).put("end", Json.rounded(span.end())));
        return json;
    }

    private void video(RoutingContext context) {
        StreamId stream = Parameters.stream(context);
        Caller caller = Guard.caller(context);
        double from = Math.max(0, Parameters.seconds(context, "from", 0));
        double to = Parameters.seconds(context, "to", from + 60);
        boolean download = Boolean.parseBoolean(context.request().getParam("download"));
        reads.run(() -> {
            StreamInfo info = streams.known(caller, stream);
            require(stream, from, to, download);
            return info;
        }).map(info -> {
            if (download) {
                new VideoDownload(context, recordings, cutter.orElseThrow(), stream, from, to).send(cutting);
            } else {
                files.orElseThrow().of(stream, from, to, info.status().underWay() && to > info.lastSeconds() - 30)
                        .map(cut -> play(context, cut)).onFailure(context::fail);
            }
            return info;
        }).onFailure(context::fail);
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
            throw new HttpFailure(404, "HTTP_NOT_FOUND", "no video of '" + stream + "' is kept from " + from + " to " + to + " s",
                    "see what is: GET /api/streams/" + stream + "/recording");
        }
    }

    /** @return what was asked for of it */
    private static Optional<ByteRange> play(RoutingContext context, CutFiles.Cut cut) {
        Optional<ByteRange> range = ByteRange.of(context.request().getHeader("Range"), cut.bytes());
        HttpServerResponse response = headers(context.response(), cut.shown()).putHeader("Accept-Ranges", "bytes")
                .putHeader("Cache-Control", "private, max-age=60");
        range.ifPresent(part -> response.setStatusCode(206).putHeader("Content-Range",
                "bytes " + part.first() + "-" + part.last() + "/" + cut.bytes()));
        response.sendFile(cut.file().toString(), range.map(ByteRange::first).orElse(0L), range.map(ByteRange::length).orElse(cut.bytes()))
                .onFailure(gone -> {
                    if (!response.headWritten()) {
                        context.fail(gone);
                    }
                });
        return range;
    }

    static HttpServerResponse headers(HttpServerResponse response, Span shown) {
        return response.putHeader("Content-Type", "video/mp4")
                .putHeader("X-Afterimage-From", String.format(Locale.ROOT, "%.3f", shown.start()))
                .putHeader("X-Afterimage-To", String.format(Locale.ROOT, "%.3f", shown.end()));
    }
}
