package dev.afterimage.answering.ask;

import dev.afterimage.core.answer.Deadline;
import dev.afterimage.core.block.KeyValues;
import dev.afterimage.core.block.KvCodec;
import dev.afterimage.core.block.StoredKeyValues;
import dev.afterimage.core.model.LanguageSession;
import dev.afterimage.core.model.LayerMemory;
import dev.afterimage.core.model.PromptPart;

/** A session that goes on only while somebody waits: before each block, each layer that recalls and each token it asks the deadline. */
record BoundedSession(LanguageSession session, Deadline deadline) implements LanguageSession {

    @Override
    public int length() {
        return session.length();
    }

    @Override
    public void append(StoredKeyValues block) {
        deadline.check();
        session.append(block);
    }

    @Override
    public KeyValues prefill(PromptPart part) {
        deadline.check();
        return session.prefill(part);
    }

    @Override
    public StoredKeyValues prefill(PromptPart part, KvCodec store) {
        deadline.check();
        return session.prefill(part, store);
    }

    @Override
    public void read(PromptPart part) {
        deadline.check();
        session.read(part);
    }

    @Override
    public void recall(PromptPart part, LayerMemory memory) {
        session.recall(part, (layer, queries) -> {
            deadline.check();
            return memory.recall(layer, queries);
        });
    }

    @Override
    public float[] logits() {
        return session.logits();
    }

    @Override
    public double[] weigh(int[] ids) {
        deadline.check();
        return session.weigh(ids);
    }

    @Override
    public void truncate(int length) {
        session.truncate(length);
    }

    @Override
    public long computedTokens() {
        return session.computedTokens();
    }

    @Override
    public void close() {
        session.close();
    }
}
