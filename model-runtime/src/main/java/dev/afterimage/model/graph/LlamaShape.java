package dev.afterimage.model.graph;

/**
 * The sizes of a model of the Llama family.
 *
 * @param width       hidden size
 * @param heads       query heads
 * @param kvHeads     key and value heads; each serves {@code heads / kvHeads} query heads
 * @param feedForward width of the SwiGLU layer
 * @param ropeTheta   base of the rotary frequencies
 * @param rmsEpsilon  added under the root of RMSNorm
 */
public record LlamaShape(int layers, int width, int heads, int kvHeads, int headDim, int feedForward, int vocabulary, int contextLength,
                         float ropeTheta, float rmsEpsilon) {

    public int queryWidth() {
        return heads * headDim;
    }

    public int keyWidth() {
        return kvHeads * headDim;
    }

    /** Width of queries, keys and values side by side. */
    public int qkvWidth() {
        return queryWidth() + 2 * keyWidth();
    }
}
