package dev.afterimage.core;

/**
 * An answer with what it cost.
 *
 * @param at the moment the question was answered for, seconds
 */
public record Reply(Answer answer, Usage usage, Timings timings, String model, double at) {

    /**
     * @param promptTokens    tokens in the context, loaded and computed
     * @param retrievedTokens tokens loaded from stored blocks
     */
    public record Usage(int promptTokens, int retrievedBlocks, int retrievedTokens, int completionTokens) { }

    /** Milliseconds. {@code firstToken} and {@code total} count from the question's arrival. */
    public record Timings(double retrieve, double load, double firstToken, double total) { }
}
