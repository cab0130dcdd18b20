package dev.afterimage.qa.ask;

import dev.afterimage.core.AfterimageException;
import dev.afterimage.core.BlockEntry;
import dev.afterimage.core.ErrorCode;
import dev.afterimage.core.LanguageModel;
import dev.afterimage.core.LanguageSession;
import dev.afterimage.core.MemoryBridge;
import dev.afterimage.core.PromptPart;
import dev.afterimage.core.SegmentStore;
import dev.afterimage.core.StreamId;
import dev.afterimage.memory.prompt.StreamPrompt;
import dev.afterimage.memory.retrieval.BlockIndex.Retrieved;
import dev.afterimage.memory.retrieval.LayerChoices;
import dev.afterimage.memory.retrieval.ReadAhead;
import dev.afterimage.memory.retrieval.RetrievalSettings;
import dev.afterimage.memory.retrieval.StreamIndex;
import java.util.List;
import java.util.Optional;

/**
 * Sessions filled from stored blocks behind the pinned prompt: no block is computed anew. Where the model has a bridge, its memory tokens stand before
 * the blocks; they are stored as what the model reads, a seventh of their KV's size, and computed with the question.
 */
final class Context {

    private final SegmentStore store;
    private final LanguageModel model;
    private final StreamPrompt prompt;

    Context(SegmentStore store, LanguageModel model, StreamPrompt prompt) {
        this.store = store;
        this.model = model;
        this.prompt = prompt;
    }

    /** A session of the pinned prompt alone. @param more tokens that are to follow */
    LanguageSession pinned(int more) {
        return pinned(false, more);
    }

    /** The same. @param recalling whether {@link #memory} is to be read in it */
    LanguageSession pinned(boolean recalling, int more) {
        int capacity = prompt.pinnedKeyValues().tokens() + more;
        if (capacity > model.contextLength()) {
            throw new AfterimageException(ErrorCode.MODEL_CONTEXT_FULL, "the question and what it is asked of take " + capacity + " tokens, " + model.name()
                    + " reads " + model.contextLength(), "ask a shorter question");
        }
        LanguageSession session = recalling ? model.newRecallingSession(capacity) : model.newSession(capacity);
        session.append(prompt.pinnedKeyValues());
        return session;
    }

    /** Tokens that stored blocks may take beside a question and its answer. */
    int room(int questionTokens, int answerTokens) {
        return Math.max(1, model.contextLength() - prompt.pinnedKeyValues().tokens() - questionTokens - answerTokens);
    }

    int tokens(PromptPart question) {
        return model.tokenize(((PromptPart.Text) question).text()).length;
    }

    /**
     * What the model remembers of the stream up to and with its newest block that may be looked at; empty where it has no bridge.
     *
     * @param whole whether only if nothing of it was forgotten
     */
    Optional<PromptPart> memory(StreamId stream, List<BlockEntry> blocks, boolean whole) {
        if (model.bridge().isEmpty() || blocks.isEmpty()) {
            return Optional.empty();
        }
        MemoryBridge bridge = model.bridge().get();
        return store.memory(stream, blocks.get(blocks.size() - 1).number()).filter(memory -> !whole || bridge.whole(memory)).map(bridge::part);
    }

    /** Tokens that {@link #memory} takes. */
    int memoryTokens() {
        return model.bridge().map(bridge -> model.tokenize(bridge.before()).length + bridge.tokens()).orElse(0);
    }

    /** Loads blocks for all layers; the next is read while one is turned to its positions. */
    void load(LanguageSession session, StreamId stream, List<BlockEntry> blocks) {
        try (ReadAhead reads = new ReadAhead(store, stream)) {
            reads.blocks(blocks.stream().map(BlockEntry::number).toList(), session::append);
        }
    }

    /** Lets every layer load what it chooses for the bare question. */
    Retrieved recall(LanguageSession session, StreamId stream, PromptPart bare, StreamIndex.Blocks blocks, RetrievalSettings settings) {
        try (ReadAhead reads = new ReadAhead(store, stream)) {
            LayerChoices choices = new LayerChoices(model, blocks, settings, reads);
            session.recall(bare, choices);
            return choices.retrieved();
        }
    }
}
