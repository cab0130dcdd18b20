package dev.afterimage.answering.time;

/**
 * A stretch of a stream.
 *
 * @param start seconds from the stream's start
 * @param end   seconds, at least {@code start}
 */
public record TimeSpan(double start, double end) {

    public TimeSpan {
        if (!(end >= start)) {
            throw new IllegalArgumentException("a span from " + start + " to " + end);
        }
    }

    public double length() {
        return end - start;
    }

    /** Seconds shared with the other span; negative when they are apart. */
    public double overlap(TimeSpan other) {
        return Math.min(end, other.end) - Math.max(start, other.start);
    }

    public boolean contains(double seconds) {
        return start <= seconds && seconds <= end;
    }
}
