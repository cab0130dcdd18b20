package dev.afterimage.model.vision;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;

/** Pictures to what a vision tower reads. */
final class PictureProcessor {

    /** The reference's own bound on what it resizes to. */
    private static final int MOST = 4096;

    /** How many times longer than wide a picture may be, in the reference. */
    private static final int MOST_PROPORTION = 200;

    private final PictureSettings settings;
    private final int patchSize;
    /** (3, 256): a channel's byte to its input. */
    private final float[][] inputs = new float[3][256];

    PictureProcessor(PictureSettings settings, int patchSize) {
        this.settings = settings;
        this.patchSize = patchSize;
        for (int channel = 0; channel < 3; channel++) {
            for (int value = 0; value < 256; value++) {
                inputs[channel][value] = ((float) (value * settings.scale()) - settings.mean().get(channel)) / settings.deviation()
                        .get(channel);
            }
        }
    }

    /** The whole of a still picture as one square. */
    Rgb square(Rgb picture) {
        return square(picture, settings.longestEdge());
    }

    /** The whole of a stream's frame as one square. */
    Rgb frame(Rgb picture) {
        return square(picture, settings.frameEdge());
    }

    /** A still picture as the tower takes it: a square, or in its own proportions. */
    Rgb still(Rgb picture) {
        return settings.fitted() == null ? square(picture) : fitted(picture, settings.fitted());
    }

    /** Both sides rounded to multiples of the factor, within the bounds on pixels; as the reference's {@code smart_resize}. */
    private Rgb fitted(Rgb picture, PictureSettings.Fitted fitted) {
        int factor = fitted.factor();
        double height = picture.height();
        double width = picture.width();
        if (Math.max(height, width) / Math.min(height, width) > MOST_PROPORTION) {
            throw new AfterimageException(ErrorCode.USAGE, "a picture of " + picture.width() + "x" + picture.height() + " is more than "
                    + MOST_PROPORTION + " times as long as wide",
                    "cut it to a part of it");
        }
        int rows = (int) Math.rint(height / factor) * factor;
        int columns = (int) Math.rint(width / factor) * factor;
        if ((long) rows * columns > fitted.mostPixels()) {
            double shrink = Math.sqrt(height * width / fitted.mostPixels());
            rows = Math.max(factor, (int) Math.floor(height / shrink / factor) * factor);
            columns = Math.max(factor, (int) Math.floor(width / shrink / factor) * factor);
        } else if ((long) rows * columns < fitted.fewestPixels()) {
            double grow = Math.sqrt(fitted.fewestPixels() / (height * width));
            rows = (int) Math.ceil(height * grow / factor) * factor;
            columns = (int) Math.ceil(width * grow / factor) * factor;
        }
        return settings.filter().resize(picture, columns, rows);
    }

    private Rgb square(Rgb picture, int edge) {
        return settings.filter().resize(edge == 0 ? picture : longestEdge(picture, edge), settings.side(), settings.side());
    }

    private Rgb longestEdge(Rgb picture, int edge) {
        double aspect = (double) picture.width() / picture.height();
        int width = edge;
        int height = edge;
        if (picture.width() >= picture.height()) {
            height = even((int) (edge / aspect));
        } else {
            width = even((int) (edge * aspect));
        }
        width = Math.max(width, 1);
        height = Math.max(height, 1);
        if (edge > MOST) {
            double shape = (double) width / height;
            boolean wide = width >= height;
            width = wide ? MOST : Math.max((int) (MOST * shape), 1);
            height = wide ? Math.max((int) (MOST / shape), 1) : MOST;
        }
        return settings.filter().resize(picture, width, height);
    }

    private static int even(int length) {
        return length + length % 2;
    }

    /**
     * @param square side x side
     * @return (patches, patchElements): patches row by row, elements by channel, row, column; pixels behind the last
     *         whole patch are left out
     */
    float[] patches(Rgb square) {
        int across = square.width() / patchSize;
        int elements = 3 * patchSize * patchSize;
        float[] patches = new float[across * across * elements];
        for (int patch = 0; patch < across * across; patch++) {
            patch(square, patch / across, patch % across, patches, patch * elements);
        }
        return patches;
    }

    /** One patch, by its row and column among the picture's, to {@code target} from {@code at} on: elements by channel, row, column. */
    void patch(Rgb picture, int row, int column, float[] target, int at) {
        for (int channel = 0; channel < 3; channel++) {
            for (int i = 0; i < patchSize * patchSize; i++) {
                int value = picture.at(column * patchSize + i % patchSize, row * patchSize + i / patchSize, channel);
                target[at + channel * patchSize * patchSize + i] = inputs[channel][value];
            }
        }
    }
}
