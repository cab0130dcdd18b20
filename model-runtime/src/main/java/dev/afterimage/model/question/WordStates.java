package dev.afterimage.model.question;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.model.onnx.OnnxUse;
import dev.afterimage.model.tensor.DirectTensor;
import dev.afterimage.model.tokenizer.OfflineDjl;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/**
 * What all-MiniLM-L6-v2 makes of each word in its sentence: the mean of the last states of the word's pieces. The quantised network comes
 * out of its Maven artifact. Safe for use by several threads.
 */
final class WordStates {

    static final int WIDTH = 384;
    private static final String GRAPH = "/all-minilm-l6-v2-q.onnx";
    private static final String TOKENIZER = "/all-minilm-l6-v2-q-tokenizer.json";

    private final OrtSession session;
    private final HuggingFaceTokenizer tokenizer;

    WordStates() {
        OfflineDjl.apply();
        try (InputStream graph = WordStates.class.getResourceAsStream(GRAPH);
                InputStream vocabulary = WordStates.class.getResourceAsStream(TOKENIZER);
                OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            session = OnnxUse.open(graph.readAllBytes(), options);
            tokenizer = HuggingFaceTokenizer.newInstance(vocabulary, Map.of("truncation", "false", "padding", "false"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (OrtException e) {
            throw new AfterimageException(ErrorCode.MODEL_FAILED, "the network that reads questions cannot be loaded: " + e.getMessage(),
                    "check that ONNX Runtime runs on this machine", e);
        }
    }

    /** One row a word; a place without a word has the row of the one before it. */
    float[][] of(List<String> words) {
        StringBuilder text = new StringBuilder();
        int[] starts = new int[words.size()];
        for (int i = 0; i < words.size(); i++) {
            starts[i] = text.length();
            text.append(words.get(i)).append(words.get(i).isEmpty() ? "" : " ");
        }
        Encoding encoding = tokenizer.encode(text.toString().strip());
        float[][] hidden = hidden(encoding.getIds());
        float[][] rows = new float[words.size()][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = mean(hidden, encoding.getCharTokenSpans(), starts[i], starts[i] + words.get(i).length());
            rows[i] = rows[i] != null ? rows[i] : i > 0 ? rows[i - 1] : new float[WIDTH];
        }
        return rows;
    }

    /** Of the pieces that begin between two places of the text; null where none does. */
    private static float[] mean(float[][] hidden, CharSpan[] spans, int from, int to) {
        float[] sum = new float[WIDTH];
        int pieces = 0;
        for (int i = 0; i < spans.length; i++) {
            if (spans[i] != null && spans[i].getStart() < spans[i].getEnd() && spans[i].getStart() >= from && spans[i].getStart() < to) {
                pieces++;
                for (int k = 0; k < WIDTH; k++) {
                    sum[k] += hidden[i][k];
                }
            }
        }
        for (int k = 0; k < WIDTH; k++) {
            sum[k] /= Math.max(1, pieces);
        }
        return pieces == 0 ? null : sum;
    }

    private float[][] hidden(long[] ids) {
        float[] pieces = new float[ids.length];
        float[] ones = new float[ids.length];
        for (int i = 0; i < ids.length; i++) {
            pieces[i] = ids[i];
            ones[i] = 1;
        }
        try (DirectTensor input = DirectTensor.longs(pieces, 1, ids.length); DirectTensor mask = DirectTensor.longs(ones, 1, ids.length);
                DirectTensor types = DirectTensor.longs(new float[ids.length], 1, ids.length);
                OrtSession.Result result = OnnxUse.run(session, Map.of("input_ids", input.tensor(), "attention_mask", mask.tensor(),
                        "token_type_ids", types.tensor()))) {
            return ((float[][][]) ((OnnxTensor) result.get(0)).getValue())[0];
        } catch (OrtException e) {
            throw new AfterimageException(ErrorCode.MODEL_FAILED, "the network that reads questions failed: " + e.getMessage(),
                    "ask again", e);
        }
    }
}
