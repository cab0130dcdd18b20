package dev.afterimage.answering.ask;

import dev.afterimage.core.block.KeyValues;
import dev.afterimage.core.block.KvLayout;
import dev.afterimage.core.block.StoredKeyValues;
import dev.afterimage.core.model.LanguageModel;
import dev.afterimage.core.model.LanguageSession;
import dev.afterimage.core.model.LayerMemory;
import dev.afterimage.core.model.PromptPart;
import java.util.List;

/** Counts what a model's sessions compute and load, and is the model otherwise. */
final class CountingModel implements LanguageModel {

    private final LanguageModel model;
    long computed;
    long loaded;

    CountingModel(LanguageModel model) {
        this.model = model;
    }

    @Override
    public LanguageSession newSession(int capacity) {
        LanguageSession session = model.newSession(capacity);
        return new LanguageSession() {
            @Override
            public int length() {
                return session.length();
            }

            @Override
            public void append(StoredKeyValues block) {
                loaded += block.tokens();
                session.append(block);
            }

            @Override
            public KeyValues prefill(PromptPart part) {
                return session.prefill(part);
            }

            @Override
            public void read(PromptPart part) {
                session.read(part);
            }

            @Override
            public void recall(PromptPart part, LayerMemory memory) {
                session.recall(part, memory);
            }

            @Override
            public float[] logits() {
                return session.logits();
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
                computed += session.computedTokens();
                session.close();
            }
        };
    }

    @Override
    public String name() {
        return model.name();
    }

    @Override
    public String identity() {
        return model.identity();
    }

    @Override
    public KvLayout layout() {
        return model.layout();
    }

    @Override
    public int queryHeads() {
        return model.queryHeads();
    }

    @Override
    public int retrievalLayer() {
        return model.retrievalLayer();
    }

    @Override
    public int contextLength() {
        return model.contextLength();
    }

    @Override
    public int[] tokenize(String text) {
        return model.tokenize(text);
    }

    @Override
    public String detokenize(int[] ids) {
        return model.detokenize(ids);
    }

    @Override
    public List<Integer> endTokens() {
        return model.endTokens();
    }

    @Override
    public String chat(List<Message> messages, boolean addGenerationPrompt) {
        return model.chat(messages, addGenerationPrompt);
    }

    @Override
    public StoredKeyValues readied(StoredKeyValues stored) {
        return model.readied(stored);
    }

    @Override
    public List<float[]> queries(PromptPart part, List<Integer> layers) {
        return model.queries(part, layers);
    }

    @Override
    public void close() {
        model.close();
    }
}
