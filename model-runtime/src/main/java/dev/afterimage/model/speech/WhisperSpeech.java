package dev.afterimage.model.speech;

import dev.afterimage.core.encode.SpeechReader;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.model.Network;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.function.Supplier;

/**
 * Readers of speech: Silero VAD, which comes with this module (see NOTICE), before a Whisper pack. Both are loaded with the
 * first sound there is, and then serve every stream.
 */
public final class WhisperSpeech implements SpeechReader.Factory {

    private static final String SILERO = "/models/silero-vad-v6.onnx";

    private final Supplier<SpeechModel> loading;
    private final Network.Loader loader;
    private SpeechModel model;
    private Network silero;

    /** @param loading gives the model, asked once; the model is closed with this */
    public WhisperSpeech(Supplier<SpeechModel> loading, Network.Loader loader) {
        this.loading = loading;
        this.loader = loader;
    }

    private static byte[] bytes() {
        try (InputStream in = WhisperSpeech.class.getResourceAsStream(SILERO)) {
            if (in == null) {
                throw new AfterimageException(ErrorCode.MODEL_NOT_INSTALLED, "the network " + SILERO + " is not in this build",
                        "install Afterimage again");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + SILERO, e);
        }
    }

    @Override
    public synchronized SpeechReader create() {
        if (model == null) {
            silero = silero == null ? loader.load(bytes(), 1) : silero;
            model = loading.get();
        }
        return new WhisperSpeechReader(model, silero);
    }

    @Override
    public synchronized void close() {
        if (silero != null) {
            silero.close();
        }
        if (model != null) {
            model.close();
        }
    }
}
