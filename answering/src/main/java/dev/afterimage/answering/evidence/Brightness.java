package dev.afterimage.answering.evidence;

import dev.afterimage.answering.time.TimeSpan;
import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.core.store.Thumbnail;
import dev.afterimage.core.stream.StreamId;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;

/** How bright a stream's stored pictures are. */
@FunctionalInterface
public interface Brightness {

    /** Of a stream whose pictures are not kept. */
    Brightness UNKNOWN = span -> List.of();

    /** Pictures spread over a stretch, in order of time; empty where none is kept. */
    List<Level> during(TimeSpan span);

    /**
     * Of one picture.
     *
     * @param level    the brightness that three quarters of the picture do not exceed, 0..255: a lamp in a dark picture does not count
     * @param coloured whether there is any colour in it: a camera that sees in the dark shows bright pictures without
     */
    record Level(double seconds, int level, boolean coloured) {

        private static final int COLUMNS = 64;
        private static final int ROWS = 48;
        /** The spread of a pixel's red, green and blue from which on it has a colour, and the share of such pixels. */
        private static final int SPREAD = 14;
        private static final double SHARE = 0.02;

        /** Empty where the picture cannot be read. */
        static Optional<Level> of(Thumbnail thumbnail) {
            try {
                BufferedImage image = ImageIO.read(new ByteArrayInputStream(thumbnail.jpeg()));
                return image == null ? Optional.empty() : Optional.of(of(thumbnail.seconds(), image));
            } catch (IOException | RuntimeException damaged) {
                return Optional.empty();
            }
        }

        private static Level of(double seconds, BufferedImage image) {
            int[] values = new int[COLUMNS * ROWS];
            int coloured = 0;
            for (int cell = 0; cell < values.length; cell++) {
                int rgb = image.getRGB((cell % COLUMNS * 2 + 1) * image.getWidth() / (2 * COLUMNS),
                        (cell / COLUMNS * 2 + 1) * image.getHeight() / (2 * ROWS));
                int red = rgb >> 16 & 0xff;
                int green = rgb >> 8 & 0xff;
                int blue = rgb & 0xff;
                values[cell] = (299 * red + 587 * green + 114 * blue) / 1000;
                coloured += Math.max(red, Math.max(green, blue)) - Math.min(red, Math.min(green, blue)) >= SPREAD ? 1 : 0;
            }
            Arrays.sort(values);
            return new Level(seconds, values[values.length * 3 / 4], coloured >= SHARE * values.length);
        }
    }

    /** Of what is kept of a stream: few pictures are read, whatever the length of the stretch. */
    static Brightness of(SegmentStore store, StreamId stream) {
        int most = 6;
        return span -> {
            List<Double> times = store.thumbnailTimes(stream, span.start(), span.end());
            List<Double> looked = times.isEmpty() ? List.of(span.end()) : times;
            List<Level> levels = new ArrayList<>();
            for (int i = 0; i < Math.min(most, looked.size()); i++) {
                double seconds = looked.get((2 * i + 1) * looked.size() / (2 * Math.min(most, looked.size())));
                store.thumbnail(stream, seconds).flatMap(Level::of).ifPresent(levels::add);
            }
            return levels;
        };
    }
}
