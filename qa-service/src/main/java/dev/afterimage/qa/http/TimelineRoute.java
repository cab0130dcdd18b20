package dev.afterimage.qa.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.qa.access.Caller;
import dev.afterimage.qa.timeline.Filter;
import dev.afterimage.qa.timeline.Strip;
import dev.afterimage.qa.timeline.Strips;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/**
 * {@code GET /api/streams/NAME/timeline}: a stretch as it is drawn, as many numbers as there are columns, whether it is a minute or a
 * month.
 */
final class TimelineRoute {

    private static final int USUAL_COLUMNS = 800;
    private static final int MOST_COLUMNS = 4000;
    /** Pictures are looked up one by one. */
    private static final int MOST_TILES = 100;
    private static final int USUAL_TILES = 10;
    private static final int MOST_CHARACTERS = 200;

    private final BoundedWorkers reads;
    private final Streams streams;
    private final Strips strips;

    TimelineRoute(SegmentStore store, BoundedWorkers reads, Streams streams) {
        this.reads = reads;
        this.streams = streams;
        this.strips = new Strips(store);
    }

    void mount(Routes routes) {
        routes.get(Needs.VIEW, "/api/streams/:id/timeline", this::timeline);
    }

    private void timeline(RoutingContext context) {
        Parameters.only(context, "from", "to", "columns", "tile", "label", "text");
        StreamId stream = Parameters.stream(context);
        Caller caller = Guard.caller(context);
        double from = Parameters.seconds(context, "from", 0);
        double until = Parameters.seconds(context, "to", -1);
        int columns = (int) Parameters.number(context, "columns", USUAL_COLUMNS, 1, MOST_COLUMNS);
        double tile = Parameters.number(context, "tile", 0, 0, Double.MAX_VALUE);
        Filter filter = new Filter(text(context, "label"), text(context, "text"));
        Replies.send(context, reads.run(() -> {
            var info = streams.known(caller, stream);
            double to = until < 0 ? Math.max(from + 1, info.lastSeconds()) : until;
            if (!(to > from)) {
                throw HttpFailure.usage("the stretch from " + from + " to " + to + " s is empty",
                        "give 'from' and a later 'to', in seconds");
            }
            double each = tile == 0 ? (to - from) / USUAL_TILES : Math.max(tile, (to - from) / MOST_TILES);
            return strips.draw(info, new Strips.Wanted(from, to, columns, each, filter));
        }), TimelineRoute::json);
    }

    private static String text(RoutingContext context, String name) {
        String value = Optional.ofNullable(context.request().getParam(name)).orElse("");
        if (value.length() > MOST_CHARACTERS) {
            throw HttpFailure.usage("'" + name + "' has more than " + MOST_CHARACTERS + " characters", "look for fewer words").about(name);
        }
        return value;
    }

    private static ObjectNode json(Strip strip) {
        ObjectNode json = Json.object().put("from", Json.rounded(strip.from())).put("to", Json.rounded(strip.to()));
        ArrayNode seen = json.putArray("seen");
        for (double share : strip.seen()) {
            seen.add(share(share));
        }
        ArrayNode gaps = json.putArray("gaps");
        strip.gaps().forEach(gap -> gaps.addObject().put("start", Json.rounded(gap.start()))
                .put("end", gap.open() ? null : (Double) Json.rounded(gap.end())).put("cause", StreamJson.word(gap.cause()))
                .put("reason", gap.cause().reason()).put("count", gap.count()));
        ArrayNode labels = json.putArray("labels");
        strip.labels().forEach(label -> labels.addObject().put("label", label.label()).put("seconds", Json.rounded(label.seconds())));
        ArrayNode pictures = json.putArray("pictures");
        strip.pictures().forEach(picture -> pictures.addObject().put("start", Json.rounded(picture.start()))
                .put("end", Json.rounded(picture.end()))
                .put("seconds", Double.isNaN(picture.seconds()) ? null : (Double) Json.rounded(picture.seconds()))
                .put("seen", picture.seen()));
        return json;
    }

    /** In hundredths, for there are many of them; what was there at all is more than 0. */
    private static double share(double share) {
        return share == 0 ? 0 : Math.max(.01, Math.round(share * 100) / 100.0);
    }
}
