package dev.afterimage.answering.ask;

import dev.afterimage.answering.evidence.Sureness;
import dev.afterimage.answering.retrieval.RetrievalSettings;
import dev.afterimage.core.answer.Retrieval;

/**
 * How questions are answered.
 *
 * @param answerTokens most tokens the model may add of its own
 * @param textFloor    least cosine in the text index between a question and some note for the model to read an answer from the notes
 * @param yesMargin    how far (in logits) "Yes" must lead "No", or trail it, beyond what it does without any notes, to be believed
 * @param seenFloor    least {@link Sureness} of something for it to count as seen
 */
public record AskSettings(RetrievalSettings retrieval, int answerTokens, double textFloor, double yesMargin, double seenFloor) {

    public static final AskSettings DEFAULT = new AskSettings(RetrievalSettings.DEFAULT, 24, 0.45, 1.0, Sureness.FLOOR);

    public AskSettings(RetrievalSettings retrieval, int answerTokens, double textFloor, double yesMargin) {
        this(retrieval, answerTokens, textFloor, yesMargin, Sureness.FLOOR);
    }

    public AskSettings {
        if (answerTokens < 1) {
            throw new IllegalArgumentException("an answer of " + answerTokens + " tokens");
        }
    }

    /** With blocks chosen as {@code retrieval} says, where it says anything. */
    public AskSettings with(Retrieval retrieval) {
        return new AskSettings(this.retrieval.asked(retrieval, Integer.MAX_VALUE), answerTokens, textFloor, yesMargin, seenFloor);
    }
}
