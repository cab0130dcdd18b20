package dev.afterimage.answering.query;

import java.util.List;
import java.util.regex.Pattern;

/** What a question asks, whatever its words. A query is printed by {@link QuerySentence} and written as JSON by {@link QueryDocument}. */
public sealed interface Query {

    /** How many: different things in all, things at once, or times that something happened. */
    record Count(Of of, Event event, Window window) implements Query {
        public enum Of { DISTINCT, AT_ONCE, TIMES }
    }

    /** Whether it happened. */
    record Exists(Event event, Window window) implements Query { }

    record When(Event event, Window window) implements Query { }

    record HowLong(Event event, Window window) implements Query { }

    /** How long after the first event the second happened. */
    record TimeBetween(Event first, Event second) implements Query { }

    /** Which of several events came first or last. */
    record Order(boolean last, List<Event> of) implements Query {
        public Order {
            of = List.copyOf(of);
        }
    }

    /** Whether the first event came before (or after) the second. */
    record BeforeAfter(boolean after, Event first, Event second) implements Query { }

    /**
     * Where something is, where it came from, or which way it went, by the event's kind.
     *
     * @param choices the answers that the question offers; empty when it offers none
     */
    record Where(Event event, List<String> choices, Window window) implements Query {
        public Where {
            choices = List.copyOf(choices);
        }
    }

    /**
     * @param of what is asked of the thing: {@code colour}, {@code wearing}, {@code carrying}, {@code kind}, {@code size}, {@code doing}
     */
    record AttributeOf(String of, Thing thing, Window window) implements Query { }

    /** Whether the thing is so, or which of the values it is. */
    record Is(Thing thing, List<String> values, Window window) implements Query {
        public Is {
            values = List.copyOf(values);
        }
    }

    /** Whether there were more, fewer, or as many of one thing than of another, or of the same at another time. */
    record Compare(Relation relation, Thing first, Window firstWindow, Thing second, Window secondWindow) implements Query {
        public enum Relation { MORE, FEWER, SAME }
    }

    /** What there was, what came, what came after something. */
    record What(Event event, Window window) implements Query { }

    /** What could be read. */
    record Written(Thing thing, Window window) implements Query { }

    /** What was said, about {@link Thing#says} where that is not empty. */
    record Said(Thing thing, Window window) implements Query { }

    record Recap(Of of, Window window) implements Query {
        public enum Of { ALL, UNUSUAL, NOW }
    }

    /**
     * When nobody watched.
     *
     * @param why whether it is asked of the camera (not reached, silent, not readable), of being paused, or of any reason
     */
    record Unwatched(Of of, Why why, Window window) implements Query {
        /** {@code WATCHED} is whether it was watched all of the time. */
        public enum Of { WHETHER, WATCHED, WHEN, HOW_LONG, TIMES, REASON }

        public enum Why { CAMERA, PAUSED, ANY }
    }

    record SmallTalk() implements Query { }

    /** A question that means more than a query can say: the model reads, from the question's own words. */
    record Open(String question) implements Query {

        private static final Pattern YES_NO = Pattern.compile(
                "^\\W*(?:and |so )?(?:is|are|was|were|did|do|does|has|have|had|can|could)\\b", Pattern.CASE_INSENSITIVE);

        /** Whether it is answered by yes or no. */
        @Override
        public boolean whether() {
            return YES_NO.matcher(question).find();
        }
    }

    /** Whether it is answered by yes or no. */
    default boolean whether() {
        return this instanceof Exists || this instanceof Is || this instanceof BeforeAfter || this instanceof Compare
                || this instanceof Unwatched asked && (asked.of() == Unwatched.Of.WHETHER || asked.of() == Unwatched.Of.WATCHED);
    }

    /** The window it is about; {@link Window#ALL} of those that have none. */
    default Window window() {
        return Window.ALL;
    }

    /** Whether the evidence may decide it. */
    default boolean computable() {
        return !(this instanceof Open) && !(this instanceof SmallTalk);
    }
}
