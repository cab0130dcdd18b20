package dev.afterimage.qa.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.afterimage.core.event.StreamEvent;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.qa.access.Caller;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * {@code GET /api/events}: what happened in all streams that the caller may see, the newest first, as one document or
 * as NDJSON.
 */
final class EventRoutes {

    private static final int MOST_BLOCKS = 20_000;
    /** Header: behind which place the next lines stand. */
    static final String NEXT = "X-Afterimage-Next";
    /** Header: names of streams that could not be asked, as in addresses, with commas between them. */
    static final String MISSING = "X-Afterimage-Missing";
    private static final String NDJSON = "application/x-ndjson";

    private final QaPorts ports;
    private final BoundedWorkers reads;
    private final Streams streams;

    EventRoutes(QaPorts ports, BoundedWorkers reads, Streams streams) {
        this.ports = ports;
        this.reads = reads;
        this.streams = streams;
    }

    void mount(Routes routes) {
        routes.get(Needs.VIEW, "/api/events", this::events);
    }

    private record Found(StreamInfo stream, StreamEvent event, EventCursor place) { }

    private void events(RoutingContext context) {
        EventFilter filter = EventFilter.of(context);
        Caller caller = Guard.caller(context);
        boolean lines = inLines(context, filter);
        reads.run(() -> found(filter, caller)).onFailure(context::fail).onSuccess(found -> {
            List<Found> shown = found.subList(0, Math.min(filter.limit(), found.size()));
            send(context, shown.stream().map(EventRoutes::json).toList(), found.size() > shown.size(), lines);
        });
    }

    static boolean inLines(RoutingContext context, EventFilter filter) {
        return filter.lines() || context.request().getParam("format") == null && Accept.prefers(context, NDJSON);
    }

    /**
     * With the place behind the last one as {@code next}, or as a header where events are lines.
     *
     * @param more whether there are others that were not asked for
     */
    static void send(RoutingContext context, List<? extends JsonNode> events, boolean more, boolean lines) {
        send(context, events, more, lines, Map.of());
    }

    /**
     * The same where some streams could not be asked.
     *
     * @param missing why, by stream; they stand behind the events as {@code missing}, or in a header
     */
    static void send(RoutingContext context, List<? extends JsonNode> events, boolean more, boolean lines,
            Map<StreamId, HttpFailure> missing) {
        String next = more && !events.isEmpty() ? EventCursor.of(events.get(events.size() - 1)).text() : null;
        if (lines) {
            if (next != null) {
                context.response().putHeader(NEXT, next);
            }
            if (!missing.isEmpty()) {
                context.response().putHeader(MISSING, missing.keySet().stream().map(StreamId::inPath).collect(Collectors.joining(", ")));
            }
            StringBuilder text = new StringBuilder();
            events.forEach(one -> text.append(Json.text(one)).append('\n'));
            context.response().putHeader("Content-Type", NDJSON + "; charset=utf-8").putHeader("Cache-Control", "no-store")
                    .end(text.toString());
        } else {
            ObjectNode json = Json.object();
            ArrayNode array = json.putArray("events");
            events.forEach(array::add);
            json.put("more", more).put("next", next);
            if (!missing.isEmpty()) {
                ArrayNode left = json.putArray("missing");
                missing.forEach((stream, why) -> left.add(Replies.error(why).put("stream", stream.name())));
            }
            Replies.json(context, 200, json);
        }
    }

    /** May block. */
    private List<Found> found(EventFilter filter, Caller caller) {
        filter.streams().forEach(stream -> streams.known(caller, stream));
        List<Found> found = new ArrayList<>();
        for (StreamInfo info : streams.seenBy(caller)) {
            EventFilter.Span span = filter.within(info);
            if (filter.takes(info.stream()) && span.from() <= span.to()) {
                ports.events().read(info, streams.blocks(info.stream(), span.from(), span.to(), MOST_BLOCKS, true), span.to()).stream()
                        .filter(event -> filter.takes(event) && event.end() >= span.from() && event.start() <= span.to())
                        .map(event -> new Found(info, event, new EventCursor(Instant.parse(StreamJson.wall(info, event.start())),
                                id(event))))
                        .filter(one -> filter.takes(one.place())).forEach(found::add);
            }
        }
        found.sort(Comparator.comparing(Found::place, EventCursor.ORDER));
        return found;
    }

    private static ObjectNode json(Found found) {
        StreamEvent event = found.event();
        ObjectNode json = Json.object().put("id", id(event)).put("stream", found.stream().name()).put("kind", StreamJson.word(event.kind()))
                .put("label", event.label()).put("start", Json.rounded(event.start()))
                .put("end", event.lasts() ? null : (Double) Json.rounded(event.end()))
                .put("start_time", StreamJson.wall(found.stream(), event.start()))
                .put("end_time", event.lasts() ? null : StreamJson.wall(found.stream(), event.end()))
                .put("score", Json.rounded(event.sureness())).put("detector_score", Json.rounded(event.score()))
                .put("colour", event.colour());
        ArrayNode places = json.putArray("places");
        event.places().forEach(places::add);
        return json.put("from", event.from()).put("to", event.to())
                .put("thumbnail", StreamJson.thumbnail(event.stream().name(), event.start()));
    }

    /** The same as long as the event is: of its stream, its kind, its first millisecond and what tells it from others then. */
    private static String id(StreamEvent event) {
        String told = event.track() == StreamEvent.NOT_FOLLOWED ? Integer.toHexString(event.label().hashCode()) : event.track() + "";
        return event.stream() + "-" + StreamJson.word(event.kind()) + "-" + Math.round(event.start() * 1000) + "-" + told;
    }
}
