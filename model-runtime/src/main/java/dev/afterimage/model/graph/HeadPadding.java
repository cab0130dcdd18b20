package dev.afterimage.model.graph;

/**
 * Widens attention heads with zeros where their size is none that the kernels take. RoPE turns element i with element i + headDim / 2, so each
 * half of a head is widened on its own: [a | b] becomes [a 0 | b 0]. Zeros add nothing to the products of queries and keys, and RoPE leaves
 * them zeros; the scale of attention stays that of the trained size.
 */
public final class HeadPadding {

    private HeadPadding() { }

    /** Spreads rows (heads x rotaryDim, columns) to (heads x headDim, columns); any array with heads along its first side. */
    public static float[] rows(LlamaShape shape, float[] rows, int heads) {
        if (!shape.padded()) {
            return rows;
        }
        int columns = rows.length / (heads * shape.rotaryDim());
        int half = shape.rotaryDim() / 2 * columns;
        float[] wide = new float[heads * shape.headDim() * columns];
        for (int part = 0; part < 2 * heads; part++) {
            System.arraycopy(rows, part * half, wide, part * shape.headDim() / 2 * columns, half);
        }
        return wide;
    }

    /** Spreads (rows, heads x rotaryDim) to (rows, heads x headDim): for the matrix that reads what the heads give. */
    public static float[] columns(LlamaShape shape, float[] matrix, int rows) {
        if (!shape.padded()) {
            return matrix;
        }
        int half = shape.rotaryDim() / 2;
        int parts = matrix.length / half;
        float[] wide = new float[parts * shape.headDim() / 2];
        for (int part = 0; part < parts; part++) {
            System.arraycopy(matrix, part * half, wide, part * (shape.headDim() / 2), half);
        }
        return wide;
    }
}
