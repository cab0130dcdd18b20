package dev.afterimage.core.evidence;

/**
 * A colour of a part of a thing.
 *
 * @param colour an English colour word
 * @param share  the part of the pixels that voted for it, over all sights, 0..1
 */
public record Shade(Part part, String colour, double share) {

    /** {@code TOP} is the uppermost eighth (a cap, a hat), {@code UPPER} and {@code LOWER} the halves below (a jacket, trousers). */
    public enum Part { WHOLE, TOP, UPPER, LOWER }
}
