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

    /** Pictures that are looked at. */
    int MOST = 6;
    /** Seconds before a stretch in which its first picture may have been taken: one is kept every few seconds. */
    double NEAR = 10;
    /** Of a stream whose pictures are not kept. */
    Brightness UNKNOWN = span -> List.of();

    /** Pictures spread over a stretch, in order of time; empty where none is kept. */
    List<Level> during(TimeSpan span);

    /**
     * Of one picture.
     *
     * @param level    the brightness that three quarters of the picture do not exceed, 0..255: a lamp in a dark picture does not count
     * @param middle   the brightness that half of the picture does not exceed: a lit road under a dark sky is not light
     * @param coloured whether there is any colour in it: a camera that sees in the dark shows bright pictures without
     */
    record Level(double seconds, int level, int middle, boolean coloured) {

        private static final int COLUMNS = 64;
        private static final int ROWS = 48;
        /** The spread of a pixel's red, green and blue from which on it has a colour, and the share of such pixels. */
        private static final int SPREAD = 14;
        private static final double SHARE = 0.05;

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
            return new Level(seconds, values[values.length * 3 / 4], values[values.length / 2], coloured >= SHARE * values.length);
        }
    }

    /** Of what is kept of a stream: few pictures are looked up and read, whatever the length of the stretch. */
    static Brightness of(SegmentStore store, StreamId stream) {
        return span -> {
            List<Level> levels = new ArrayList<>();
            double last = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < MOST; i++) {
                Thumbnail kept = store.thumbnail(stream, span.start() + (2 * i + 1) * span.length() / (2 * MOST)).orElse(null);
                if (kept != null && kept.seconds() > last && kept.seconds() <= span.end() && kept.seconds() >= span.start() - NEAR) {
                    last = kept.seconds();
                    Level.of(kept).ifPresent(levels::add);
                }
            }
            return levels;
        };
    }
}
