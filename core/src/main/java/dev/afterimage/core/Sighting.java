package dev.afterimage.core;

/**
 * One thing of a piece of {@link Evidence}, as far as it was followed from frame to frame.
 *
 * @param track  the same for one thing while it is followed
 * @param since  seconds from the stream's start at which it was first shown
 * @param until  seconds at which it was gone; -1 while it is there
 * @param colour an English colour word; empty where no colour is sure
 * @param from   the side of the picture it came in by, {@code left}, {@code right}, {@code top} or {@code bottom}; empty where unsure
 * @param to     the side it went out by; empty while it is there, and where unsure
 */
public record Sighting(long track, double since, double until, String colour, String from, String to) {

    /** The {@link #until} of what is still there. */
    public static final double THERE = -1;

    public boolean gone() {
        return until >= 0;
    }
}
