package dev.afterimage.qa.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;

/**
 * A place in the list of events: behind one of them. What happens later stands before it, so that pages neither lose
 * events nor repeat them while streams go on. Events of one moment are in the order of their ids.
 */
record EventCursor(Instant start, String id) {

    /** The newest first. */
    static final Comparator<EventCursor> ORDER = Comparator.comparing(EventCursor::start).reversed().thenComparing(EventCursor::id);

    /** Behind an event as it is shown. */
    static EventCursor of(JsonNode event) {
        return new EventCursor(Instant.parse(event.path("start_time").asText()), event.path("id").asText());
    }

    /** @throws HttpFailure for what no list of events gave */
    static EventCursor of(String text) {
        try {
            String[] parts = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8).split(" ", 2);
            return new EventCursor(Instant.ofEpochMilli(Long.parseLong(parts[0])), parts[1]);
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException | DateTimeException unreadable) {
            throw HttpFailure.usage("'" + text + "' is not a place in a list of events", "give what 'next' of a list said").about("cursor");
        }
    }

    boolean precedes(EventCursor other) {
        return ORDER.compare(this, other) < 0;
    }

    /** For an address. */
    String text() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString((start.toEpochMilli() + " " + id).getBytes(StandardCharsets.UTF_8));
    }
}
