package dev.afterimage.model.graph;

import java.util.List;

/**
 * The sizes of a vision transformer (SigLIP's form) and of what joins it to the language model.
 *
 * @param side         of the square grid of patches
 * @param patchSize    side of a patch, in pixels
 * @param width        hidden size
 * @param feedForward  width of the two-layer perceptron
 * @param epsilon      added under the root of LayerNorm
 * @param layers       that are computed; a checkpoint may hold more
 * @param taken        hidden states that are joined side by side, by number: 0 is the embedding, l what layer l - 1 gives
 * @param finalNorm    whether a last LayerNorm follows the layers
 * @param shuffle      side of the squares of patches that become one token; 1 for none
 * @param outWidth     hidden size of the language model
 * @param outActivation between the two linear layers of the join; null where it is a single one
 * @param rotary       in what a tower of the Qwen-VL family differs, whose {@code side} is that of a stream's frames; null for others
 * @param averaged     whether a square's patches are averaged (Gemma 3); otherwise they stand side by side (pixel shuffle)
 */
public record VisionShape(int side, int patchSize, int width, int heads, int feedForward, Activation activation, float epsilon, int layers,
                          List<Integer> taken, boolean finalNorm, int shuffle, int outWidth, Activation outActivation, RotaryEyes rotary,
                          boolean averaged) {

    public VisionShape {
        taken = List.copyOf(taken);
    }

    public VisionShape(int side, int patchSize, int width, int heads, int feedForward, Activation activation, float epsilon, int layers,
            List<Integer> taken, boolean finalNorm,
                       int shuffle, int outWidth, Activation outActivation) {
        this(side, patchSize, width, heads, feedForward, activation, epsilon, layers, taken, finalNorm, shuffle, outWidth, outActivation,
                null, false);
    }

    /** Floats of a visual token: its embedding, and what the decoder's first layers have added. */
    public int visualWidth() {
        return outWidth * (rotary == null ? 1 : 1 + rotary.deepLayers().size());
    }

    public int patches() {
        return side * side;
    }

    /** Elements of a patch: channels x rows x columns. */
    public int patchElements() {
        return 3 * patchSize * patchSize;
    }

    /** Rows, and columns, of the grid of tokens that comes out. */
    public int tokenSide() {
        return side / shuffle;
    }

    /** Width of what the join reads for a token. */
    public int joinedWidth() {
        return width * taken.size() * (averaged ? 1 : shuffle * shuffle);
    }
}
