package dev.afterimage.answering.evidence;

import dev.afterimage.answering.time.TimeSpan;

/**
 * A stretch over which a count stays the same.
 *
 * @param score confidence 0..1 of what was seen in it
 */
public record CountRun(TimeSpan span, int count, double score) {

    private static final double TOUCH_SECONDS = 1e-6;

    CountRun joined(CountRun later, int count) {
        return new CountRun(new TimeSpan(span.start(), later.span.end()), count, Math.max(score, later.score));
    }

    /** Whether the later one begins where this one ends; if not, nobody watched in between. */
    boolean touches(CountRun later) {
        return later.start() - end() < TOUCH_SECONDS;
    }

    public double start() {
        return span.start();
    }

    public double end() {
        return span.end();
    }
}
