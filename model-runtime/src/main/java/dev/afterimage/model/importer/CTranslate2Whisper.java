package dev.afterimage.model.importer;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.model.ctranslate2.CTranslate2File;
import dev.afterimage.model.graph.WhisperShape;
import dev.afterimage.model.graph.WhisperWeights;
import java.util.Arrays;

/** Shape and weights of a Whisper checkpoint as CTranslate2 stores it: queries, keys and values stacked along the rows of one matrix. */
public final class CTranslate2Whisper implements WhisperWeights {

    private static final int EXACT_GELU = 3;
    private static final int MOST_LAYERS = 64;

    private final CTranslate2File file;
    private final WhisperShape shape;

    public CTranslate2Whisper(CTranslate2File file) {
        this.file = file;
        if (!file.spec().equals("WhisperSpec") || file.revision() != 3) {
            throw unsupported("the checkpoint is a " + file.spec() + " of revision " + file.revision() + ", and only a WhisperSpec of "
                    + "revision 3 is read");
        }
        require("decoder/activation", EXACT_GELU);
        require("decoder/pre_norm", 1);
        require("decoder/scale_embeddings", 0);
        require("decoder/alibi", 0);
        this.shape = shape(file);
        if (shape.headDim() % 16 != 0 || shape.width() != shape.heads() * shape.headDim()) {
            throw unsupported("the checkpoint's width of " + shape.width() + " is not " + shape.heads() + " heads of a multiple of 16");
        }
    }

    private void require(String name, int value) {
        if (file.has(name) && file.number(name) != value) {
            throw unsupported("the checkpoint sets " + name + " to " + file.number(name) + ", which a plain Whisper has not");
        }
    }

    private static AfterimageException unsupported(String what) {
        return new AfterimageException(ErrorCode.MODEL_UNSUPPORTED, what, "give a Whisper checkpoint converted for CTranslate2");
    }

    private static WhisperShape shape(CTranslate2File file) {
        int[] embedding = sized(file, "decoder/embeddings/weight", 2);
        int heads = file.number("decoder/num_heads");
        if (heads < 1 || heads > embedding[1] || heads != file.number("encoder/num_heads")) {
            throw file.malformed("variable 'decoder/num_heads' is " + heads + ", and the encoder's is another, or wider than the model");
        }
        return new WhisperShape(layers(file, "encoder"), layers(file, "decoder"), embedding[1], heads,
                sized(file, "decoder/layer_0/ffn/linear_0/weight", 2)[0], embedding[0], sized(file, "encoder/conv1/weight", 3)[1],
                sized(file, "encoder/position_encodings/encodings", 2)[0], sized(file, "decoder/position_encodings/encodings", 2)[0]);
    }

    private static int[] sized(CTranslate2File file, String name, int rank) {
        int[] shape = file.shape(name);
        if (shape.length != rank) {
            throw file.malformed("variable '" + name + "' has " + shape.length + " dimensions, not " + rank);
        }
        return shape;
    }

    private static int layers(CTranslate2File file, String part) {
        int layers = 0;
        while (layers < MOST_LAYERS && file.has(part + "/layer_" + layers + "/ffn/layer_norm/gamma")) {
            layers++;
        }
        return layers;
    }

    public WhisperShape shape() {
        return shape;
    }

    @Override
    public Affine convolution(int number) {
        String name = "encoder/conv" + number + "/";
        return new Affine(file.floats(name + "weight", shape.width(), number == 1 ? shape.bands() : shape.width(), 3),
                file.floats(name + "bias", shape.width()));
    }

    @Override
    public float[] encoderPositions() {
        return file.floats("encoder/position_encodings/encodings", shape.frames(), shape.width());
    }

    @Override
    public Layer encoderLayer(int index) {
        String name = "encoder/layer_" + index + "/";
        return new Layer(self(name), null, feedForward(name));
    }

    @Override
    public Norm encoderNorm() {
        return norm("encoder/layer_norm/");
    }

    @Override
    public float[] embedding() {
        return file.floats("decoder/embeddings/weight", shape.vocabulary(), shape.width());
    }

    @Override
    public float[] decoderPositions() {
        return file.floats("decoder/position_encodings/encodings", shape.positions(), shape.width());
    }

    @Override
    public Layer decoderLayer(int index) {
        String name = "decoder/layer_" + index + "/";
        return new Layer(self(name), cross(name + "attention/"), feedForward(name));
    }

    @Override
    public Norm decoderNorm() {
        return norm("decoder/layer_norm/");
    }

    private Attention self(String layer) {
        String name = layer + "self_attention/";
        Affine stacked = affine(name + "linear_0/", 3 * shape.width(), shape.width());
        return new Attention(norm(name + "layer_norm/"), part(stacked, 0), part(stacked, 1), part(stacked, 2),
                affine(name + "linear_1/", shape.width(), shape.width()));
    }

    private Attention cross(String name) {
        Affine stacked = affine(name + "linear_1/", 2 * shape.width(), shape.width());
        return new Attention(norm(name + "layer_norm/"), affine(name + "linear_0/", shape.width(), shape.width()), part(stacked, 0),
                part(stacked, 1),
                affine(name + "linear_2/", shape.width(), shape.width()));
    }

    private FeedForward feedForward(String layer) {
        return new FeedForward(norm(layer + "ffn/layer_norm/"), affine(layer + "ffn/linear_0/", shape.feedForward(), shape.width()),
                affine(layer + "ffn/linear_1/", shape.width(), shape.feedForward()));
    }

    private Norm norm(String name) {
        return new Norm(file.floats(name + "gamma", shape.width()), file.floats(name + "beta", shape.width()));
    }

    private Affine affine(String name, int out, int in) {
        return new Affine(file.floats(name + "weight", out, in), file.floats(name + "bias", out));
    }

    /** Rows {@code number * width} to {@code (number + 1) * width}. */
    private Affine part(Affine stacked, int number) {
        int width = shape.width();
        return new Affine(Arrays.copyOfRange(stacked.weight(), number * width * width, (number + 1) * width * width),
                Arrays.copyOfRange(stacked.bias(), number * width, (number + 1) * width));
    }
}
