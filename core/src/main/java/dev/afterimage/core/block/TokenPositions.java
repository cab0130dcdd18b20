package dev.afterimage.core.block;

import java.util.Arrays;
import java.util.List;

/**
 * Where consecutive tokens stand, relative to where the first of them is put, in models that give each token three
 * positions (M-RoPE, Wang et al. 2024): text has the same on all three axes and goes on by one; a picture's tokens
 * share a time and have their row and column, and what follows stands behind the longer side.
 *
 * @param axes (tokens, 3): time, row, column
 * @param span what follows stands at this position
 */
public record TokenPositions(int[] axes, int span) {

    public static final int AXES = 3;

    public TokenPositions {
        if (axes.length % AXES != 0 || span < 0) {
            throw new IllegalArgumentException(axes.length + " positions of three axes, span " + span);
        }
    }

    public int tokens() {
        return axes.length / AXES;
    }

    /** One after the other. */
    public static TokenPositions text(int tokens) {
        int[] axes = new int[tokens * AXES];
        Arrays.setAll(axes, i -> i / AXES);
        return new TokenPositions(axes, tokens);
    }

    public static TokenPositions picture(PictureGrid grid) {
        int[] axes = new int[grid.places().length * AXES];
        for (int token = 0; token < grid.places().length; token++) {
            axes[token * AXES + 1] = grid.places()[token] / grid.columns();
            axes[token * AXES + 2] = grid.places()[token] % grid.columns();
        }
        return new TokenPositions(axes, Math.max(grid.rows(), grid.columns()));
    }

    public static TokenPositions joined(List<TokenPositions> parts) {
        int[] axes = new int[parts.stream().mapToInt(part -> part.axes.length).sum()];
        int at = 0;
        int start = 0;
        for (TokenPositions part : parts) {
            for (int axis : part.axes) {
                axes[at++] = start + axis;
            }
            start += part.span;
        }
        return new TokenPositions(axes, start);
    }

    /** Whether the tokens stand one after the other, as text does. */
    public boolean plain() {
        return span == tokens() && Arrays.equals(axes, text(tokens()).axes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TokenPositions positions && span == positions.span && Arrays.equals(axes, positions.axes);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(axes) + span;
    }

    @Override
    public String toString() {
        return tokens() + " tokens over " + span + " positions";
    }
}
