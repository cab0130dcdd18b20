package dev.afterimage.answering.ask;

import dev.afterimage.answering.retrieval.Lead;
import dev.afterimage.answering.retrieval.RetrievalSettings;
import dev.afterimage.core.answer.Retrieval;
import java.util.Optional;

/**
 * How a model that looks at the frames answers.
 *
 * @param answerTokens most tokens of an answer
 * @param unseenMargin how far (in log-probability of its first token) saying that it was not seen may trail the answer
 *                     and still be believed, of packs that have words for it, where retrieval doesn't say how far the
 *                     best block stands out ({@link #unseenMargin(Optional)})
 * @param candidates   blocks that an answer is weighed against one by one to see which it rests on
 * @param cited        most moments cited
 * @param evidenceTokens most tokens of evidence that stands as text beside the pictures a question is read from
 */
public record VisualSettings(RetrievalSettings retrieval, int answerTokens, double unseenMargin, int candidates, int cited,
        int evidenceTokens) {

    private static final double CERTAIN_LEAD = 16;
    private static final double MARGIN_PER_LEAD = 0.5;
    private static final double MOST_MARGIN = 4;

    public static final VisualSettings DEFAULT = new VisualSettings(RetrievalSettings.VISUAL, 48, 2, 6, 3);

    private static final int EVIDENCE_TOKENS = 256;

    /** With as much evidence as by default. */
    public VisualSettings(RetrievalSettings retrieval, int answerTokens, double unseenMargin, int candidates, int cited) {
        this(retrieval, answerTokens, unseenMargin, candidates, cited, EVIDENCE_TOKENS);
    }

    public VisualSettings {
        if (answerTokens < 1 || candidates < 1 || cited < 1) {
            throw new IllegalArgumentException("an answer of " + answerTokens + " tokens, of " + candidates + " candidates " + cited
                    + " cited");
        }
    }

    /**
     * How far "not seen" may trail: a model asked for what a stream never showed names something else now and then, and
     * then no block matches the question far better than all others do. Two nats at a lead of 12, half a nat less for
     * each that it leads by more; by measurement (docs/log).
     */
    double unseenMargin(Optional<Lead> lead) {
        return lead.map(known -> Math.min(known.alone() ? unseenMargin : MOST_MARGIN,
                Math.max(0, MARGIN_PER_LEAD * (CERTAIN_LEAD - known.overMean())))).orElse(unseenMargin);
    }

    /** With blocks chosen as {@code retrieval} says, where it says anything. */
    public VisualSettings with(Retrieval retrieval) {
        return new VisualSettings(this.retrieval.asked(retrieval, Integer.MAX_VALUE), answerTokens, unseenMargin, candidates, cited,
                evidenceTokens);
    }
}
