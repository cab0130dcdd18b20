package dev.afterimage.model.vision;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** Reads PNG and JPEG files. What is transparent is laid on white, as the reference processors do. */
public final class PictureFiles {

    private static final long MOST_PIXELS = 100_000_000;

    private PictureFiles() { }

    public static Rgb read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new AfterimageException(ErrorCode.INPUT_NOT_FOUND, "there is no picture " + file, "give the path of a PNG or JPEG file");
        }
        try (ImageInputStream input = ImageIO.createImageInputStream(file.toFile())) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(input);
            if (!readers.hasNext()) {
                throw unreadable(file, "it is no picture of a kind that is read");
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(input);
                if ((long) reader.getWidth(0) * reader.getHeight(0) > MOST_PIXELS) {
                    throw unreadable(file, "it has " + reader.getWidth(0) + "x" + reader.getHeight(0) + " pixels");
                }
                return rgb(reader.read(0));
            } finally {
                reader.dispose();
            }
        } catch (IOException | IllegalArgumentException e) {
            throw unreadable(file, e.getMessage());
        }
    }

    private static AfterimageException unreadable(Path file, String why) {
        return new AfterimageException(ErrorCode.INPUT_UNREADABLE, "the picture " + file + " cannot be read: " + why,
                "give an intact PNG or JPEG file");
    }

    private static Rgb rgb(BufferedImage image) {
        byte[] rgb = new byte[image.getWidth() * image.getHeight() * 3];
        int[] pixel = new int[4];
        int at = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                pixel(image, x, y, pixel);
                for (int channel = 0; channel < 3; channel++) {
                    rgb[at++] = (byte) ((pixel[channel] * pixel[3] + 255 * (255 - pixel[3]) + 127) / 255);
                }
            }
        }
        return new Rgb(image.getWidth(), image.getHeight(), rgb);
    }

    /** Red, green, blue, opacity. Numbers come as they stand in the file: the JDK would turn grey ones as if they were linear light. */
    private static void pixel(BufferedImage image, int x, int y, int[] pixel) {
        if (image.getColorModel() instanceof ComponentColorModel model) {
            Raster raster = image.getRaster();
            boolean grey = model.getNumColorComponents() == 1;
            for (int channel = 0; channel < 3; channel++) {
                pixel[channel] = eightBits(raster, x, y, grey ? 0 : channel);
            }
            pixel[3] = model.hasAlpha() ? eightBits(raster, x, y, model.getNumColorComponents()) : 255;
        } else {
            int argb = image.getRGB(x, y);
            pixel[0] = argb >> 16 & 0xff;
            pixel[1] = argb >> 8 & 0xff;
            pixel[2] = argb & 0xff;
            pixel[3] = argb >>> 24;
        }
    }

    private static int eightBits(Raster raster, int x, int y, int band) {
        return raster.getSample(x, y, band) >> raster.getSampleModel().getSampleSize(band) - 8;
    }
}
