package dev.afterimage.eval.haystack;

import java.awt.image.BufferedImage;

/** Pictures that are made, not read: the same for the same moment however often they are asked for. */
public interface Animation {

    /** @param index of the sampled frame */
    BufferedImage picture(long index, double seconds);

    /** Its length. */
    double seconds();
}
