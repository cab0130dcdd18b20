package dev.afterimage.qa.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.core.store.StreamNames;
import dev.afterimage.core.store.Thumbnail;
import dev.afterimage.core.stream.Scene;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.qa.access.Caller;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;

/** What a stream showed when: scenes, blocks, pictures, and when nobody watched. Times are seconds from its start. */
final class MomentRoutes {

    /** Header: the time of a picture. */
    static final String SECONDS = "X-Afterimage-Seconds";

    private static final int MOST_BLOCKS = 1000;
    private static final int MOST_FRAMES = 2000;
    private static final int MOST_SCENES = 5000;

    private final SegmentStore store;
    private final BoundedWorkers reads;
    private final Streams streams;

    MomentRoutes(SegmentStore store, BoundedWorkers reads, Streams streams) {
        this.store = store;
        this.reads = reads;
        this.streams = streams;
    }

    void mount(Routes routes) {
        routes.get(Needs.VIEW, "/api/streams/:id/scenes", this::scenes);
        routes.get(Needs.VIEW, "/api/streams/:id/gaps", this::gaps);
        routes.get(Needs.VIEW, "/api/streams/:id/blocks", this::blocks);
        routes.get(Needs.VIEW, "/api/streams/:id/frames", this::frames);
        routes.get(Needs.VIEW, "/api/streams/:id/thumbnails/:seconds", this::thumbnail);
    }

    private void scenes(RoutingContext context) {
        Parameters.only(context, "from", "to");
        StreamId stream = Parameters.stream(context);
        Caller caller = Guard.caller(context);
        double from = Parameters.seconds(context, "from", 0);
        double to = Parameters.seconds(context, "to", Double.MAX_VALUE);
        Replies.send(context, reads.run(() -> {
            streams.known(caller, stream);
            return newest(store.scenes(stream, to).stream().filter(scene -> !scene.closed() || scene.end() >= from).toList());
        }), MomentRoutes::scenes);
    }

    private void gaps(RoutingContext context) {
        Parameters.only(context, "from", "to");
        StreamId stream = Parameters.stream(context);
        Caller caller = Guard.caller(context);
        double from = Parameters.seconds(context, "from", 0);
        double to = Parameters.seconds(context, "to", Double.MAX_VALUE);
        Replies.send(context, reads.run(() -> {
            streams.known(caller, stream);
            return store.gaps(stream, to).stream().filter(gap -> gap.end() >= from).toList();
        }), gaps -> Json.object().set("gaps", StreamJson.gaps(gaps)));
    }

    private static List<Scene> newest(List<Scene> scenes) {
        return scenes.subList(Math.max(0, scenes.size() - MOST_SCENES), scenes.size());
    }

    private static ObjectNode scenes(List<Scene> scenes) {
        ObjectNode json = Json.object();
        ArrayNode array = json.putArray("scenes");
        scenes.forEach(scene -> array.add(StreamJson.of(scene)));
        return json;
    }

    private void blocks(RoutingContext context) {
        Parameters.only(context, "from", "to", "limit", "holding");
        StreamId stream = Parameters.stream(context);
        Caller caller = Guard.caller(context);
        double from = Parameters.seconds(context, "from", 0);
        double to = Parameters.seconds(context, "to", Double.MAX_VALUE);
        int limit = Parameters.limit(context, MOST_BLOCKS);
        boolean holding = Parameters.flag(context, "holding");
        Replies.send(context, reads.run(() -> {
            streams.known(caller, stream);
            return streams.blocks(stream, from, to, limit, holding);
        }), blocks -> {
            ObjectNode json = Json.object();
            ArrayNode array = json.putArray("blocks");
            blocks.forEach(block -> array.add(StreamJson.of(block)));
            return json;
        });
    }

    private void frames(RoutingContext context) {
        Parameters.only(context, "from", "to", "limit");
        StreamId stream = Parameters.stream(context);
        Caller caller = Guard.caller(context);
        double from = Parameters.seconds(context, "from", 0);
        double to = Parameters.seconds(context, "to", Double.MAX_VALUE);
        int limit = Parameters.limit(context, MOST_FRAMES);
        Replies.send(context, reads.run(() -> {
            streams.known(caller, stream);
            return Thinning.evenly(store.thumbnailTimes(stream, from, to), limit);
        }), times -> {
            ObjectNode json = Json.object();
            ArrayNode array = json.putArray("frames");
            times.forEach(seconds -> array.add(Json.rounded(seconds)));
            return json;
        });
    }

    private void thumbnail(RoutingContext context) {
        Parameters.only(context);
        StreamId stream = Parameters.stream(context);
        Caller caller = Guard.caller(context);
        double seconds = Parameters.seconds(context.pathParam("seconds"));
        reads.run(() -> {
            streams.known(caller, stream);
            return store.thumbnail(stream, seconds).orElseThrow(() -> new HttpFailure(404, "HTTP_NOT_FOUND",
                    "'" + StreamNames.shown(store, stream) + "' has no picture yet", "wait for its first frame"));
        }).onSuccess(thumbnail -> picture(context, thumbnail)).onFailure(context::fail);
    }

    /** Cached for a minute only: the time asked for may lie in the future of a stream that runs, and a name may be used again. */
    private static void picture(RoutingContext context, Thumbnail thumbnail) {
        context.response().putHeader("Content-Type", "image/jpeg").putHeader("Cache-Control", "private, max-age=60")
                .putHeader(SECONDS, String.format(Locale.ROOT, "%.3f", thumbnail.seconds()))
                .end(Buffer.buffer(thumbnail.jpeg()));
    }
}
