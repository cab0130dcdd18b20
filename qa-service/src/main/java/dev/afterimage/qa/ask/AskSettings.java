package dev.afterimage.qa.ask;

import dev.afterimage.core.Retrieval;
import dev.afterimage.memory.retrieval.RetrievalSettings;

/**
 * How questions are answered.
 *
 * @param answerTokens most tokens the model may add of its own
 * @param textFloor    least cosine in the text index between a question and some note for the model to read an answer from the notes
 * @param yesMargin    how far (in logits) "Yes" must lead "No", or trail it, beyond what it does without any notes, to be believed
 */
public record AskSettings(RetrievalSettings retrieval, int answerTokens, double textFloor, double yesMargin) {

    public static final AskSettings DEFAULT = new AskSettings(RetrievalSettings.DEFAULT, 24, 0.45, 1.0);

    public AskSettings {
        if (answerTokens < 1) {
            throw new IllegalArgumentException("an answer of " + answerTokens + " tokens");
        }
    }

    /** With blocks chosen as {@code retrieval} says, where it says anything. */
    public AskSettings with(Retrieval retrieval) {
        return new AskSettings(this.retrieval.asked(retrieval, Integer.MAX_VALUE), answerTokens, textFloor, yesMargin);
    }
}
