package dev.afterimage.benchmark.prefill;

import java.util.List;

/** An implementation that reads a prompt and goes on greedily. */
interface Contender extends AutoCloseable {

    String name();

    /**
     * Reads the prompt into an empty cache, then decodes {@code steps} further tokens one by one.
     *
     * @param prompt token ids
     */
    Timed measure(int[] prompt, int steps);

    @Override
    void close();

    /**
     * @param prefillSeconds until the logits after the prompt are there
     * @param decodeSeconds  for all further tokens
     * @param tokens         greedy; the first one is the prompt's, so one more than was decoded
     */
    record Timed(double prefillSeconds, double decodeSeconds, List<Integer> tokens) { }
}
