package dev.afterimage.core.answer;

import java.util.Optional;

/**
 * An answer with what it cost.
 *
 * @param at         the moment the question was answered for, seconds
 * @param understood how the question was understood; empty where it was handed to the model as it was asked
 */
public record Reply(Answer answer, Usage usage, Timings timings, String model, double at, Optional<Understood> understood) {

    /** The answer to a question that was handed to the model as it was asked. */
    public Reply(Answer answer, Usage usage, Timings timings, String model, double at) {
        this(answer, usage, timings, model, at, Optional.empty());
    }

    /**
     * @param promptTokens    tokens in the context, loaded and computed
     * @param retrievedTokens tokens loaded from stored blocks
     */
    public record Usage(int promptTokens, int retrievedBlocks, int retrievedTokens, int completionTokens) { }

    /** Milliseconds. {@code firstToken} and {@code total} count from the question's arrival. */
    public record Timings(double retrieve, double load, double firstToken, double total) { }
}
