package dev.afterimage.model.speech;

import dev.afterimage.core.AfterimageException;
import dev.afterimage.core.ErrorCode;
import dev.afterimage.core.Network;
import dev.afterimage.core.SpeechReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Readers of speech: Silero VAD, which comes with this module (see NOTICE), before a Whisper pack. Both are loaded once and serve every stream. */
public final class WhisperSpeech implements SpeechReader.Factory {

    private static final String SILERO = "/models/silero-vad-v6.onnx";

    private final SpeechModel model;
    private final Network silero;

    /** @param model is closed with this */
    public WhisperSpeech(SpeechModel model, Network.Loader loader) {
        this.model = model;
        this.silero = loader.load(bytes(), 1);
    }

    private static byte[] bytes() {
        try (InputStream in = WhisperSpeech.class.getResourceAsStream(SILERO)) {
            if (in == null) {
                throw new AfterimageException(ErrorCode.MODEL_NOT_INSTALLED, "the network " + SILERO + " is not in this build", "install Afterimage again");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + SILERO, e);
        }
    }

    @Override
    public SpeechReader create() {
        return new WhisperSpeechReader(model, silero);
    }

    @Override
    public void close() {
        silero.close();
        model.close();
    }
}
