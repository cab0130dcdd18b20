package dev.afterimage.model.runtime;

import java.util.Arrays;

/**
 * How many tokens each layer has in the cache. They differ once layers have recalled different blocks; from then on whatever is appended or
 * read comes to every layer, each at its own next position.
 */
public final class LayerLengths {

    private final int[] tokens;
    private int longest;
    /** {@link #longest} when the layers last recalled: what lies behind it is the same in all. */
    private int apartUntil;

    public LayerLengths(int layers) {
        tokens = new int[layers];
    }

    public int of(int layer) {
        return tokens[layer];
    }

    public int longest() {
        return longest;
    }

    /** @return (layers) */
    public int[] toArray() {
        return tokens.clone();
    }

    public void add(int count) {
        Arrays.setAll(tokens, layer -> tokens[layer] + count);
        longest += count;
    }

    /** After the layers recalled, each its own number of tokens. */
    public void set(int[] recalled) {
        System.arraycopy(recalled, 0, tokens, 0, tokens.length);
        longest = Arrays.stream(tokens).max().orElse(0);
        apartUntil = longest;
    }

    /** Takes as many tokens off every layer's end as the longest loses; within what they recalled, all are cut at the same position. */
    public void truncate(int length) {
        int behind = longest - Math.max(length, apartUntil);
        Arrays.setAll(tokens, layer -> Math.min(tokens[layer] - behind, length));
        longest = length;
        apartUntil = Math.min(apartUntil, length);
    }
}
