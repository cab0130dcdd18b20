package dev.afterimage.model.speech;

/**
 * The tokens of a Whisper vocabulary that are no text. Text has the ids below {@code end}.
 *
 * @param timestamp the first of the times, 0.00 s; each further one is 0.02 s later, up to 30.00 s
 */
record SpeechTokens(int end, int start, int noSpeech, int noTimestamps, int timestamp) {

    /** English alone: no token names a language or a task. */
    static final SpeechTokens ENGLISH = new SpeechTokens(50256, 50257, 50361, 50362, 50363);

    static final int VOCABULARY = 51864;
    private static final double STEP = 0.02;

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
