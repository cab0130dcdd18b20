package dev.afterimage.answering.ask;

import dev.afterimage.answering.retrieval.BlockIndex.Retrieved;
import dev.afterimage.answering.retrieval.LayerChoices;
import dev.afterimage.answering.retrieval.ReadAhead;
import dev.afterimage.answering.retrieval.RetrievalSettings;
import dev.afterimage.answering.retrieval.StreamIndex;
import dev.afterimage.core.answer.Deadline;
import dev.afterimage.core.block.BlockEntry;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.model.LanguageModel;
import dev.afterimage.core.model.LanguageSession;
import dev.afterimage.core.model.MemoryBridge;
import dev.afterimage.core.model.PromptPart;
import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.memory.prompt.StreamPrompt;
import java.util.List;
import java.util.Optional;

/**
 * Sessions filled from stored blocks behind the pinned prompt: no block is computed again. Where the model has a bridge,
 * its memory tokens stand before the blocks; they are stored as what the model reads, a seventh of their KV's size, and
 * computed with the question.
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
    LanguageSession pinned(int more, Deadline deadline) {
        return pinned(false, more, deadline);
    }

    /** The same. @param recalling whether {@link #memory} is to be read in it */
    LanguageSession pinned(boolean recalling, int more, Deadline deadline) {
        deadline.check();
        int capacity = prompt.pinnedKeyValues().tokens() + more;
        if (capacity > model.contextLength()) {
            throw new AfterimageException(ErrorCode.MODEL_CONTEXT_FULL, "the question and its context take " + capacity + " tokens, and "
                    + model.name()
                    + " reads at most " + model.contextLength(), "ask a shorter question");
        }
        LanguageSession session = recalling ? model.newRecallingSession(capacity) : model.newSession(capacity);
        session.append(prompt.pinnedKeyValues());
        return new BoundedSession(session, deadline);
    }

    /** Tokens that stored blocks may take beside a question and its answer. */
    int room(int questionTokens, int answerTokens) {
        return Math.max(1, model.contextLength() - prompt.pinnedKeyValues().tokens() - questionTokens - answerTokens);
    }

    /** The same where nothing may be left. */
    int left(int taken, int answerTokens) {
        return Math.max(0, model.contextLength() - prompt.pinnedKeyValues().tokens() - taken - answerTokens);
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
        return store.memory(stream, blocks.get(blocks.size() - 1).number()).filter(memory -> !whole || bridge.whole(memory))
                .map(bridge::part);
    }

    /** Whether a block can be read: its KV may have been removed for space. */
    boolean kept(StreamId stream, long number) {
        return number >= store.firstKept(stream);
    }

    /** Tokens that {@link #memory} takes. */
    int memoryTokens() {
        return model.bridge().map(bridge -> model.tokenize(bridge.before()).length + bridge.tokens()).orElse(0);
    }

    /** Loads blocks for all layers; the next is read while one is turned to its positions or copied to a device. */
    void load(LanguageSession session, StreamId stream, List<BlockEntry> blocks) {
        try (ReadAhead reads = new ReadAhead(store, stream, model::readied)) {
            reads.blocks(blocks.stream().map(BlockEntry::number).toList(), session::append);
        }
    }

    /** Lets every layer load what it chooses for the bare question. */
    Retrieved recall(LanguageSession session, StreamId stream, PromptPart bare, StreamIndex.Blocks blocks, RetrievalSettings settings) {
        try (ReadAhead reads = new ReadAhead(store, stream, model::readied)) {
            LayerChoices choices = new LayerChoices(model, blocks, settings, reads);
            session.recall(bare, choices);
            return choices.retrieved();
        }
    }
}
