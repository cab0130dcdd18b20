package dev.afterimage.model.speech;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * The tokens of a Whisper vocabulary that are no text. Text has the ids below {@code end}.
 *
 * @param vocabulary how many tokens there are
 * @param languages  how many tokens behind {@code start} name a language; 0 for English alone
 * @param transcribe the task of writing down what was said, as it was said; 0 where there is but one
 * @param timestamp  the first of the times, 0.00 s; each further one is 0.02 s later, up to 30.00 s
 */
record SpeechTokens(int vocabulary, int end, int start, int languages, int transcribe, int noSpeech, int noTimestamps, int timestamp) {

    /** English alone: no token names a language or a task. */
    static final SpeechTokens ENGLISH = new SpeechTokens(51864, 50256, 50257, 0, 0, 50361, 50362, 50363);
    static final SpeechTokens MULTILINGUAL = new SpeechTokens(51865, 50257, 50258, 99, 50359, 50362, 50363, 50364);

    private static final double STEP = 0.02;

    /** Empty for a vocabulary of another size. */
    static Optional<SpeechTokens> of(int vocabulary) {
        return Stream.of(ENGLISH, MULTILINGUAL).filter(tokens -> tokens.vocabulary == vocabulary).findFirst();
    }

    /** The first token that names a language. */
    int firstLanguage() {
        return start + 1;
    }

    boolean language(int token) {
        return token >= firstLanguage() && token < firstLanguage() + languages;
    }

    boolean text(int token) {
        return token < end;
    }

    boolean time(int token) {
        return token >= timestamp;
    }

    /** Seconds from the window's start. */
    double seconds(int token) {
        return (token - timestamp) * STEP;
    }
}
