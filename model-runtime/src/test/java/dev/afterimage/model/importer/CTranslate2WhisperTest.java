package dev.afterimage.model.importer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.model.ctranslate2.CTranslate2File;
import dev.afterimage.model.ctranslate2.CTranslate2Writer;
import dev.afterimage.model.graph.WhisperShape;
import dev.afterimage.model.graph.WhisperWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CTranslate2WhisperTest {

    private static final int WIDTH = 16;

    @TempDir
    private Path directory;

    /** A Whisper of one layer each and width 16, weights counting up. */
    private static CTranslate2Writer tiny() {
        CTranslate2Writer writer = new CTranslate2Writer().number("encoder/num_heads", 1).number("decoder/num_heads", 1)
                .number("decoder/activation", 3);
        counting(writer, "encoder/conv1/weight", WIDTH, 8, 3);
        counting(writer, "encoder/position_encodings/encodings", 5, WIDTH);
        counting(writer, "decoder/embeddings/weight", 30, WIDTH);
        counting(writer, "decoder/position_encodings/encodings", 7, WIDTH);
        counting(writer, "encoder/layer_0/ffn/layer_norm/gamma", WIDTH);
        counting(writer, "decoder/layer_0/ffn/layer_norm/gamma", WIDTH);
        counting(writer, "decoder/layer_0/ffn/layer_norm/beta", WIDTH);
        counting(writer, "decoder/layer_0/ffn/linear_0/weight", 32, WIDTH);
        counting(writer, "decoder/layer_0/ffn/linear_0/bias", 32);
        counting(writer, "decoder/layer_0/ffn/linear_1/weight", WIDTH, 32);
        counting(writer, "decoder/layer_0/ffn/linear_1/bias", WIDTH);
        for (String attention : new String[] {"self_attention", "attention"}) {
            int stacked = attention.equals("attention") ? 1 : 3;
            counting(writer, "decoder/layer_0/" + attention + "/layer_norm/gamma", WIDTH);
            counting(writer, "decoder/layer_0/" + attention + "/layer_norm/beta", WIDTH);
            counting(writer, "decoder/layer_0/" + attention + "/linear_0/weight", stacked * WIDTH, WIDTH);
            counting(writer, "decoder/layer_0/" + attention + "/linear_0/bias", stacked * WIDTH);
            counting(writer, "decoder/layer_0/" + attention + "/linear_1/weight", stacked == 1 ? 2 * WIDTH : WIDTH, WIDTH);
            counting(writer, "decoder/layer_0/" + attention + "/linear_1/bias", stacked == 1 ? 2 * WIDTH : WIDTH);
        }
        counting(writer, "decoder/layer_0/attention/linear_2/weight", WIDTH, WIDTH);
        counting(writer, "decoder/layer_0/attention/linear_2/bias", WIDTH);
        return writer;
    }

    private static void counting(CTranslate2Writer writer, String name, int... shape) {
        int size = 1;
        for (int one : shape) {
            size *= one;
        }
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = i;
        }
        writer.floats(name, values, shape);
    }

    @Test
    void theShapeIsReadOffTheVariables() throws IOException {
        try (CTranslate2File file = open(tiny())) {
            assertThat(new CTranslate2Whisper(file).shape()).isEqualTo(new WhisperShape(1, 1, WIDTH, 1, 32, 30, 8, 5, 7));
        }
    }

    @Test
    void stackedMatricesAreTakenApartInTheirOrder() throws IOException {
        try (CTranslate2File file = open(tiny())) {
            WhisperWeights.Layer layer = new CTranslate2Whisper(file).decoderLayer(0);
            assertThat(layer.self().queries().bias()).startsWith(0, 1).hasSize(WIDTH);
            assertThat(layer.self().keys().bias()).startsWith(16, 17);
            assertThat(layer.self().values().weight()).startsWith(2 * WIDTH * WIDTH).hasSize(WIDTH * WIDTH);
            assertThat(layer.cross().queries().bias()).startsWith(0, 1);
            assertThat(layer.cross().keys().weight()).startsWith(0, 1);
            assertThat(layer.cross().values().weight()).startsWith(WIDTH * WIDTH);
        }
    }

    @Test
    void whatIsNoPlainWhisperIsRefused() throws IOException {
        assertRefused(writer -> writer.spec("TransformerSpec"), ErrorCode.MODEL_UNSUPPORTED, "TransformerSpec");
        assertRefused(writer -> writer.number("decoder/pre_norm", 0), ErrorCode.MODEL_UNSUPPORTED, "decoder/pre_norm");
        assertRefused(writer -> writer.number("decoder/alibi", 1), ErrorCode.MODEL_UNSUPPORTED, "decoder/alibi");
    }

    @Test
    void missingAndMisshapenVariablesAreNamed() throws IOException {
        try (CTranslate2File file = open(tiny())) {
            CTranslate2Whisper whisper = new CTranslate2Whisper(file);
            assertThatThrownBy(() -> whisper.encoderLayer(0))
                    .hasMessageContaining("encoder/layer_0/self_attention/linear_0/weight' is missing");
            assertThatThrownBy(whisper::decoderNorm).hasMessageContaining("decoder/layer_norm/gamma");
        }
        assertThatThrownBy(() -> new CTranslate2Whisper(open(new CTranslate2Writer().number("encoder/num_heads", 1))))
                .hasMessageContaining("is missing");
    }

    private void assertRefused(UnaryOperator<CTranslate2Writer> change, ErrorCode code, String message) throws IOException {
        try (CTranslate2File file = open(change.apply(tiny()))) {
            assertThatThrownBy(() -> new CTranslate2Whisper(file)).isInstanceOfSatisfying(AfterimageException.class, e -> {
                assertThat(e.code()).isEqualTo(code);
                assertThat(e.getMessage()).contains(message);
            });
        }
    }

    private CTranslate2File open(CTranslate2Writer writer) throws IOException {
        return CTranslate2File.open(Files.write(directory.resolve("model.bin"), writer.toBytes()));
    }
}
