package dev.afterimage.core.answer;

import dev.afterimage.core.block.BlockEntry;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A way to choose the stored blocks that a question's context is made of. It is registered by the name of its class in
 * {@code META-INF/services/dev.afterimage.core.answer.RetrievalPolicy}; {@code docs/extending.md} shows how. One object
 * serves all questions, so it must be safe for use by several threads.
 */
public interface RetrievalPolicy {

    /** By which questions, the configuration and evaluations name it: lower-case letters and dashes. */
    String name();

    /** What it does, in a line, for reports. */
    String description();

    /** Never called without blocks. */
    Choice choose(Candidates candidates);

    /**
     * @param order  indices of blocks, those wanted most first; taken as far as tokens and number allow
     * @param scores a score for each block, in their order, by which those that are read are compared
     */
    record Choice(List<Integer> order, double[] scores) {

        public Choice {
            order = List.copyOf(order);
        }
    }

    /** A question and the blocks that may be chosen. Scores are computed when they are first asked for. */
    interface Candidates {

        /** As it stands alone. */
        String question();

        /** In time order, none later than the question's moment. */
        List<BlockEntry> blocks();

        /** Numbers of the blocks that the answer rests on already. */
        Set<Long> wanted();

        /** Cosine of the question with each block's note; empty where blocks have no notes. */
        double[] text();

        /** What the pack's own probe says of each block. */
        double[] probe();

        /** Mean query against each block's mean key, summed over all layers: ReKV's score. */
        double[] meanKeys();

        /** How far, in seconds below 0, each block lies from the time that the question names; empty where it names none. */
        Optional<double[]> nearness();

        Limits limits();
    }

    /**
     * @param tokens most tokens of blocks in the context
     * @param blocks most blocks in it
     * @param recent newest blocks that are to be read in any case
     * @param mass   share of the score at which the product's own choice stops
     */
    record Limits(int tokens, int blocks, int recent, double mass) { }
}
