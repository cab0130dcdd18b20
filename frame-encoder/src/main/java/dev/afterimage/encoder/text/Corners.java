package dev.afterimage.encoder.text;

import dev.afterimage.encoder.picture.Box;

/** The four corners of a slanted rectangle. */
final class Corners {

    private Corners() { }

    /**
     * Turns the corners, given clockwise on the screen, so that the first is the top left one.
     *
     * @param corners eight numbers, x and y in turn
     */
    static float[] inReadingOrder(float[] corners) {
        int first = 0;
        for (int i = 1; i < 4; i++) {
            if (corners[i * 2] + corners[i * 2 + 1] < corners[first * 2] + corners[first * 2 + 1]) {
                first = i;
            }
        }
        float[] ordered = new float[8];
        for (int i = 0; i < 8; i++) {
            ordered[i] = corners[(first * 2 + i) % 8];
        }
        return ordered;
    }

    static Box around(float[] corners, int width, int height) {
        float left = Math.min(Math.min(corners[0], corners[2]), Math.min(corners[4], corners[6]));
        float right = Math.max(Math.max(corners[0], corners[2]), Math.max(corners[4], corners[6]));
        float top = Math.min(Math.min(corners[1], corners[3]), Math.min(corners[5], corners[7]));
        float bottom = Math.max(Math.max(corners[1], corners[3]), Math.max(corners[5], corners[7]));
        return new Box(left / width, top / height, right / width, bottom / height).clipped();
    }
}
