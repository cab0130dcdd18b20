package dev.afterimage.encoder.object;

import dev.afterimage.encoder.picture.Box;

/**
 * What the tracker vouches for in one frame.
 *
 * @param id    the same for one thing from frame to frame
 * @param label a class of {@link CocoClasses}
 * @param place {@code left}, {@code centre} or {@code right}: the third its middle is in
 * @param score 0..1, smoothed over the last frames
 */
public record Thing(int id, String label, String place, Box box, float score) { }
