package dev.afterimage.model.speech;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.evidence.Utterance;
import dev.afterimage.core.frame.Sound;
import dev.afterimage.model.format.PackFiles;
import dev.afterimage.model.format.Precision;
import dev.afterimage.model.runtime.WhisperNetwork;
import dev.afterimage.model.tokenizer.PackTokenizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A speech pack, loaded: sound in, words with times out. Safe for use by several threads. */
public final class SpeechModel implements AutoCloseable {

    /** Longest stretch read at once, seconds. */
    private static final double WINDOW_SECONDS = 30;

    /** A rest shorter than this says nothing, seconds. */
    private static final double LEAST_REST = 0.5;

    /**
     * @param language token of the language that was spoken; 0 for a model of English alone, or where none is known yet
     */
    record Heard(List<Utterance> said, int language) { }

    private final SpeechTokens tokens;
    private final WhisperNetwork network;
    private final PackTokenizer tokenizer;
    private final WhisperDecoder decoder;

    /** Loads without checking; {@link SpeechPacks} checks. */
    SpeechModel(Path directory, SpeechPackDescription pack, Precision precision, int threads) {
        this.tokens = SpeechTokens.of(pack.shape().vocabulary()).orElseThrow(() -> new AfterimageException(ErrorCode.MODEL_UNSUPPORTED,
                directory + " has " + pack.shape().vocabulary() + " tokens, and Whisper's have " + SpeechTokens.ENGLISH.vocabulary()
                        + " or " + SpeechTokens.MULTILINGUAL.vocabulary(), "delete the directory and pull the pack again"));
        this.tokenizer = new PackTokenizer(directory.resolve(PackFiles.TOKENIZER));
        try {
            this.network = new WhisperNetwork(pack.shape(), directory.resolve(precision.label()), threads);
        } catch (RuntimeException e) {
            tokenizer.close();
            throw e;
        }
        this.decoder = new WhisperDecoder(network, tokens, new TimestampRules(tokens, pack.never(), pack.notFirst()));
    }

    /** @param samples -1..1, 16 kHz, at most 30 s */
    Transcript decode(float[] samples) {
        return decode(samples, 0);
    }

    /** @param usual the language before; 0 for none */
    Transcript decode(float[] samples, int usual) {
        return decoder.decode(new LogMel().of(samples), usual);
    }

    /** Raw logits after the start token. */
    float[] firstLogits(float[] samples) {
        try (WhisperNetwork.Window window = network.encode(new LogMel().of(samples))) {
            return window.read(tokens.start());
        }
    }

    /**
     * What is said in a stretch of sound, window by window. What is no speech, or no sense (see {@link Plausibility}), is left out.
     *
     * @param samples -1..1, 16 kHz
     * @param seconds time of the first sample
     */
    public List<Utterance> transcribe(float[] samples, double seconds) {
        return transcribe(samples, seconds, 0).said();
    }

    /** The same. @param usual the language before, for sound in which none is recognised; 0 for none */
    Heard transcribe(float[] samples, double seconds, int usual) {
        List<Utterance> said = new ArrayList<>();
        int language = usual;
        double whole = (double) samples.length / Sound.SAMPLE_RATE;
        for (double at = 0; at == 0 || whole - at >= LEAST_REST;) {
            double window = Math.min(WINDOW_SECONDS, whole - at);
            int from = (int) Math.round(at * Sound.SAMPLE_RATE);
            Transcript transcript = decode(Arrays.copyOfRange(samples, from, Math.min(samples.length, from + LogMel.SAMPLES)), language);
            for (Transcript.Segment segment : transcript.segments(tokens)) {
                String text = tokenizer.detokenize(segment.text()).strip();
                if (Plausibility.of(text, transcript)) {
                    language = transcript.language();
                    said.add(utterance(segment, text, transcript, seconds + at, window));
                }
            }
            double consumed = transcript.consumed(tokens, window);
            at += consumed > 0 ? consumed : window;
        }
        return new Heard(said, language);
    }

    private static Utterance utterance(Transcript.Segment segment, String text, Transcript transcript, double offset, double window) {
        double start = Math.min(segment.start(), window);
        double end = Double.isNaN(segment.end()) ? window : Math.max(start, Math.min(segment.end(), window));
        return new Utterance(offset + start, offset + end, text, Math.exp(transcript.confidence()));
    }

    @Override
    public void close() {
        tokenizer.close();
        network.close();
    }
}
