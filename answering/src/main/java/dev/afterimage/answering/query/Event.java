package dev.afterimage.answering.query;

/**
 * Something that a thing does or that happens to it.
 *
 * @param nth    1 the first, 2 the second, -1 the last time it happens; 0 when no time is singled out
 * @param amount how many of the thing at once
 */
public record Event(Thing thing, Kind kind, int nth, Amount amount) {

    public enum Kind {
        /** It is in the picture. */
        PRESENT,
        /** It was in the picture and is gone for a while. */
        ABSENT,
        APPEARS, LEAVES,
        /** It comes and goes again. */
        PASSES,
        /** It comes again after it was gone. */
        RETURNS,
        PUT_DOWN, TAKEN, MOVES, STOPS, CHANGES, SAYS
    }

    public static Event of(Thing thing, Kind kind) {
        return new Event(thing, kind, 0, Amount.ANY);
    }

    public static Event present(Thing thing) {
        return of(thing, Kind.PRESENT);
    }

    public Event of(Thing other) {
        return new Event(other, kind, nth, amount);
    }

    public Event as(Kind other) {
        return new Event(thing, other, nth, amount);
    }

    public Event nth(int number) {
        return new Event(thing, kind, number, amount);
    }

    public Event amount(Amount many) {
        return new Event(thing, kind, nth, many);
    }
}
