package dev.afterimage.eval.videoqa;

import dev.afterimage.eval.needle.Needle;
import dev.afterimage.eval.needle.Needle.Content;
import dev.afterimage.eval.needle.Overlay;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/** Things that look alike but for their colour. */
final class Coloured {

    private static final List<String> NAMES = List.of("red", "blue");
    private static final float[] HUES = {0f, 0.6f};
    private static final float LEAST_COLOUR = 0.75f;

    private Coloured() { }

    /** All in one colour, then all in the other: of the last of them, only the likes are used. */
    static List<Needle> both(List<Needle> things) {
        return IntStream.range(0, NAMES.size()).boxed().flatMap(colour -> things.stream().map(thing -> in(thing, colour))).toList();
    }

    private static Needle in(Needle thing, int colour) {
        Content.Picture picture = (Content.Picture) thing.content();
        String name = NAMES.get(colour) + " " + thing.id();
        return new Needle(name, new Content.Picture(tinted(Overlay.picture(picture), HUES[colour]), picture.height()), "the " + name,
                thing.question(), thing.answers());
    }

    /** The same shapes and shades with another hue; what is see-through stays so. */
    private static byte[] tinted(BufferedImage picture, float hue) {
        BufferedImage tinted = new BufferedImage(picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_INT_ARGB);
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                int argb = picture.getRGB(x, y);
                float[] shade = Color.RGBtoHSB(argb >> 16 & 255, argb >> 8 & 255, argb & 255, null);
                int rgb = Color.HSBtoRGB(hue, Math.max(LEAST_COLOUR, shade[1]), shade[2]);
                tinted.setRGB(x, y, argb & 0xFF000000 | rgb & 0xFFFFFF);
            }
        }
        try (ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
            ImageIO.write(tinted, "png", bytes);
            return bytes.toByteArray();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
