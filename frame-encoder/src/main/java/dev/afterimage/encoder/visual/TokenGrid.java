package dev.afterimage.encoder.visual;

import java.util.BitSet;

/**
 * The places of a picture's tokens, row by row, and the square cells they are averaged over. Cells at the right and
 * bottom edge may be smaller.
 */
public record TokenGrid(int rows, int columns) {

    public int places() {
        return rows * columns;
    }

    BitSet all() {
        BitSet all = new BitSet(places());
        all.set(0, places());
        return all;
    }

    /** Cells of {@code side} x {@code side} that hold one of the places, row by row. */
    BitSet cells(BitSet places, int side) {
        BitSet cells = new BitSet();
        for (int place = places.nextSetBit(0); place >= 0; place = places.nextSetBit(place + 1)) {
            cells.set(place / columns / side * across(side) + place % columns / side);
        }
        return cells;
    }

    /** All places in these cells. */
    BitSet places(BitSet cells, int side) {
        BitSet places = new BitSet(places());
        for (int place = 0; place < places(); place++) {
            places.set(place, cells.get(place / columns / side * across(side) + place % columns / side));
        }
        return places;
    }

    /**
     * The mean of each cell's tokens.
     *
     * @param embeddings (places, width)
     * @return (cells, width), row by row
     */
    float[] pooled(float[] embeddings, int width, BitSet cells, int side) {
        float[] pooled = new float[cells.cardinality() * width];
        int to = 0;
        for (int cell = cells.nextSetBit(0); cell >= 0; cell = cells.nextSetBit(cell + 1)) {
            mean(embeddings, width, cell / across(side) * side, cell % across(side) * side, side, pooled, to);
            to += width;
        }
        return pooled;
    }

    private void mean(float[] embeddings, int width, int top, int left, int side, float[] target, int to) {
        int bottom = Math.min(top + side, rows);
        int right = Math.min(left + side, columns);
        float share = 1f / ((bottom - top) * (right - left));
        for (int row = top; row < bottom; row++) {
            for (int column = left; column < right; column++) {
                for (int i = 0; i < width; i++) {
                    target[to + i] += embeddings[(row * columns + column) * width + i] * share;
                }
            }
        }
    }

    /** The place in the middle of each cell, or up and left of it; (cells), row by row. */
    int[] middles(BitSet cells, int side) {
        return cells.stream().map(cell -> middle(cell / across(side), side, rows) * columns + middle(cell % across(side), side, columns))
                .toArray();
    }

    private static int middle(int cell, int side, int length) {
        int first = cell * side;
        return first + (Math.min(first + side, length) - first - 1) / 2;
    }

    private int across(int side) {
        return (columns + side - 1) / side;
    }
}
