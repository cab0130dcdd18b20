package dev.afterimage.core.stream;

/**
 * Time that the readers of one frame took, nanoseconds; 0 of those that did not look.
 *
 * @param objects detecting and following objects, the comparison of scenes included
 * @param text    reading what is written
 */
public record ReadingCost(long objects, long text) {

    public static final ReadingCost NONE = new ReadingCost(0, 0);
}
