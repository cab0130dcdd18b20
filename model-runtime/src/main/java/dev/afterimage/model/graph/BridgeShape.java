package dev.afterimage.model.graph;

/**
 * The sizes of a memory bridge.
 *
 * @param tokens      memory tokens, place 0 among them
 * @param width       hidden size, the language model's
 * @param heads       of every attention
 * @param feedForward width of the layers' gated perceptron
 * @param epsilon     added under the root of LayerNorm
 * @param layers      that memory and image tokens pass together
 * @param past        most past memories that a step looks back on
 * @param before      the text that a prompt has before the memory tokens
 */
public record BridgeShape(int tokens, int width, int heads, int feedForward, float epsilon, int layers, int past, String before) {

    /** Places for things: all but place 0. */
    public int entries() {
        return tokens - 1;
    }
}
