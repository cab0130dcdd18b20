package dev.afterimage.qa.ask;

import dev.afterimage.core.Retrieval;
import dev.afterimage.memory.retrieval.RetrievalSettings;

/**
 * How a model that looks at the frames answers.
 *
 * @param answerTokens most tokens of an answer
 * @param unseenMargin how far (in log-probability of its first token) saying that it was not seen may trail the answer and still be believed;
 *                     two nats by measurement (docs/LOG.md), of packs that have words for it
 * @param candidates   blocks that an answer is weighed against one by one to see which it rests on
 * @param cited        most moments cited
 */
public record VisualSettings(RetrievalSettings retrieval, int answerTokens, double unseenMargin, int candidates, int cited) {

    public static final VisualSettings DEFAULT = new VisualSettings(RetrievalSettings.VISUAL, 48, 2, 6, 3);

    public VisualSettings {
        if (answerTokens < 1 || candidates < 1 || cited < 1) {
            throw new IllegalArgumentException("an answer of " + answerTokens + " tokens, of " + candidates + " candidates " + cited + " cited");
        }
    }

    /** With blocks chosen as {@code retrieval} says, where it says anything. */
    public VisualSettings with(Retrieval retrieval) {
        return new VisualSettings(this.retrieval.asked(retrieval, Integer.MAX_VALUE), answerTokens, unseenMargin, candidates, cited);
    }
}
