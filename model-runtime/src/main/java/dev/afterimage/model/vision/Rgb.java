package dev.afterimage.model.vision;

/**
 * A picture.
 *
 * @param data width x height x 3 bytes, rows from the top, R G B
 */
public record Rgb(int width, int height, byte[] data) {

    public Rgb {
        if (width < 1 || height < 1 || data.length != Math.multiplyExact(Math.multiplyExact(width, height), 3)) {
            throw new IllegalArgumentException(data.length + " bytes are not a picture of " + width + "x" + height);
        }
    }

    int at(int x, int y, int channel) {
        return data[(y * width + x) * 3 + channel] & 0xff;
    }
}
