package dev.afterimage.model.graph;

import java.util.List;

/** The weights of a vision transformer and its join, read when asked for. */
public interface VisionWeights {

    /** (width, patchElements): a patch's elements are ordered channel, row, column. */
    Matrix patchEmbedding();

    /** (patches, width): what is added to each patch, already in the grid's order. */
    float[] positions();

    Layer layer(int index);

    /** Asked only where the shape has a final norm. */
    Norm finalNorm();

    /** A token that goes through the layers before the patches, (width), its position added; null where there is none. */
    default float[] classToken() {
        return null;
    }

    /** Over what the join reads, (joinedWidth); null where there is none. Without a bias it is RMSNorm. */
    default Norm joinNorm() {
        return null;
    }

    /** One or two linear layers, (., joinedWidth) first. */
    List<Matrix> join();

    /** LayerNorm: (width) each; RMSNorm where the bias is null. */
    record Norm(float[] scale, float[] bias) { }

    /**
     * @param qkv (3 x width, width): queries, then keys, then values
     */
    record Layer(Norm attentionNorm, Matrix qkv, Matrix attentionOut, Norm feedNorm, Matrix up, Matrix down) { }
}
