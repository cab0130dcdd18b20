package dev.afterimage.core.model;

/** Sentences to vectors for the text index. Safe for use by several threads. */
public interface TextEmbedder {

    /** L2-normalised vector of {@link #width} floats. */
    float[] embed(String text);

    int width();
}
