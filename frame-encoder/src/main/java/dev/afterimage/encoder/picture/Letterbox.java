package dev.afterimage.encoder.picture;

/**
 * Where a picture lies in a square it is fitted into without stretching.
 *
 * @param side   the square's side
 * @param dx     columns left of the picture
 * @param dy     rows above it
 * @param width  the picture's width in the square, at least 1
 * @param height the picture's height in the square, at least 1
 */
public record Letterbox(int side, int dx, int dy, int width, int height) {

    public static Letterbox of(int width, int height, int side) {
        double scale = (double) side / Math.max(width, height);
        int inWidth = Math.max(1, (int) Math.round(width * scale));
        int inHeight = Math.max(1, (int) Math.round(height * scale));
        return new Letterbox(side, (side - inWidth) / 2, (side - inHeight) / 2, inWidth, inHeight);
    }

    /** A column of the square as a share of the picture's width; outside 0..1 in the margin. */
    public float across(float column) {
        return (column - dx) / width;
    }

    public float down(float row) {
        return (row - dy) / height;
    }
}
