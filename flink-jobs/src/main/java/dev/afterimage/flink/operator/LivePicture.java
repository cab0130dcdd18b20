package dev.afterimage.flink.operator;

import dev.afterimage.core.frame.Frame;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** A frame as a JPEG for people who look on, at most {@value #WIDTH} pixels wide. */
final class LivePicture {

    private static final int WIDTH = 960;

    private LivePicture() { }

    static byte[] jpeg(Frame frame) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(fitted(image(frame)), "jpeg", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static BufferedImage image(Frame frame) {
        BufferedImage image = new BufferedImage(frame.width(), frame.height(), BufferedImage.TYPE_INT_RGB);
        int[] pixels = new int[frame.width() * frame.height()];
        byte[] rgb = frame.rgb();
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (rgb[3 * i] & 0xff) << 16 | (rgb[3 * i + 1] & 0xff) << 8 | rgb[3 * i + 2] & 0xff;
        }
        image.setRGB(0, 0, frame.width(), frame.height(), pixels, 0, frame.width());
        return image;
    }

    private static BufferedImage fitted(BufferedImage image) {
        if (image.getWidth() <= WIDTH) {
            return image;
        }
        int height = Math.max(1, Math.round(image.getHeight() * (float) WIDTH / image.getWidth()));
        BufferedImage small = new BufferedImage(WIDTH, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = small.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(image, 0, 0, WIDTH, height, null);
        graphics.dispose();
        return small;
    }
}
