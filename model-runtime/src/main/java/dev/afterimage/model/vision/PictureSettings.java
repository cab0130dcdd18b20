package dev.afterimage.model.vision;

import java.util.List;

/**
 * What a checkpoint's processor does to a picture before the vision tower sees it; image splitting is left out.
 *
 * @param filter      how pictures are resized
 * @param longestEdge a first resize, to this length of the longer edge; 0 for none
 * @param frameEdge   the same for a stream's frames, which SmolVLM2 reads smaller than still pictures ({@code video_sampling.video_size})
 * @param side        then stretched to a square of this side
 * @param scale       of bytes, before the mean is taken off; 1 for none
 * @param mean        by channel, R G B
 * @param deviation   by channel; what remains is divided by it
 * @param grid        resolutions (height, width) that a single still picture may be cut into squares of {@code side} for (LLaVA's "anyres"); empty for none
 * @param mostTiles   a picture cut so is shrunk to the tokens of about this many squares; 0 where there is no grid
 */
public record PictureSettings(Resampling filter, int longestEdge, int frameEdge, int side, double scale, List<Float> mean,
                              List<Float> deviation, List<Size> grid, int mostTiles) {

    public record Size(int height, int width) { }

    public PictureSettings {
        mean = List.copyOf(mean);
        deviation = List.copyOf(deviation);
        grid = List.copyOf(grid);
    }
}
