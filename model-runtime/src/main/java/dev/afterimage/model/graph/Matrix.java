package dev.afterimage.model.graph;

/**
 * A linear layer's weights.
 *
 * @param weight (out, in), row-major
 * @param bias   (out), or empty
 */
public record Matrix(float[] weight, float[] bias, int out, int in) {

    private static final float[] NONE = {};

    public Matrix {
        if (weight.length != out * in || bias.length != 0 && bias.length != out) {
            throw new IllegalArgumentException(weight.length + " weights and " + bias.length + " biases are not (" + out + ", " + in + ")");
        }
    }

    public Matrix(float[] weight, int out, int in) {
        this(weight, NONE, out, in);
    }

    /**
     * Adds to the rows from {@code firstRow} on, in place: for weights that are read again each time they are asked for.
     * @param change (rows, in), row-major
     */
    public void add(float[] change, int firstRow) {
        int to = firstRow * in;
        for (int i = 0; i < change.length; i++) {
            weight[to + i] += change[i];
        }
    }
}
