package dev.afterimage.model.vision;

import java.util.List;

/**
 * What a checkpoint's processor does to a picture before the vision tower sees it; image splitting is left out.
 *
 * @param filter      how pictures are resized
 * @param longestEdge a first resize, to this length of the longer edge; 0 for none
 * @param frameEdge   the same for a stream's frames, which SmolVLM2 reads smaller than still pictures
 *                    ({@code video_sampling.video_size})
 * @param side        then stretched to a square of this side
 * @param scale       of bytes, before the mean is taken off; 1 for none
 * @param mean        by channel, R G B
 * @param deviation   by channel; what remains is divided by it
 * @param grid        resolutions (height, width) that a single still picture may be cut into squares of {@code side}
 *                    for (LLaVA's "anyres"); empty for none
 * @param mostTiles   a picture cut so is shrunk to the tokens of about this many squares; 0 where there is no grid
 * @param fitted      for towers that take pictures in their own proportions: how large they may be; null where every
 *                    picture becomes a square
 * @param tiled       how many squares a still picture may be cut into, the whole as one square behind them (InternVL);
 *                    null where none is
 */
public record PictureSettings(Resampling filter, int longestEdge, int frameEdge, int side, double scale, List<Float> mean,
                              List<Float> deviation, List<Size> grid, int mostTiles, Fitted fitted, Tiled tiled) {

    public record Size(int height, int width) { }

    /**
     * @param factor       both sides are multiples of it, in pixels
     * @param fewestPixels smaller pictures are enlarged to this
     * @param mostPixels   larger ones are shrunk to this
     */
    public record Fitted(int factor, long fewestPixels, long mostPixels) { }

    /** Least and most squares. */
    public record Tiled(int fewest, int most) { }

    /** Of a tower that takes squares. */
    public PictureSettings(Resampling filter, int longestEdge, int frameEdge, int side, double scale, List<Float> mean,
            List<Float> deviation, List<Size> grid, int mostTiles) {
        this(filter, longestEdge, frameEdge, side, scale, mean, deviation, grid, mostTiles, null, null);
    }

    public PictureSettings {
        mean = List.copyOf(mean);
        deviation = List.copyOf(deviation);
        grid = List.copyOf(grid);
    }
}
