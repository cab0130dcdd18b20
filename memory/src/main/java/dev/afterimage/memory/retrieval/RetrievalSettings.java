package dev.afterimage.memory.retrieval;

import java.util.Locale;

/**
 * How blocks are chosen.
 *
 * @param tokenBudget  most tokens of stored blocks in an answer's context
 * @param recentBlocks newest blocks that are always in (SimpleStream, DSCache: most questions are about now)
 * @param scoreMass    share of the fused score above the floor at which choosing stops (V-Rex's threshold on mass instead of a fixed count), 0..1
 */
public record RetrievalSettings(Policy policy, int tokenBudget, int recentBlocks, double scoreMass) {

    public enum Policy {
        /** ReKV as published: mean key against mean query. */
        REKV,
        /** Late interaction, text index, words of time and recency, fused. */
        DEFAULT,
        /** Evenly over the stream, blind to the question. */
        UNIFORM,
        /** Only the newest. */
        RECENT,
        /** All that fit, newest first. */
        ALL;

        public static Policy of(String name) {
            return valueOf(name.toUpperCase(Locale.ROOT));
        }
    }

    public static final RetrievalSettings DEFAULT = new RetrievalSettings(Policy.DEFAULT, 768, 4, 0.5);

    public RetrievalSettings {
        if (tokenBudget < 1 || recentBlocks < 0 || !(scoreMass > 0 && scoreMass <= 1)) {
            throw new IllegalArgumentException("budget " + tokenBudget + ", recent " + recentBlocks + ", mass " + scoreMass);
        }
    }
}
