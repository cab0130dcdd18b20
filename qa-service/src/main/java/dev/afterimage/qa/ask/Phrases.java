package dev.afterimage.qa.ask;

import dev.afterimage.core.Evidence;
import dev.afterimage.memory.evidence.Timeline;
import dev.afterimage.memory.question.SubjectWords;
import dev.afterimage.memory.time.Clock;
import dev.afterimage.memory.time.TimeSpan;
import java.util.ArrayList;
import java.util.List;

/** Pieces of short English answers. */
final class Phrases {

    private static final int MOST_LISTED = 6;

    private Phrases() { }

    /** {@code a}, {@code a and b}, {@code a, b and c}; {@code a, b, ... and 4 more}. */
    static String list(List<String> items) {
        if (items.size() > MOST_LISTED) {
            return String.join(", ", items.subList(0, MOST_LISTED)) + " and " + (items.size() - MOST_LISTED) + " more";
        }
        int last = items.size() - 1;
        return items.size() < 2 ? String.join("", items) : String.join(", ", items.subList(0, last)) + " and " + items.get(last);
    }

    /** {@code from 00:05 to 00:09}, {@code at 00:05} when both are the same on the clock. */
    static String fromTo(TimeSpan span) {
        String start = Clock.text(span.start());
        String end = Clock.text(span.end());
        return start.equals(end) ? "at " + start : "from " + start + " to " + end;
    }

    /** Where a question's time lies: {@code at 00:22}, {@code between 00:10 and 00:20}. */
    static String when(TimeSpan span, boolean momentary) {
        return momentary ? "at " + Clock.text(span.start()) : "between " + Clock.text(span.start()) + " and " + Clock.text(span.end());
    }

    static String capital(String text) {
        return text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    /** {@code 2 cars, 1 person and the text "EXIT"}; {@code nothing}. */
    static String describe(List<Evidence> evidence) {
        List<String> items = new ArrayList<>();
        for (Evidence one : evidence) {
            items.add(switch (one.kind()) {
                case OBJECT -> SubjectWords.ofLabel(one.label()).counted(one.count());
                case TEXT -> "the text \"" + one.label() + "\"";
                case SPEECH -> "the words \"" + one.label() + "\"";
            });
        }
        return items.isEmpty() ? "nothing" : list(items);
    }

    /** The places of one moment in words: {@code on the left and in the centre}. */
    static String places(List<String> places) {
        return list(places.stream().distinct().map(Phrases::place).toList());
    }

    static String place(String place) {
        return place.contains("left") || place.contains("right") ? "on the " + place : "in the " + place;
    }

    static String note(Timeline timeline, TimeSpan span) {
        return timeline.during(span).stream().findFirst().map(Timeline.Moment::note).orElse("");
    }
}
