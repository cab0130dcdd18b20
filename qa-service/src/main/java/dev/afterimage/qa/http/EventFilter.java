package dev.afterimage.qa.http;

import dev.afterimage.core.event.StreamEvent;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which events are asked for.
 *
 * @param streams  those of these streams; of all where empty
 * @param kinds    those of these kinds; of all where empty
 * @param labels   those with one of these labels, or whose words hold it; all where empty
 * @param from     seconds from each stream's start
 * @param to       likewise
 * @param after    wall-clock time at or before which they must not have ended
 * @param before   wall-clock time at or after which they must not have begun
 * @param minScore least sureness, 0..1
 * @param lines    whether NDJSON is wanted
 * @param cursor   behind which place of the list they must stand
 */
record EventFilter(List<StreamId> streams, List<String> kinds, List<String> labels, double from, double to, Optional<Instant> after,
        Optional<Instant> before, double minScore, int limit, boolean lines, Optional<EventCursor> cursor) {

    /** Below this nothing counts as seen where questions are answered. */
    private static final double USUAL_SCORE = 0.72;
    private static final int USUAL_LIMIT = 100;
    private static final int MOST = 5000;
    private static final List<String> KINDS = Arrays.stream(StreamEvent.Kind.values()).map(StreamJson::word).toList();

    /** Seconds of a stream. */
    record Span(double from, double to) { }

    static EventFilter of(RoutingContext context) {
        Parameters.only(context, "stream", "kind", "label", "from", "to", "after", "before", "min_score", "limit", "format",
                "cursor");
        List<String> kinds = Parameters.list(context, "kind");
        kinds.stream().filter(kind -> !KINDS.contains(kind)).findFirst().ifPresent(unknown -> {
            throw HttpFailure.usage("there is no kind of event '" + unknown + "'", "use some of " + String.join(", ", KINDS)).about("kind");
        });
        double score = Parameters.number(context, "min_score", USUAL_SCORE, 0, 1);
        boolean usual = Parameters.number(context, "limit", 0, 1, MOST) == 0;
        int limit = usual ? USUAL_LIMIT : Parameters.limit(context, MOST);
        return new EventFilter(Parameters.streams(context), kinds,
                Parameters.list(context, "label").stream().map(label -> label.toLowerCase(Locale.ROOT)).toList(),
                Parameters.seconds(context, "from", 0), Parameters.seconds(context, "to", Double.MAX_VALUE), time(context, "after"),
                time(context, "before"), score, limit, lines(context),
                Parameters.list(context, "cursor").stream().findFirst().map(EventCursor::of));
    }

    private static boolean lines(RoutingContext context) {
        String format = Optional.ofNullable(context.request().getParam("format")).orElse("json");
        if (!List.of("json", "ndjson").contains(format)) {
            throw HttpFailure.usage("there is no format '" + format + "'", "use json or ndjson").about("format");
        }
        return format.equals("ndjson");
    }

    /** ISO 8601 with an offset or Z, or seconds since 1970. */
    private static Optional<Instant> time(RoutingContext context, String name) {
        String value = context.request().getParam(name);
        if (value == null || value.isEmpty()) {
            return Optional.empty();
        }
        try {
            boolean number = value.matches("\\d{1,12}(?:\\.\\d{1,9})?");
            return Optional.of(number ? Instant.ofEpochMilli(Math.round(Double.parseDouble(value) * 1000))
                    : OffsetDateTime.parse(value.replace(' ', '+')).toInstant());
        } catch (DateTimeParseException unreadable) {
            throw HttpFailure.usage("'" + value + "' is not a time of day", "give " + name + " like 2026-03-01T09:00:00Z, "
                    + "or as seconds since 1970").about(name);
        }
    }

    /** To see whether there are more. */
    int limitAndOne() {
        return Math.min(MOST, limit + 1);
    }

    /** By its place; who pages by clock times gives the last one's, and must not get it again. */
    boolean takes(EventCursor place) {
        return before.map(time -> place.start().isBefore(time)).orElse(true) && cursor.map(last -> last.precedes(place)).orElse(true);
    }

    boolean takes(StreamId stream) {
        return streams.isEmpty() || streams.contains(stream);
    }

    boolean takes(StreamEvent event) {
        String label = event.label().toLowerCase(Locale.ROOT);
        boolean words = event.kind() == StreamEvent.Kind.TEXT || event.kind() == StreamEvent.Kind.SPEECH;
        return event.sureness() >= minScore && (kinds.isEmpty() || kinds.contains(StreamJson.word(event.kind())))
                && (labels.isEmpty() || labels.stream().anyMatch(wanted -> words ? label.contains(wanted) : label.equals(wanted)));
    }

    /** The seconds of a stream that are asked about; of clock times those in it. */
    Span within(StreamInfo stream) {
        double first = after.map(time -> seconds(stream, time)).orElse(0.0);
        double last = before.map(time -> seconds(stream, time)).orElse(Double.MAX_VALUE);
        return new Span(Math.max(from, first), Math.min(to, last));
    }

    private static double seconds(StreamInfo stream, Instant time) {
        return Duration.between(stream.started(), time).toMillis() / 1e3;
    }
}
