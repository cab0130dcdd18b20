package dev.afterimage.model.vision;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.model.PromptPart;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Still pictures in a prompt, as a family's processor and model read them. SmolVLM sees each as one square.
 * LLaVA-OneVision sees a single picture as a small square and, in its own proportions, as a grid of squares with a
 * learnt token at the end of each row ("anyres"); of several it sees each on a square ground, with that token behind
 * it.
 */
public final class Stills {

    private final OnnxVisionTower tower;
    private final VisionDescription description;
    private final float[] newline;
    private final int width;

    /** @param newline (width), or empty for a family without */
    public Stills(OnnxVisionTower tower, float[] newline) {
        this.tower = tower;
        this.description = tower.description();
        this.newline = newline;
        this.width = tower.width();
    }

    /** @return each picture's visual tokens */
    public List<PromptPart.Visual> of(List<Rgb> pictures) {
        if (description.shape().rotary() != null) {
            return pictures.stream().map(tower::still).toList();
        }
        return seen(pictures).stream().map(tokens -> new PromptPart.Visual(tokens, tokens.length / width, width)).toList();
    }

    private List<float[]> seen(List<Rgb> pictures) {
        if (description.pictures().tiled() != null) {
            Tiling tiling = new Tiling(description.pictures());
            return pictures.stream().map(picture -> joined(tiling.squares(picture).stream().map(this::embeddings).toList())).toList();
        }
        if (!description.newline()) {
            return pictures.stream().map(picture -> embeddings(tower.processor().square(picture))).toList();
        }
        if (pictures.size() == 1 && !description.pictures().grid().isEmpty()) {
            return List.of(gridded(pictures.get(0)));
        }
        return pictures.stream().map(picture -> joined(List.of(embeddings(tower.processor().square(grounded(picture))), newline))).toList();
    }

    private float[] embeddings(Rgb square) {
        return tower.look(square).embeddings();
    }

    /** In the middle of a square of the processor's mean colour. */
    private Rgb grounded(Rgb picture) {
        int side = Math.max(picture.width(), picture.height());
        byte[] ground = new byte[side * side * 3];
        for (int i = 0; i < ground.length; i++) {
            ground[i] = (byte) (int) (description.pictures().mean().get(i % 3) * 255);
        }
        return pasted(picture, ground, side, side);
    }

    private static Rgb pasted(Rgb picture, byte[] ground, int width, int height) {
        int left = (width - picture.width()) / 2;
        int top = (height - picture.height()) / 2;
        for (int y = 0; y < picture.height(); y++) {
            System.arraycopy(picture.data(), y * picture.width() * 3, ground, ((top + y) * width + left) * 3, picture.width() * 3);
        }
        return new Rgb(width, height, ground);
    }

    private float[] gridded(Rgb picture) {
        int side = description.pictures().side();
        PictureSettings.Size size = best(picture, description.pictures().grid());
        if (size.height() % side != 0 || size.width() % side != 0) {
            throw new AfterimageException(ErrorCode.MODEL_UNSUPPORTED, "this pack cuts pictures to " + size.height() + "x" + size.width()
                    + ", which are no whole squares of " + side, "correct the checkpoint's image_grid_pinpoints and import it again");
        }
        float[] whole = embeddings(description.pictures().filter().resize(picture, side, side));
        Rgb canvas = fitted(picture, size);
        return joined(List.of(whole, lined(picture, tiles(canvas, size.height() / side, size.width() / side))));
    }

    /** The resolution that keeps most of the picture's pixels, and wastes least. */
    private static PictureSettings.Size best(Rgb picture, List<PictureSettings.Size> grid) {
        PictureSettings.Size best = null;
        long bestKept = 0;
        long bestWasted = Long.MAX_VALUE;
        for (PictureSettings.Size size : grid) {
            double scale = Math.min((double) size.width() / picture.width(), (double) size.height() / picture.height());
            long kept = Math.min((long) (int) (picture.width() * scale) * (int) (picture.height() * scale),
                    (long) picture.width() * picture.height());
            long wasted = (long) size.width() * size.height() - kept;
            if (best == null || kept > bestKept || kept == bestKept && wasted < bestWasted) {
                best = size;
                bestKept = kept;
                bestWasted = wasted;
            }
        }
        return best;
    }

