package dev.afterimage.core.model;

import dev.afterimage.core.block.KvLayout;
import dev.afterimage.core.block.StoredKeyValues;
import java.util.List;
import java.util.Optional;

/**
 * A loaded language model: read-only and shared; what changes lives in {@link LanguageSession}. Safe for use by several threads.
 */
public interface LanguageModel extends AutoCloseable {

    /** For packs that name no window of their own, in tokens. Notes are short: this is about a minute of change upon change. */
    int DEFAULT_WINDOW_TOKENS = 1024;

    /** The pack's name, e.g. {@code notes-135m}. */
    String name();

    /** SHA-256, hex, over weights, tokenizer, precision and layout version: KV of another identity is never loaded. */
    String identity();

    KvLayout layout();

    /** Query heads; a multiple of {@code layout().kvHeads()}. */
    int queryHeads();

    /** The layer whose keys and queries carry late interaction; a property of the pack, measured. */
    int retrievalLayer();

    /**
     * What finds this model's blocks; unless the pack says otherwise, late interaction in {@link #retrievalLayer} with
     * keys never trained for it.
     */
    default RetrievalProbe probe() {
        return new RetrievalProbe(RetrievalProbe.Kind.DISTINCTIVE, List.of(retrievalLayer()));
    }

    /** The eyes of a vision-language model; empty for one that reads text alone. */
    default Optional<VisionTower> vision() {
        return Optional.empty();
    }

    /** What remembers a whole stream for this model; empty for a pack that was trained without. */
    default Optional<MemoryBridge> bridge() {
        return Optional.empty();
    }

    /** ReKV's {@code n_local} as the pack wants it: most tokens of the window a block is prefilled in, the block included. */
    default int windowTokens() {
        return DEFAULT_WINDOW_TOKENS;
    }

    /** What this model says when what it is asked about was not to be seen; empty when it was not taught to. */
    default Optional<String> notSeen() {
        return Optional.empty();
    }

    /** Whether its layers run one by one, so that each can {@link LanguageSession#recall} blocks of its own. */
    default boolean recallsByLayer() {
        return false;
    }

    /** Longest context in tokens. */
    int contextLength();

    int[] tokenize(String text);

    String detokenize(int[] ids);

    /** Ids that end a turn. */
    List<Integer> endTokens();

    /** The checkpoint's own chat template applied, as text with special tokens written out. */
    String chat(List<Message> messages, boolean addGenerationPrompt);

    /**
     * Readies what was read from a store for being loaded into a session, on another thread than the session's: turns it into numbers,
     * unless this model's sessions take it as it is kept.
     */
    default StoredKeyValues readied(StoredKeyValues stored) {
        return stored.decoded();
    }

    /** For one stream's token keys, to be matched where this model computes; empty where that is no quicker than here. */
    default Optional<TokenKeys> tokenKeys() {
        return Optional.empty();
    }

    /** A fresh, empty cache that holds at most {@code capacity} tokens. */
    LanguageSession newSession(int capacity);

    /**
     * The same over the same KV, for a context that begins with recurrent memory: what it computes, it computes as the
     * model was taught to read that (by an activated LoRA, for one). Blocks are found and prefilled without, so that
     * they serve both.
     */
    default LanguageSession newRecallingSession(int capacity) {
        return newSession(capacity);
    }

    /**
     * Queries before RoPE of the given tokens, read on their own: ReKV's first pass. One run gives those of all layers asked for.
     *
     * @return for each of the layers, in their order, (tokens, queryHeads, headDim)
     */
    List<float[]> queries(PromptPart part, List<Integer> layers);

    /** Those of one layer. */
    default float[] queries(PromptPart part, int layer) {
        return queries(part, List.of(layer)).get(0);
    }

    @Override
    void close();

    /** @param role {@code system}, {@code user} or {@code assistant} */
    record Message(String role, String content) { }
}
