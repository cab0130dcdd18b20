package dev.afterimage.memory.evidence;

/**
 * How sure it is that something was there: the detector's score, less where it was seen only briefly. One number decides between an answer and
 * <em>not seen</em>; {@link #FLOOR} was chosen on a validation set ({@code benchmarks/run notseen}, docs/LOG.md).
 */
public final class Sureness {

    /** Below this nothing counts as seen. */
    public static final double FLOOR = 0.33;

    private static final double HALF_FRAME = 0.25;
    private static final double SETTLING_SECONDS = 0.7;
    /** What is still there may yet stay. */
    private static final double ONGOING_SECONDS = 1;

    private Sureness() { }

    /**
     * @param score   0..1
     * @param ongoing whether it was there at the last moment known
     * @return 0..1
     */
    public static double of(double score, double seconds, boolean ongoing) {
        double seen = ongoing ? Math.max(seconds, ONGOING_SECONDS) : seconds;
        return score * (1 - Math.exp(-(seen + HALF_FRAME) / SETTLING_SECONDS));
    }
}
