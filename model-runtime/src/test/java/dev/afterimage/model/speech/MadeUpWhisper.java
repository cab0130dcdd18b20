package dev.afterimage.model.speech;

import dev.afterimage.model.ctranslate2.CTranslate2Writer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;

/**
 * A Whisper of 99 languages and odd sizes whose weights follow from the names of its variables, so that nothing of it need
 * be stored: one encoder layer and two decoder layers of three heads. {@code make_whisper_fixture.py} lets CTranslate2 read it.
 */
final class MadeUpWhisper {

    private static final int WIDTH = 48;
    private static final int HEADS = 3;
    private static final int FEED = 56;
    private static final int VOCABULARY = SpeechTokens.MULTILINGUAL.vocabulary();

    private final CTranslate2Writer writer = new CTranslate2Writer().number("encoder/num_heads", HEADS).number("decoder/num_heads", HEADS)
            .small("decoder/activation", 3).small("decoder/pre_norm", 1).small("decoder/scale_embeddings", 0).small("decoder/alibi", 0)
            .small("decoder/start_from_zero_embedding", 0).number("decoder/alignment_heads", 1).number("decoder/alignment_layer", -1);

    /** For the reference. Arguments: a directory. */
    public static void main(String[] arguments) throws IOException {
        write(Path.of(arguments[0]));
    }

    /** Writes {@code model.bin}. */
    static Path write(Path directory) throws IOException {
        MadeUpWhisper whisper = new MadeUpWhisper();
        whisper.encoder();
        whisper.decoder();
        return Files.write(directory.resolve("model.bin"), whisper.writer.toBytes());
    }

    private void encoder() {
        values("encoder/conv1/weight", WIDTH, LogMel.BANDS, 3);
        values("encoder/conv1/bias", WIDTH);
        values("encoder/conv2/weight", WIDTH, WIDTH, 3);
        values("encoder/conv2/bias", WIDTH);
        values("encoder/position_encodings/encodings", LogMel.FRAMES / 2, WIDTH);
        attention("encoder/layer_0/self_attention/", 3);
        feedForward("encoder/layer_0/ffn/");
        norm("encoder/layer_norm/");
    }

    private void decoder() {
        values("decoder/embeddings/weight", VOCABULARY, WIDTH);
        writer.alias("decoder/projection/weight", "decoder/embeddings/weight");
        values("decoder/position_encodings/encodings", 448, WIDTH);
        for (int layer = 0; layer < 2; layer++) {
            String name = "decoder/layer_" + layer + "/";
            attention(name + "self_attention/", 3);
            attention(name + "attention/", 1);
            linear(name + "attention/linear_2/", WIDTH, WIDTH);
            feedForward(name + "ffn/");
        }
        norm("decoder/layer_norm/");
    }

    /** @param first of queries, keys and values, how many the first matrix holds */
    private void attention(String name, int first) {
        norm(name + "layer_norm/");
        linear(name + "linear_0/", first * WIDTH, WIDTH);
        linear(name + "linear_1/", (first == 1 ? 2 : 1) * WIDTH, WIDTH);
    }

    private void feedForward(String name) {
        norm(name + "layer_norm/");
        linear(name + "linear_0/", FEED, WIDTH);
        linear(name + "linear_1/", WIDTH, FEED);
    }

    private void linear(String name, int out, int in) {
        values(name + "weight", out, in);
        values(name + "bias", out);
    }

    private void norm(String name) {
        values(name + "gamma", WIDTH);
        values(name + "beta", WIDTH);
    }

    private void values(String name, int... shape) {
        int size = IntStream.of(shape).reduce(1, Math::multiplyExact);
        float scale = shape.length == 1 ? 0.2f : 1.5f / (float) Math.sqrt((double) size / shape[0]);
        float middle = name.endsWith("gamma") ? 1 : 0;
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = middle + scale * scattered(name.hashCode() + i);
        }
        writer.floats(name, values, shape);
    }

    /** -1.7 to 1.7 with a deviation of 1. */
    private static float scattered(int number) {
        int mixed = number * 0x9e3779b1;
        mixed = (mixed ^ mixed >>> 15) * 0x85ebca77;
        mixed = (mixed ^ mixed >>> 13) * 0xc2b2ae3d;
        return ((mixed >>> 8) / (float) (1 << 23) - 1) * 1.7320508f;
    }
}
