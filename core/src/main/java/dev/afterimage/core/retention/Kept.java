package dev.afterimage.core.retention;

import java.util.Locale;

/** What is kept of a stream and can be limited. Evidence is small and is kept for good. */
public enum Kept {
    /** The original video. */
    RECORDING("recorded video"),
    /** The KV of blocks, with the keys by which they are found. */
    KV("KV cache"),
    /** The small pictures. */
    THUMBNAILS("pictures");

    private final String words;

    Kept(String words) {
        this.words = words;
    }

    /** How files, documents and options name it. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** For people. */
    public String words() {
        return words;
    }
}
