package dev.afterimage.model.speech;

import dev.afterimage.model.Generation;
import dev.afterimage.model.runtime.WhisperNetwork;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Greedy decoding of one window of sound. A model of many languages is first asked which one it hears, as it was trained
 * to say. Safe for use by several threads.
 */
final class WhisperDecoder {

    private static final int MOST_TOKENS = 224;
    /** What is less likely than this is no language that was recognised. */
    private static final double RECOGNISED = 0.5;

    private final WhisperNetwork network;
    private final SpeechTokens tokens;
    private final TimestampRules rules;

    WhisperDecoder(WhisperNetwork network, SpeechTokens tokens, TimestampRules rules) {
        this.network = network;
        this.tokens = tokens;
        this.rules = rules;
    }

    /**
     * @param mel   (bands, frames) of {@link LogMel}
     * @param usual token of the language that was spoken before, for sound in which none is recognised; 0 for none
     */
    Transcript decode(float[] mel, int usual) {
        try (WhisperNetwork.Window window = network.encode(mel)) {
            float[] logits = window.read(tokens.start());
            double noSpeech = Math.exp(logits[tokens.noSpeech()] - TimestampRules.logSumExp(logits, 0));
            int language = tokens.languages() == 0 ? 0 : language(logits, usual);
            if (language > 0) {
                window.read(language);
                logits = window.read(tokens.transcribe());
            }
            List<Integer> said = new ArrayList<>();
            double sum = 0;
            while (true) {
                rules.apply(logits, said);
                int best = Generation.best(logits);
                sum += logits[best] - TimestampRules.logSumExp(logits, 0);
                if (best == tokens.end() || said.size() == MOST_TOKENS - 1) {
                    return new Transcript(List.copyOf(said), noSpeech, sum / (said.size() + 1), language);
                }
                said.add(best);
                logits = window.read(best);
            }
        }
    }

    /** The likeliest language. @param logits after the start token */
    private int language(float[] logits, int usual) {
        float[] languages = Arrays.copyOfRange(logits, tokens.firstLanguage(), tokens.firstLanguage() + tokens.languages());
        int best = Generation.best(languages);
        double share = Math.exp(languages[best] - TimestampRules.logSumExp(languages, 0));
        return share < RECOGNISED && tokens.language(usual) ? usual : tokens.firstLanguage() + best;
    }
}
