package dev.afterimage.core.model;

import dev.afterimage.core.block.KeyValues;
import dev.afterimage.core.block.KvCodec;
import dev.afterimage.core.block.StoredKeyValues;

/**
 * A KV cache at contiguous positions 0..length-1, growing at its end. Used by one thread at a time.
 */
public interface LanguageSession extends AutoCloseable {

    /** Tokens in the cache. */
    int length();

    /** Loads a stored block behind what is there: keys are rotated to the next positions, nothing is computed again. */
    void append(StoredKeyValues block);

    /**
     * Computes the tokens of {@code part} behind what is there.
     *
     * @return their KV, position-free, ready to be stored
     */
    KeyValues prefill(PromptPart part);

    /**
     * The same for a store.
     *
     * @return what the store will give back, in its form: made where it was computed, if this session can
     */
    default StoredKeyValues prefill(PromptPart part, KvCodec store) {
        return store.kept(prefill(part));
    }

    /** Computes the tokens and keeps them only in this session; quicker than {@link #prefill} where nothing is to be stored. */
    void read(PromptPart part);

    /**
     * ReKV's first pass: reads {@code part} layer by layer; each layer first asks {@code memory} with its queries and gets what it recalls
     * appended to its own cache at its next positions. Afterwards {@code part} itself is forgotten, and what was recalled stays, so that
     * {@link #read} can follow: layers may then hold different blocks, and {@link #length} is the longest layer's.
     */
    void recall(PromptPart part, LayerMemory memory);

    /** Logits after the last computed token: (vocabulary). Not after {@link #append} or {@link #truncate}. */
    float[] logits();

    /**
     * Reads tokens and says how likely each was to the model just before it came. Needs a computed token before them,
     * as {@link #logits} does.
     *
     * @return natural logarithms of probabilities, one a token
     */
    default double[] weigh(int[] ids) {
        double[] weights = new double[ids.length];
        for (int i = 0; i < ids.length; i++) {
            weights[i] = LogProbabilities.of(logits(), ids[i]);
            read(new PromptPart.Tokens(new int[] {ids[i]}));
        }
        return weights;
    }

    /**
     * Forgets every token from {@code length} on; where layers recalled different blocks, as many of each layer's last
     * as {@link #length} loses.
     */
    void truncate(int length);

    /** Tokens computed, not loaded, since this session began: what tests count to prove that stored blocks are not computed again. */
    long computedTokens();

    @Override
    void close();
}
