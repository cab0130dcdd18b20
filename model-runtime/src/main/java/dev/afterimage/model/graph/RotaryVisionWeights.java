package dev.afterimage.model.graph;

/** The weights of a tower of the Qwen-VL family, read when asked for. */
public interface RotaryVisionWeights {

    /** (width, patchElements), summed over the two frames that a still picture fills alike. */
    Matrix patchEmbedding();

    /** (positionSide x positionSide, width); asked only where there are learnt positions. */
    float[] positions();

    Layer layer(int index);

    Merger merger();

    /** Of {@link RotaryEyes#deepLayers}, by place in that list. */
    Merger deepMerger(int place);

    /** @param bias empty for an RMSNorm */
    record Norm(float[] scale, float[] bias) { }

    /**
     * @param qkv  (3 x width, width)
     * @param gate null where the perceptron is not gated
     */
    record Layer(Norm attentionNorm, Matrix qkv, Matrix attentionOut, Norm feedNorm, Matrix gate, Matrix up, Matrix down) { }

    /** @param normsJoined whether the norm is over a whole square of patches, else over each patch */
    record Merger(Norm norm, boolean normsJoined, Matrix first, Matrix second) { }
}
