package dev.afterimage.eval.videoqa;

import dev.afterimage.eval.haystack.Animation;
import dev.afterimage.eval.haystack.Film;
import dev.afterimage.eval.input.Digest;
import dev.afterimage.eval.input.FileDigest;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A video and what is asked of it.
 *
 * @param name     unique in its data set
 * @param films    one behind the other; none where it is made
 * @param made     what is made; empty where there are films
 * @param duration seconds; NaN where only the film knows
 */
public record QaVideo(String name, List<Film> films, Optional<Animation> made, double duration, List<QaItem> items) {

    /** Pictures of what is made, evenly over it, by which it is known. */
    private static final int SAMPLES = 60;

    public QaVideo {
        films = List.copyOf(films);
        items = List.copyOf(items);
    }

    /** Which footage this is, by its content: the same films may lie elsewhere in another run. */
    public String digest() {
        Digest digest = new Digest().add(name);
        films.forEach(film -> digest.add(FileDigest.of(film.file())).add(Double.toString(film.begin())));
        made.ifPresent(animation -> IntStream.range(0, SAMPLES).forEach(i -> digest.add(pixels(animation.picture(i,
                i * animation.seconds() / SAMPLES)))));
        return digest.hex();
    }

    private static byte[] pixels(BufferedImage picture) {
        int[] rgb = picture.getRGB(0, 0, picture.getWidth(), picture.getHeight(), null, 0, picture.getWidth());
        ByteBuffer bytes = ByteBuffer.allocate(rgb.length * Integer.BYTES);
        bytes.asIntBuffer().put(rgb);
        return bytes.array();
    }

    static QaVideo of(String name, List<Film> films, double duration, List<QaItem> items) {
        return new QaVideo(name, films, Optional.empty(), duration, items);
    }
}
