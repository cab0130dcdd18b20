package dev.afterimage.ingest.media;

/**
 * A decoded picture.
 *
 * @param rgb width x height x 3 bytes, rows from the top, R G B, without padding
 */
public record Picture(int width, int height, byte[] rgb) {

    /** Turned clockwise by {@code quarters} x 90 degrees. */
    Picture turned(int quarters) {
        return switch (Math.floorMod(quarters, 4)) {
            case 1 -> filled(height, width, (x, y) -> (height - 1 - x) * width + y);
            case 2 -> filled(width, height, (x, y) -> (height - 1 - y) * width + width - 1 - x);
            case 3 -> filled(height, width, (x, y) -> x * width + width - 1 - y);
            default -> this;
        };
    }

    private interface Origin {
        int pixelFor(int x, int y);
    }

    private Picture filled(int newWidth, int newHeight, Origin origin) {
        byte[] out = new byte[rgb.length];
        int at = 0;
        for (int y = 0; y < newHeight; y++) {
            for (int x = 0; x < newWidth; x++) {
                int from = origin.pixelFor(x, y) * 3;
                out[at++] = rgb[from];
                out[at++] = rgb[from + 1];
                out[at++] = rgb[from + 2];
            }
        }
        return new Picture(newWidth, newHeight, out);
    }
}
