package dev.afterimage.memory.scene;

/**
 * How a live stream is cut into scenes.
 *
 * @param alpha the paper's alpha
 * @param floor least depth of a boundary. An extension: the threshold is relative, so in an idle stretch sensor noise
 *              alone would make scenes; 0 gives the paper's rule
 * @param lag   frames to wait after a dip before it is decided; a decision is never taken back
 */
public record TilerSettings(double alpha, double floor, int lag) {

    /**
     * For the shipped scene feature: an empty street stays above 0.90, so its dips stay below about 0.15; something
     * entering gives 0.3 and more.
     */
    public static final double DEFAULT_FLOOR = 0.2;
    /** Four seconds at two frames a second. */
    public static final int DEFAULT_LAG = 8;
    /**
     * Share of the drop ratio in the similarity of two frames, where it is measured. A vision transformer's pooled
     * features differ little from frame to frame; the share of the picture that changed falls to nothing at a cut.
     */
    static final double REDUNDANCY_WEIGHT = 0.5;
    public static final TilerSettings DEFAULT = new TilerSettings(SceneTiling.ALPHA, DEFAULT_FLOOR, DEFAULT_LAG);

    public TilerSettings {
        if (!(floor >= 0) || lag < 0 || Double.isNaN(alpha)) {
            throw new IllegalArgumentException("alpha " + alpha + ", floor " + floor + ", lag " + lag);
        }
    }

    /** Decides nothing before the end of the stream: the batch algorithm to the letter, at the cost of remembering every frame. */
    public static TilerSettings wholeVideo(double alpha, double floor) {
        return new TilerSettings(alpha, floor, Integer.MAX_VALUE);
    }
}
