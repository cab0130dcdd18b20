package dev.afterimage.core.model;

import java.util.BitSet;
import java.util.List;

/**
 * A trained model that reads a question and writes what it asks, one step after another: a symbol of a closed list, or one of the
 * question's words. It knows nothing of what the symbols mean and of which may follow; the caller does. Safe for use by several threads.
 */
public interface QuestionReader {

    /**
     * @param words of the question; empty where a place is no word
     * @param facts bit for bit what is known of each word
     */
    Reading read(List<String> words, List<BitSet> facts);

    /** One question being read. For one thread. */
    interface Reading {

        /**
         * How likely each step is the next, of those that may be.
         *
         * @param allowed symbols, and words behind them: bit {@code symbols + i} is word {@code i}; at least one
         * @return for each symbol, then for each word; 0 of what is not allowed, and 1 in all
         */
        float[] chances(BitSet allowed);

        /** Goes on with a step: a symbol, or {@code symbols + i}. */
        void take(int step);
    }
}
