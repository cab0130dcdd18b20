package dev.afterimage.memory.evidence;

import dev.afterimage.memory.time.TimeSpan;

/**
 * A stretch over which a count stays the same.
 *
 * @param score confidence 0..1 of what was seen in it
 */
public record Run(TimeSpan span, int count, double score) {

    Run joined(Run later, int count) {
        return new Run(new TimeSpan(span.start(), later.span.end()), count, Math.max(score, later.score));
    }

    public double start() {
        return span.start();
    }

    public double end() {
        return span.end();
    }
}
