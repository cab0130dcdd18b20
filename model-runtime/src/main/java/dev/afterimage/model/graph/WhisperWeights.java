package dev.afterimage.model.graph;

/** The weights of a model of the Whisper family, read when asked for. Matrices are (out, in). */
public interface WhisperWeights {

    /** @param weight (out, in); {@code bias} (out) */
    record Affine(float[] weight, float[] bias) { }

    record Norm(float[] scale, float[] shift) { }

    /** @param queries, keys, values, out (width, width) each */
    record Attention(Norm norm, Affine queries, Affine keys, Affine values, Affine out) { }

    /** @param up (feedForward, width); {@code down} (width, feedForward) */
    record FeedForward(Norm norm, Affine up, Affine down) { }

    /** @param cross over the encoder's output; null in the encoder itself */
    record Layer(Attention self, Attention cross, FeedForward feedForward) { }

    /** @return 1: (width, bands, 3), 2: (width, width, 3) */
    Affine convolution(int number);

    /** (frames, width) */
    float[] encoderPositions();

    Layer encoderLayer(int index);

    Norm encoderNorm();

    /** (vocabulary, width); the decoder's head as well. */
    float[] embedding();

    /** (positions, width) */
    float[] decoderPositions();

    Layer decoderLayer(int index);

    Norm decoderNorm();
}
