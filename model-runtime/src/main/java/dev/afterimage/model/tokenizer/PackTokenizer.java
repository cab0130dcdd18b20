package dev.afterimage.model.tokenizer;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/** Text to token ids and back, after a tokenizer.json. Safe for use by several threads. */
public final class PackTokenizer implements AutoCloseable {

    private final HuggingFaceTokenizer tokenizer;

    public PackTokenizer(Path tokenizerJson) {
        OfflineDjl.apply();
        try {
            // Left to itself the library cuts long texts off.
            tokenizer = HuggingFaceTokenizer.newInstance(tokenizerJson,
                    Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            throw new AfterimageException(ErrorCode.MODEL_MALFORMED, "cannot load the tokenizer " + tokenizerJson + ": " + e.getMessage(),
                    "pull the pack again", e);
        }
    }

    /** Special tokens written out in the text count as such; nothing is added. */
    public int[] tokenize(String text) {
        return Arrays.stream(tokenizer.encode(text, false, false).getIds()).mapToInt(Math::toIntExact).toArray();
    }

    public String detokenize(int[] ids) {
        return tokenizer.decode(Arrays.stream(ids).asLongStream().toArray(), false);
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
