package dev.afterimage.model.speech;

import dev.afterimage.model.Generation;
import dev.afterimage.model.runtime.WhisperNetwork;
import java.util.ArrayList;
import java.util.List;

/** Greedy decoding of one window of sound. Safe for use by several threads. */
final class WhisperDecoder {

    private static final int MOST_TOKENS = 224;

    private final WhisperNetwork network;
    private final SpeechTokens tokens = SpeechTokens.ENGLISH;
    private final TimestampRules rules;

    WhisperDecoder(WhisperNetwork network, TimestampRules rules) {
        this.network = network;
        this.rules = rules;
    }

    /** @param mel (bands, frames) of {@link LogMel} */
    Transcript decode(float[] mel) {
        try (WhisperNetwork.Window window = network.encode(mel)) {
            float[] logits = window.read(tokens.start());
            double noSpeech = Math.exp(logits[tokens.noSpeech()] - TimestampRules.logSumExp(logits, 0));
            List<Integer> said = new ArrayList<>();
            double sum = 0;
            while (true) {
                rules.apply(logits, said);
                int best = Generation.best(logits);
                sum += logits[best] - TimestampRules.logSumExp(logits, 0);
                if (best == tokens.end() || said.size() == MOST_TOKENS - 1) {
                    return new Transcript(List.copyOf(said), noSpeech, sum / (said.size() + 1));
                }
                said.add(best);
                logits = window.read(best);
            }
        }
    }
}
