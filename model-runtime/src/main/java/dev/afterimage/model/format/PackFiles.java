package dev.afterimage.model.format;

/** Names of the files in a pack: {@code pack.json}, {@code tokenizer.json}, {@code embedding.bin}, and a folder for each precision. */
public final class PackFiles {

    public static final String DESCRIPTION = "pack.json";
    public static final String TOKENIZER = "tokenizer.json";
    /** (vocabulary, width) floats, little-endian. */
    public static final String EMBEDDING = "embedding.bin";
    /** External data of the graphs beside it. */
    public static final String WEIGHTS = "weights.bin";
    /** Folder beside the graphs: the same layers with the adapter that reads memory, and their external data. */
    public static final String RECALLING = "recalling";
    public static final String HEAD = "head.onnx";
    public static final String VISION = "vision.onnx";
    /** External data of the vision graph. */
    public static final String VISION_WEIGHTS = "vision.bin";
    /** One step of the memory bridge, in floats for every precision. */
    public static final String BRIDGE = "bridge.onnx";
    public static final String BRIDGE_WEIGHTS = "bridge.bin";
    /** (width) floats, little-endian: the learnt token behind a still picture's. */
    public static final String NEWLINE = "image_newline.bin";
    /** The first layer's queries, keys and values alone. */
    public static final String FIRST_PROJECTION = projection(0);

    private PackFiles() { }

    /** One layer's queries, keys and values alone; packs that see have one for each layer, others for the first. */
    public static String projection(int layer) {
        return "projection_" + layer + ".onnx";
    }

    public static String layers(int first, int count) {
        return "layers_" + first + "_" + (first + count - 1) + ".onnx";
    }
}