    /** As large as fits, in its own proportions, on black. */
    private Rgb fitted(Rgb picture, PictureSettings.Size size) {
        double scaleX = (double) size.width() / picture.width();
        double scaleY = (double) size.height() / picture.height();
        int newWidth = scaleX < scaleY ? size.width() : Math.min((int) Math.ceil(picture.width() * scaleY), size.width());
        int newHeight = scaleX < scaleY ? Math.min((int) Math.ceil(picture.height() * scaleX), size.height()) : size.height();
        Rgb resized = description.pictures().filter().resize(picture, newWidth, newHeight);
        return pasted(resized, new byte[size.width() * size.height() * 3], size.width(), size.height());
    }

    /** A grid of vectors, (rows, columns, width). */
    private record Grid(float[] vectors, int rows, int columns) { }

    private Grid tiles(Rgb canvas, int down, int across) {
        int tokens = description.shape().tokenSide();
        Grid grid = new Grid(new float[down * tokens * across * tokens * width], down * tokens, across * tokens);
        for (int tile = 0; tile < down * across; tile++) {
            float[] vectors = embeddings(cut(canvas, tile / across, tile % across));
            for (int row = 0; row < tokens; row++) {
                int to = ((tile / across * tokens + row) * grid.columns() + tile % across * tokens) * width;
                System.arraycopy(vectors, row * tokens * width, grid.vectors(), to, tokens * width);
            }
        }
        return grid;
    }

    private Rgb cut(Rgb canvas, int row, int column) {
        int side = description.pictures().side();
        byte[] tile = new byte[side * side * 3];
        for (int y = 0; y < side; y++) {
            System.arraycopy(canvas.data(), ((row * side + y) * canvas.width() + column * side) * 3, tile, y * side * 3, side * 3);
        }
        return new Rgb(side, side, tile);
    }

    /** Without the black borders, shrunk where there are too many, each row ended by the newline. */
    private float[] lined(Rgb picture, Grid tiles) {
        Grid grid = shrunk(unpadded(picture, tiles));
        List<float[]> rows = new ArrayList<>();
        for (int row = 0; row < grid.rows(); row++) {
            rows.add(Arrays.copyOfRange(grid.vectors(), row * grid.columns() * width, (row + 1) * grid.columns() * width));
            rows.add(newline);
        }
        return joined(rows);
    }

    private Grid unpadded(Rgb picture, Grid grid) {
        int top = 0;
        int left = 0;
        if ((double) picture.width() / picture.height() > (double) grid.columns() / grid.rows()) {
            top = (grid.rows() - rounded(picture.height() * ((double) grid.columns() / picture.width()))) / 2;
        } else {
            left = (grid.columns() - rounded(picture.width() * ((double) grid.rows() / picture.height()))) / 2;
        }
        int rows = grid.rows() - 2 * top;
        int columns = grid.columns() - 2 * left;
        float[] inner = new float[rows * columns * width];
        for (int row = 0; row < rows; row++) {
            System.arraycopy(grid.vectors(), ((top + row) * grid.columns() + left) * width, inner, row * columns * width, columns * width);
        }
        return new Grid(inner, rows, columns);
    }

    /** Cut to a whole number, but not for an error in the eighth decimal. */
    private static int rounded(double value) {
        return (int) (Math.rint(value * 1e7) / 1e7);
    }

    private Grid shrunk(Grid grid) {
        int tokens = description.shape().tokenSide();
        double ratio = Math.sqrt((double) grid.rows() * grid.columns() / ((double) description.pictures().mostTiles() * tokens * tokens));
        if (ratio <= 1.1) {
            return grid;
        }
        int rows = (int) Math.floor(grid.rows() / ratio);
        int columns = (int) Math.floor(grid.columns() / ratio);
        return new Grid(Bilinear.resize(grid.vectors(), grid.rows(), grid.columns(), width, rows, columns), rows, columns);
    }

    private static float[] joined(List<float[]> pieces) {
        float[] whole = new float[pieces.stream().mapToInt(piece -> piece.length).sum()];
        int at = 0;
        for (float[] piece : pieces) {
            System.arraycopy(piece, 0, whole, at, piece.length);
            at += piece.length;
        }
        return whole;
    }
}
