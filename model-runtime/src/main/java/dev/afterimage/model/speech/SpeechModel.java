package dev.afterimage.model.speech;

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

    private static final SpeechTokens TOKENS = SpeechTokens.ENGLISH;
    /** A rest shorter than this says nothing, seconds. */
    private static final double LEAST_REST = 0.5;

    private final WhisperNetwork network;
    private final PackTokenizer tokenizer;
    private final WhisperDecoder decoder;

    /** Loads without checking; {@link SpeechPacks} checks. */
    SpeechModel(Path directory, SpeechPackDescription pack, Precision precision, int threads) {
        this.tokenizer = new PackTokenizer(directory.resolve(PackFiles.TOKENIZER));
        try {
            this.network = new WhisperNetwork(pack.shape(), directory.resolve(precision.label()), threads);
        } catch (RuntimeException e) {
            tokenizer.close();
            throw e;
        }
        this.decoder = new WhisperDecoder(network, new TimestampRules(TOKENS, pack.never(), pack.notFirst()));
    }

    /** @param samples -1..1, 16 kHz, at most 30 s */
    Transcript decode(float[] samples) {
        return decoder.decode(new LogMel().of(samples));
    }

    /** Raw logits after the start token. */
    float[] firstLogits(float[] samples) {
        try (WhisperNetwork.Window window = network.encode(new LogMel().of(samples))) {
            return window.read(TOKENS.start());
        }
    }

    /**
     * What is said in a stretch of sound, window by window. What is no speech, or no sense (see {@link Plausibility}), is left out.
     *
     * @param samples -1..1, 16 kHz
     * @param seconds time of the first sample
     */
    public List<Utterance> transcribe(float[] samples, double seconds) {
        List<Utterance> said = new ArrayList<>();
        double whole = (double) samples.length / Sound.SAMPLE_RATE;
        for (double at = 0; at == 0 || whole - at >= LEAST_REST;) {
            double window = Math.min(WINDOW_SECONDS, whole - at);
            int from = (int) Math.round(at * Sound.SAMPLE_RATE);
            Transcript transcript = decode(Arrays.copyOfRange(samples, from, Math.min(samples.length, from + LogMel.SAMPLES)));
            for (Transcript.Segment segment : transcript.segments(TOKENS)) {
                String text = tokenizer.detokenize(segment.text()).strip();
                if (Plausibility.of(text, transcript)) {
                    said.add(utterance(segment, text, transcript, seconds + at, window));
                }
            }
            double consumed = transcript.consumed(TOKENS, window);
            at += consumed > 0 ? consumed : window;
        }
        return said;
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
