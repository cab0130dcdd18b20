package dev.afterimage.encoder.text;

import dev.afterimage.encoder.picture.Box;

/**
 * Where a line of text stands.
 *
 * @param corners eight numbers, x and y of the corners in pixels: top left, top right, bottom right, bottom left as the line is read
 * @param box     what it covers of the picture
 * @param score   mean text probability 0..1
 */
record TextLine(float[] corners, Box box, float score) {

    float length() {
        return (float) Math.hypot(corners[2] - corners[0], corners[3] - corners[1]);
    }

    float height() {
        return (float) Math.hypot(corners[6] - corners[0], corners[7] - corners[1]);
    }
}
