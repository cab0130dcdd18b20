package dev.afterimage.core.retention;

/** What is kept of a stream and can be limited. Evidence is small and is kept for good. */
public enum Kept {
    /** The original video. */
    RECORDING("recorded video"),
    /** The KV of blocks, with the keys by which they are found. */
    KV("what a model reads"),
    /** The small pictures. */
    THUMBNAILS("pictures");

    private final String words;

    Kept(String words) {
        this.words = words;
    }

    /** For people. */
    public String words() {
        return words;
    }
}
