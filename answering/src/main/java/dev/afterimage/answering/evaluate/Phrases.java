package dev.afterimage.answering.evaluate;

import dev.afterimage.answering.time.TimeSpan;
import dev.afterimage.core.stream.Clock;
import java.util.List;

/** Pieces of short English answers, whatever they tell of. */
public final class Phrases {

    private static final int MOST_LISTED = 6;

    private Phrases() { }

    /** {@code a}, {@code a and b}, {@code a, b and c}; {@code a, b, ... and 4 more}. */
    public static String list(List<String> items) {
        if (items.size() > MOST_LISTED) {
            return String.join(", ", items.subList(0, MOST_LISTED)) + " and " + (items.size() - MOST_LISTED) + " more";
        }
        int last = items.size() - 1;
        return items.size() < 2 ? String.join("", items) : String.join(", ", items.subList(0, last)) + " and " + items.get(last);
    }

    /** {@code from 00:05 to 00:09}, {@code at 00:05} when both are the same on the clock. */
    public static String fromTo(TimeSpan span) {
        String start = Clock.text(span.start());
        String end = Clock.text(span.end());
        return start.equals(end) ? "at " + start : "from " + start + " to " + end;
    }

    /** The text with its first letter as a capital. */
    public static String capital(String text) {
        return text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }
}
