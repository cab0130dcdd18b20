package dev.afterimage.model.importer;

import dev.afterimage.model.graph.Matrix;

/** Linear layers that read the same input, as one. */
final class StackedLayers {

    private StackedLayers() { }

    /** @param parts of one input width; biases are kept when any of them has one */
    static Matrix of(Matrix... parts) {
        int out = 0;
        boolean biased = false;
        for (Matrix part : parts) {
            out += part.out();
            biased |= part.bias().length > 0;
        }
        int in = parts[0].in();
        float[] weight = new float[Math.multiplyExact(out, in)];
        float[] bias = new float[biased ? out : 0];
        int row = 0;
        for (Matrix part : parts) {
            System.arraycopy(part.weight(), 0, weight, row * in, part.weight().length);
            System.arraycopy(part.bias(), 0, bias, biased ? row : 0, part.bias().length);
            row += part.out();
        }
        return new Matrix(weight, bias, out, in);
    }
}
