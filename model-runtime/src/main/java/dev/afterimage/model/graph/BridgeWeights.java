package dev.afterimage.model.graph;

/** The weights of a memory bridge, read when asked for. */
public interface BridgeWeights {

    /** (tokens, width): what is added to each memory token as the layers read it. */
    float[] places();

    Layer layer(int index);

    /** Behind the layers. */
    VisionWeights.Norm norm();

    /** (width, width): what the memory tokens change by. */
    Matrix change();

    /** (1, width): how surely an image token shows something that memory lacks, a logit. */
    Matrix novelty();

    /** (width, width): what is put down of an image token. */
    Matrix entry();

    VisionWeights.Norm pastNorm();

    /** Queries of the memory, keys and values of past memories, output. */
    Looking past();

    /** (tokens, width): place 0, by how many things were put down. */
    float[] noted();

    /** Each (width, width). */
    record Looking(Matrix queries, Matrix keys, Matrix values, Matrix out) { }

    record Layer(VisionWeights.Norm attentionNorm, Looking attention, VisionWeights.Norm feedNorm, Matrix gate, Matrix up, Matrix down) { }
}
