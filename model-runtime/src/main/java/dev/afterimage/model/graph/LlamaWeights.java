package dev.afterimage.model.graph;

/**
 * The weights of a model of the Llama family, read when asked for. Matrices are (out, in), in the half-split order of RoPE; biases that a
 * checkpoint has not are empty.
 */
public interface LlamaWeights {

    /** (vocabulary, width) */
    float[] embedding();

    /** (vocabulary, width); the embedding itself where the checkpoint ties them. */
    float[] head();

    float[] finalNorm();

    Layer layer(int index);

    /**
     * @param attentionNorm (width)
     * @param qkv           (qkvWidth, width): queries, then keys, then values
     * @param attentionOut  (width, queryWidth)
     * @param feedNorm      (width)
     * @param gate          (feedForward, width)
     * @param up            (feedForward, width)
     * @param down          (width, feedForward)
     */
    record Layer(float[] attentionNorm, Matrix qkv, Matrix attentionOut, float[] feedNorm, Matrix gate, Matrix up, Matrix down) { }
}
