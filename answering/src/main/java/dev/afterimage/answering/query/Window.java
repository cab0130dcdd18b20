package dev.afterimage.answering.query;

/** The time a question is about. Seconds count from the stream's start. */
public sealed interface Window {

    /** All there was up to the question's moment. */
    record All() implements Window { }

    /**
     * Nothing was said of time, and the question is put in the present tense about a state: of a camera it means now, of a film all of it.
     */
    record Current() implements Window { }

    /** The newest moment. */
    record Now() implements Window { }

    record At(double seconds) implements Window { }

    /** @param from 0 when open; @param to positive infinity when open */
    record Between(double from, double to) implements Window { }

    record First(double seconds) implements Window { }

    record Last(double seconds) implements Window { }

    /** The moment this many seconds before the question's. */
    record Ago(double seconds) implements Window { }

    /** A part of what was watched so far. */
    record Part(Name name) implements Window {
        public enum Name { START, END, MIDDLE, FIRST_HALF, SECOND_HALF }
    }

    record After(Event event) implements Window { }

    record Before(Event event) implements Window { }

    record While(Event event) implements Window { }

    record BetweenEvents(Event first, Event second) implements Window { }

    /**
     * Wall-clock time.
     *
     * @param from {@code HH:mm}; empty when open
     * @param to   {@code HH:mm}; equal to {@code from} for one moment; empty when open
     * @param day  {@code today}, {@code yesterday}, or the English name of a weekday; empty when unsaid
     * @param part {@code morning}, {@code afternoon}, {@code evening} or {@code night}; empty when unsaid
     */
    record Clock(String from, String to, String day, String part) implements Window { }

    Window ALL = new All();
    Window NOW = new Now();
    Window CURRENT = new Current();

    /** Whether it is one moment rather than a stretch. */
    default boolean momentary() {
        return this instanceof Now || this instanceof At || this instanceof Ago
                || this instanceof Part part && (part.name() == Part.Name.START || part.name() == Part.Name.END
                        || part.name() == Part.Name.MIDDLE)
                || this instanceof Clock clock && !clock.from().isEmpty() && clock.from().equals(clock.to());
    }

    /** Whether it narrows down what is asked about. */
    default boolean bounded() {
        return !(this instanceof All) && !(this instanceof Current);
    }
}
