package dev.afterimage.encoder.text;

/**
 * A line as read once.
 *
 * @param confidence mean over its characters, 0..1; 0 for nothing
 */
record LineReading(String text, float confidence) {

    private static final float SURE = 0.5f;
    private static final float SHORT_SURE = 0.8f;
    private static final int SHORT = 3;

    /**
     * Whether it is likely to be writing at all. Textures come out as single characters or, from a network that learnt
     * Chinese first, as stray Chinese ones: both must be surer than a longer run of letters.
     */
    boolean credible() {
        long signs = text.codePoints().filter(Character::isLetterOrDigit).count();
        boolean ideographs = text.codePoints().anyMatch(Character::isIdeographic);
        return signs >= 2 && confidence > (signs <= SHORT || ideographs ? SHORT_SURE : SURE);
    }
}
