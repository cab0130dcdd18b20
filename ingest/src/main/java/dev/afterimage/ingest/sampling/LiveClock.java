package dev.afterimage.ingest.sampling;

/**
 * Times of a live stream: between two pictures the source's own times count, since they are even; over a break, or when the source's
 * clock jumps, the wall clock does, so that a gap stays a gap.
 */
public final class LiveClock {

    /** Seconds by which the source's clock may run off the wall clock; a playlist begins with half a minute at once. */
    private static final double LARGEST_DRIFT = 60;
    private static final double SMALLEST_STEP = 0.001;

    private final double first;
    private boolean started;
    private boolean anchored;
    private long beginNanos;
    private double offset;
    private double last;

    /** @param first time of the first picture, or else of {@link #start}, seconds */
    public LiveClock(double first) {
        this.first = first;
        this.last = first - SMALLEST_STEP;
    }

    /** The clock runs from now, and not from the first picture, whose time is then by the wall clock. */
    public void start(long nowNanos) {
        if (!started) {
            started = true;
            beginNanos = nowNanos;
        }
    }

    /** The connection broke: the next picture's time is by the wall clock. */
    public void broken() {
        anchored = false;
    }

    /**
     * @param mediaSeconds the picture's time in the source's count, whose zero may be anywhere
     * @param nowNanos     {@link System#nanoTime} when it came
     * @return seconds from the stream's start, rising strictly
     */
    public double seconds(double mediaSeconds, long nowNanos) {
        start(nowNanos);
        double wall = first + (nowNanos - beginNanos) / 1e9;
        if (!anchored || mediaSeconds + offset <= last || Math.abs(mediaSeconds + offset - wall) > LARGEST_DRIFT) {
            anchored = true;
            offset = Math.max(wall, last + SMALLEST_STEP) - mediaSeconds;
        }
        last = mediaSeconds + offset;
        return last;
    }

    /** A time of the source's count, such as the sound's, in seconds of the stream; only after a picture. */
    public double sameOffset(double mediaSeconds) {
        return mediaSeconds + offset;
    }
}
