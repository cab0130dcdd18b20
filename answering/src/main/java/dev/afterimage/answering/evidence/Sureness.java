package dev.afterimage.answering.evidence;

/**
 * How sure it is that something was there: a detector's score says how likely one sight of it is true, and every
 * further sight leaves less room for doubt. A car from above that scores 0.25 for three seconds is surer than a giraffe
 * that scores 0.4 for half of one. One number decides between an answer and <em>not seen</em>; {@link #FLOOR} was
 * chosen on a validation set ({@code benchmarks/run notseen}, docs/results.md).
 */
public final class Sureness {

    /** Below this nothing counts as seen. */
    public static final double FLOOR = 0.72;

    private static final double SIGHTS_A_SECOND = 2;
    /** What was seen once was seen for some time before the next look. */
    private static final double HALF_A_SIGHT = 0.5;
    /** What is still there may yet stay. */
    private static final double ONGOING_SECONDS = 2;

    private Sureness() { }

    /**
     * @param score   0..1
     * @param ongoing whether it was there at the last moment known
     * @return 0..1
     */
    public static double of(double score, double seconds, boolean ongoing) {
        double seen = ongoing ? Math.max(seconds, ONGOING_SECONDS) : seconds;
        return 1 - Math.pow(1 - score, SIGHTS_A_SECOND * seen + HALF_A_SIGHT);
    }
}
