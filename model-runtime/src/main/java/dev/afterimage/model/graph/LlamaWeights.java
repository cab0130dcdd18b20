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
     * @param further       norms that Llama has not
     */
    record Layer(float[] attentionNorm, Matrix qkv, Matrix attentionOut, float[] feedNorm, Matrix gate, Matrix up, Matrix down,
            FurtherNorms further) {

        public Layer(float[] attentionNorm, Matrix qkv, Matrix attentionOut, float[] feedNorm, Matrix gate, Matrix up, Matrix down) {
            this(attentionNorm, qkv, attentionOut, feedNorm, gate, up, down, FurtherNorms.NONE);
        }
    }

    /**
     * Null where the model's style has none.
     *
     * @param query        (rotaryDim): of each head's queries
     * @param key          (rotaryDim)
     * @param attentionOut (width): of what attention gives
     * @param feedOut      (width): of what the gated layer gives
     */
    record FurtherNorms(float[] query, float[] key, float[] attentionOut, float[] feedOut) {

        static final FurtherNorms NONE = new FurtherNorms(null, null, null, null);
    }
}
