package dev.afterimage.store.codec;

/** What a stored value is; the letters stand in its first four bytes. */
public enum ValueKind {
    KEY_VALUES("AfKV"),
    BLOCK_ENTRY("AfBE"),
    EVIDENCE_ENTRY("AfEE"),
    EXTENT("AfEX"),
    STREAM_INFO("AfSI"),
    SCENE("AfSC"),
    GAP("AfGA"),
    THUMBNAIL("AfTH"),
    MEMORY("AfRM");

    /** The newest version written, and so far the only one. A later version is added beside it; this one must open forever. */
    static final byte VERSION = 1;

    final int magic;

    ValueKind(String letters) {
        this.magic = letters.charAt(0) << 24 | letters.charAt(1) << 16 | letters.charAt(2) << 8 | letters.charAt(3);
    }
}
