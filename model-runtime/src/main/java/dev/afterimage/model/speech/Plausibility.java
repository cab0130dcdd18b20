package dev.afterimage.model.speech;

import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;

/** Whether decoded words are to be believed: Whisper writes words over silence and noise, and sometimes turns in circles. */
final class Plausibility {

    /** Above this the model itself says that nobody spoke: 0.86 and more on silence and noise, 0.03 at most on speech. */
    private static final double NO_SPEECH = 0.6;
    /** Mean log-probability below which words are guesses; speech has -0.2 to -0.5. */
    private static final double GUESSED = -1.2;
    /** Text that packs smaller than this goes round in circles. */
    private static final double CIRCLES = 2.4;

    private Plausibility() { }

    static boolean of(String text, Transcript transcript) {
        return transcript.noSpeech() <= NO_SPEECH && transcript.confidence() >= GUESSED && compression(text) <= CIRCLES
                && text.codePoints().anyMatch(Character::isLetterOrDigit);
    }

    /** How many times smaller a text becomes when it is compressed. */
    static double compression(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Deflater deflater = new Deflater();
        try {
            deflater.setInput(bytes);
            deflater.finish();
            byte[] packed = new byte[bytes.length + 64];
            return (double) bytes.length / deflater.deflate(packed);
        } finally {
            deflater.end();
        }
    }
}
