package dev.afterimage.model.vision;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A still picture as squares in a grid of about its own proportions, and where there are several, the whole as one
 * square behind them (InternVL).
 */
final class Tiling {

    private final PictureSettings settings;

    Tiling(PictureSettings settings) {
        this.settings = settings;
    }

    /** @param columns squares side by side */
    private record Grid(int columns, int rows) { }

    List<Rgb> squares(Rgb picture) {
        int side = settings.side();
        Grid grid = grid(picture);
        Rgb canvas = settings.filter().resize(picture, grid.columns() * side, grid.rows() * side);
        List<Rgb> squares = new ArrayList<>();
        for (int tile = 0; tile < grid.columns() * grid.rows(); tile++) {
            squares.add(cut(canvas, tile / grid.columns() * side, tile % grid.columns() * side));
        }
        if (squares.size() > 1) {
            squares.add(settings.filter().resize(picture, side, side));
        }
        return squares;
    }

    /**
     * Whose proportions come nearest; of those that come as near, the larger, unless it would enlarge the picture to
     * more than twice its area.
     */
    private Grid grid(Rgb picture) {
        double aspect = (double) picture.width() / picture.height();
        double area = (double) picture.width() * picture.height();
        double nearest = Double.POSITIVE_INFINITY;
        Grid best = new Grid(1, 1);
        for (Grid grid : grids()) {
            double off = Math.abs(aspect - (double) grid.columns() / grid.rows());
            boolean worth = area > 0.5 * settings.side() * settings.side() * grid.columns() * grid.rows();
            if (off < nearest || off == nearest && worth) {
                best = grid;
            }
            nearest = Math.min(nearest, off);
        }
        return best;
    }

    /** The smaller first; of as many squares the narrower first. */
    private List<Grid> grids() {
        List<Grid> grids = new ArrayList<>();
        for (int columns = 1; columns <= settings.tiled().most(); columns++) {
            for (int rows = 1; columns * rows <= settings.tiled().most(); rows++) {
                if (columns * rows >= settings.tiled().fewest()) {
                    grids.add(new Grid(columns, rows));
                }
            }
        }
        grids.sort(Comparator.comparingInt(grid -> grid.columns() * grid.rows()));
        return grids;
    }

    private Rgb cut(Rgb canvas, int top, int left) {
        int side = settings.side();
        byte[] tile = new byte[side * side * 3];
        for (int y = 0; y < side; y++) {
            System.arraycopy(canvas.data(), ((top + y) * canvas.width() + left) * 3, tile, y * side * 3, side * 3);
        }
        return new Rgb(side, side, tile);
    }
}
