package dev.afterimage.qa.timeline;

import dev.afterimage.core.stream.Gap;
import java.util.List;

/**
 * A stretch of a stream as it is drawn.
 *
 * @param seen     for each column, how much of its time something was in view: 0 for none of it, more for any of it, 1 for all
 * @param gaps     when nobody watched
 * @param labels   what was in view, the longest first
 * @param pictures one for each tile
 */
public record Strip(double from, double to, double[] seen, List<Unwatched> gaps, List<Label> labels, List<Picture> pictures) {

    /** @param count how many gaps; more than one where they are too close to be told apart */
    public record Unwatched(double start, double end, boolean open, Gap.Cause cause, int count) { }

    /** @param seconds for which it was in view */
    public record Label(String label, double seconds) { }

    /** @param seconds time of the picture, or NaN where none is kept; @param seen whether it shows what was looked for */
    public record Picture(double start, double end, double seconds, boolean seen) { }
}
