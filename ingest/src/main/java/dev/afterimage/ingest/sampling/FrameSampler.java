package dev.afterimage.ingest.sampling;

/**
 * Picks the frames to keep: for each sampling instant k / fps (k = 0, 1, ...) the first decoded frame at or after it. A frame that is the
 * first after several instants (a slow or uneven source) is kept once. An instant counts as reached {@link #TOLERANCE} early, since
 * containers round times to their clock's tick (a thirtieth of a second is 33 ms in Matroska).
 *
 * <p>The choice depends on the frames' times alone, so a sampler that begins in the middle goes on exactly alike.
 */
public final class FrameSampler {

    /** Seconds: half a tick of the coarsest clock in wide use, a millisecond. */
    static final double TOLERANCE = 0.000_501;

    private final double fps;
    private double newest;
    private long instant;

    /** @param afterSeconds time of the last frame that was kept before; negative for none */
    public FrameSampler(double fps, double afterSeconds) {
        this.fps = fps;
        this.newest = afterSeconds < 0 ? -1 : afterSeconds;
        this.instant = afterSeconds < 0 ? -1 : instantAt(afterSeconds);
    }

    /** Whether the frame shown from {@code seconds} on is kept; frames come in order of time. */
    public boolean takes(double seconds) {
        if (seconds <= newest || instantAt(seconds) <= instant) {
            return false;
        }
        newest = seconds;
        instant = instantAt(seconds);
        return true;
    }

    /** Number of the last instant reached. */
    private long instantAt(double seconds) {
        return (long) Math.floor((seconds + TOLERANCE) * fps);
    }
}
