package dev.afterimage.answering.retrieval;

import dev.afterimage.core.answer.Retrieval.Policy;
import dev.afterimage.core.answer.Retrieval;

/**
 * How blocks are chosen.
 *
 * @param tokenBudget  most tokens of stored blocks in an answer's context
 * @param recentBlocks newest blocks that {@link Policy#DEFAULT} always takes (SimpleStream, DSCache: most questions are
 *                     about now), and all that {@link Policy#RECENT} does
 * @param scoreMass    share of the fused score above the floor at which choosing stops (V-Rex's threshold on mass
 *                     instead of a fixed count), 0..1
 * @param blocks       most blocks in an answer's context; {@link Policy#REKV}'s k
 * @param sparing      whether a block that no other comes near ({@link Lead#alone()}) is read beside the newest one
 *                     only
 */
public record RetrievalSettings(Policy policy, int tokenBudget, int recentBlocks, double scoreMass, int blocks, boolean sparing) {

    /** For notes: they are short, and many say the same. */
    public static final RetrievalSettings DEFAULT = new RetrievalSettings(Policy.DEFAULT, 768, 4, 0.5);
    /** For pictures: ReKV's 64 blocks, as far as they fit. */
    public static final RetrievalSettings VISUAL = new RetrievalSettings(Policy.DEFAULT, 4096, 4, 0.5, 64);

    public RetrievalSettings {
        if (tokenBudget < 1 || recentBlocks < 0 || !(scoreMass > 0 && scoreMass <= 1) || blocks < 1) {
            throw new IllegalArgumentException("budget " + tokenBudget + ", recent " + recentBlocks + ", mass " + scoreMass + ", blocks "
                    + blocks);
        }
    }

    /** Not sparing. */
    public RetrievalSettings(Policy policy, int tokenBudget, int recentBlocks, double scoreMass, int blocks) {
        this(policy, tokenBudget, recentBlocks, scoreMass, blocks, false);
    }

    /** As many blocks as the budget allows. */
    public RetrievalSettings(Policy policy, int tokenBudget, int recentBlocks, double scoreMass) {
        this(policy, tokenBudget, recentBlocks, scoreMass, Integer.MAX_VALUE);
    }

    /**
     * What one question asks for in the place of what is set.
     *
     * @param room tokens that the model's context has for stored blocks; a question that wants {@link Policy#ALL} takes
     *             all of it unless it says how much
     */
    public RetrievalSettings asked(Retrieval question, int room) {
        Policy asked = question.policy().orElse(policy);
        boolean all = asked == Policy.ALL && policy != Policy.ALL || !question.given().isEmpty();
        int budget = question.tokens().orElse(all ? room : tokenBudget);
        int most = question.blocks().orElse(all ? Integer.MAX_VALUE : blocks);
        int recent = asked == Policy.RECENT ? question.blocks().orElse(recentBlocks) : recentBlocks;
        return new RetrievalSettings(asked, Math.max(1, Math.min(budget, room)), recent, scoreMass, most);
    }

    /**
     * As the pack wants it where nobody says otherwise: at most this many blocks by {@link Policy#DEFAULT}, fewer where
     * one says all. @param wanted 0 for as many as there is room for
     */
    public RetrievalSettings atMost(int wanted, Retrieval question) {
        boolean free = policy == Policy.DEFAULT && wanted > 0 && question.blocks().isEmpty() && question.given().isEmpty();
        return free ? new RetrievalSettings(policy, tokenBudget, recentBlocks, scoreMass, Math.min(blocks, wanted), true) : this;
    }

    /** With {@code tokens} of the budget taken by something else; a token is left. */
    public RetrievalSettings without(int tokens) {
        return new RetrievalSettings(policy, Math.max(1, tokenBudget - tokens), recentBlocks, scoreMass, blocks, sparing);
    }

    /** More of the best blocks than can fit, so that a long one may be passed over for the next. */
    int most() {
        return 2 * Math.min(blocks, Math.min(tokenBudget, Integer.MAX_VALUE / 2));
    }
}
