package dev.afterimage.core.evidence;

/**
 * One thing of a piece of {@link Evidence}, as far as it was followed from frame to frame.
 *
 * @param track  the same for one thing while it is followed
 * @param since  seconds from the stream's start at which it was first shown
 * @param until  seconds at which it was gone; -1 while it is there
 * @param colour an English colour word; empty where no colour is sure
 * @param from   the side of the picture it came in by, {@code left}, {@code right}, {@code top} or {@code bottom}; empty where unsure
 * @param to     the side it went out by; empty while it is there, and where unsure
 * @param traits what all sights of it tell; {@link Traits#UNKNOWN} in evidence of older versions
 */
public record Sighting(long track, double since, double until, String colour, String from, String to, Traits traits) {

    /** The {@link #until} of what is still there. */
    public static final double THERE = -1;

    /** Without traits. */
    public Sighting(long track, double since, double until, String colour, String from, String to) {
        this(track, since, until, colour, from, to, Traits.UNKNOWN);
    }

    /** With the colours of a later sighting of the same thing, where it has none of its own yet. */
    public Sighting colouredAs(Sighting later) {
        return new Sighting(track, since, until, colour.isEmpty() ? later.colour : colour, from, to, traits.shadedAs(later.traits));
    }

    public boolean gone() {
        return until >= 0;
    }
}
