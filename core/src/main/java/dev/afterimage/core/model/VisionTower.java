package dev.afterimage.core.model;

/**
 * Pixels to visual tokens: preprocessing, vision transformer and connector of a vision-language model. Read-only and
 * shared; safe for use by several threads. It belongs to the model that gave it and is closed with it.
 */
public interface VisionTower {

    /**
     * @param rgb width x height x 3 bytes, rows from the top, R G B; resized and normalised here as the checkpoint's processor does
     */
    Seen see(int width, int height, byte[] rgb);

    /** Rows of the grid of tokens one picture becomes. */
    int rows();

    int columns();

    /** Width of an embedding: the language model's hidden size. */
    int width();

    /** How this model's prompts are written around pictures. */
    VisualLayout layout();

    /**
     * One picture.
     *
     * @param embeddings (rows x columns, width), row-major: what the language model reads
     * @param feature    mean over the vision transformer's last hidden states, L2-normalised: for scene tiling
     */
    record Seen(float[] embeddings, float[] feature) { }
}
