package dev.afterimage.model.graph;

/**
 * Widens attention heads with zeros where their size is none that the kernels take. RoPE turns element i with element i
 * + headDim / 2, so each half of a head is widened on its own: [a | b] becomes [a 0 | b 0]. Zeros add nothing to the
 * products of queries and keys, and RoPE leaves them zeros; the scale of attention stays that of the trained size.
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

    /**
     * The scale of a head's RMSNorm, (rotaryDim) to (headDim), for a norm over the widened head: the mean over more
     * elements is smaller by the ratio of the sizes, and so must epsilon be ({@link #normEpsilon}).
     */
    static float[] norm(LlamaShape shape, float[] scale) {
        float[] wide = rows(shape, scale, 1).clone();
        float ratio = (float) Math.sqrt((double) shape.rotaryDim() / shape.headDim());
        for (int i = 0; shape.padded() && i < wide.length; i++) {
            wide[i] *= ratio;
        }
        return wide;
    }

    public static float normEpsilon(LlamaShape shape) {
        return shape.rmsEpsilon() * shape.rotaryDim() / shape.headDim();
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
