package dev.afterimage.model.vision;

/** Pictures to what a vision tower reads. */
final class PictureProcessor {

    /** The reference's own bound on what it resizes to. */
    private static final int MOST = 4096;

    private final PictureSettings settings;
    private final int patchSize;
    /** (3, 256): a channel's byte to its input. */
    private final float[][] inputs = new float[3][256];

    PictureProcessor(PictureSettings settings, int patchSize) {
        this.settings = settings;
        this.patchSize = patchSize;
        for (int channel = 0; channel < 3; channel++) {
            for (int value = 0; value < 256; value++) {
                inputs[channel][value] = ((float) (value * settings.scale()) - settings.mean().get(channel)) / settings.deviation().get(channel);
            }
        }
    }

    /** The whole picture as one square. */
    Rgb square(Rgb picture) {
        Rgb first = settings.longestEdge() == 0 ? picture : longestEdge(picture);
        return settings.filter().resize(first, settings.side(), settings.side());
    }

    private Rgb longestEdge(Rgb picture) {
        int edge = settings.longestEdge();
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
     * @return (patches, patchElements): patches row by row, elements by channel, row, column; pixels behind the last whole patch are left out
     */
    float[] patches(Rgb square) {
        int across = square.width() / patchSize;
        int elements = patchSize * patchSize;
        float[] patches = new float[across * across * 3 * elements];
        for (int y = 0; y < across * patchSize; y++) {
            for (int x = 0; x < across * patchSize; x++) {
                int patch = y / patchSize * across + x / patchSize;
                int at = patch * 3 * elements + y % patchSize * patchSize + x % patchSize;
                for (int channel = 0; channel < 3; channel++) {
                    patches[at + channel * elements] = inputs[channel][square.at(x, y, channel)];
                }
            }
        }
        return patches;
    }
}
