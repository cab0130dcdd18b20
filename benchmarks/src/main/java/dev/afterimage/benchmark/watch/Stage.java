package dev.afterimage.benchmark.watch;

import java.util.List;

/** Names of what is timed in the write path. */
final class Stage {

    static final String DECODE = "decode (FFmpeg)";
    static final String ENCODE = "encode";
    static final String FEATURE = "encode: scene feature";
    static final String OBJECTS = "encode: object detector";
    static final String TEXT_FOUND = "encode: text detector";
    static final String TEXT_READ = "encode: text recogniser";
    static final String TOWER = "encode: vision tower";
    static final String ENCODE_REST = "encode: pictures, tracking, notes, compression";
    static final String SNAPSHOT = "encoder's state for checkpoints";
    static final String PREFILL = "prefill (model)";
    static final String WINDOW = "prefill: window loaded";
    static final String EMBED = "text index (MiniLM)";
    static final String STORE = "store: blocks";
    static final String FRAMES = "store: frames and thumbnails";
    static final String SCENES = "store: scenes";

    /** The networks in the order in which the encoder's factory loads them. */
    static final List<String> NETWORKS = List.of(FEATURE, OBJECTS, TEXT_FOUND, TEXT_READ);
    static final List<String> ALL = List.of(DECODE, ENCODE, FEATURE, OBJECTS, TEXT_FOUND, TEXT_READ, TOWER, ENCODE_REST, SNAPSHOT, PREFILL,
            WINDOW, EMBED, STORE,
            FRAMES, SCENES);

    private Stage() { }
}
