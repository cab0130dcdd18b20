package dev.afterimage.model.format;

/** Names of the files in a pack: {@code pack.json}, {@code tokenizer.json}, {@code embedding.bin}, and a folder for each precision. */
public final class PackFiles {

    public static final String DESCRIPTION = "pack.json";
    public static final String TOKENIZER = "tokenizer.json";
    /** (vocabulary, width) floats, little-endian. */
    public static final String EMBEDDING = "embedding.bin";
    /** External data of the graphs beside it. */
    public static final String WEIGHTS = "weights.bin";
    public static final String HEAD = "head.onnx";
    /** The first layer's queries, keys and values alone; packs built by earlier versions lack it. */
    public static final String FIRST_PROJECTION = "projection_0.onnx";

    private PackFiles() { }

    public static String layers(int first, int count) {
        return "layers_" + first + "_" + (first + count - 1) + ".onnx";
    }
}
