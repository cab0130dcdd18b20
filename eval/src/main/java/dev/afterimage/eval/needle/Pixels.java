package dev.afterimage.eval.needle;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;

/** Between frames' bytes and pictures that can be drawn on. */
public final class Pixels {

    private Pixels() { }

    /** @param rgb width x height x 3 bytes, R G B */
    public static BufferedImage image(int width, int height, byte[] rgb) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        int[] row = new int[width];
        for (int y = 0, i = 0; y < height; y++) {
            for (int x = 0; x < width; x++, i += 3) {
                row[x] = (rgb[i] & 255) << 16 | (rgb[i + 1] & 255) << 8 | rgb[i + 2] & 255;
            }
            image.setRGB(0, y, width, 1, row, 0, width);
        }
        return image;
    }

    /** @return width x height x 3 bytes, R G B */
    public static byte[] rgb(BufferedImage image) {
        int width = image.getWidth();
        byte[] rgb = new byte[width * image.getHeight() * 3];
        int[] row = new int[width];
        for (int y = 0, i = 0; y < image.getHeight(); y++) {
            image.getRGB(0, y, width, 1, row, 0, width);
            for (int x = 0; x < width; x++, i += 3) {
                rgb[i] = (byte) (row[x] >> 16);
                rgb[i + 1] = (byte) (row[x] >> 8);
                rgb[i + 2] = (byte) row[x];
            }
        }
        return rgb;
    }

    /** Scaled into another size as a whole, with black bars where the shapes differ. */
    public static BufferedImage fitted(BufferedImage image, int width, int height) {
        BufferedImage fitted = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        double scale = Math.min((double) width / image.getWidth(), (double) height / image.getHeight());
        int w = (int) Math.round(image.getWidth() * scale);
        int h = (int) Math.round(image.getHeight() * scale);
        Graphics2D canvas = fitted.createGraphics();
        canvas.setColor(Color.BLACK);
        canvas.fillRect(0, 0, width, height);
        canvas.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        canvas.drawImage(image, (width - w) / 2, (height - h) / 2, w, h, null);
        canvas.dispose();
        return fitted;
    }
}
