package dev.afterimage.core.block;

import java.util.stream.IntStream;

/**
 * Where the tokens of one picture lie in it.
 *
 * @param rows    of the whole picture's grid of tokens
 * @param columns of it
 * @param places  (tokens): row x columns + column of each token that is there; compression leaves tokens out, and those
 *                that stay keep their places
 */
public record PictureGrid(int rows, int columns, int[] places) {

    /** All of a picture's tokens, row by row. */
    public static PictureGrid whole(int rows, int columns) {
        return new PictureGrid(rows, columns, IntStream.range(0, rows * columns).toArray());
    }
}
