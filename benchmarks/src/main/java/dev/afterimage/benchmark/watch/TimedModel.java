package dev.afterimage.benchmark.watch;

import dev.afterimage.core.block.KeyValues;
import dev.afterimage.core.block.KvCodec;
import dev.afterimage.core.block.KvLayout;
import dev.afterimage.core.block.StoredKeyValues;
import dev.afterimage.core.model.LanguageModel;
import dev.afterimage.core.model.LanguageSession;
import dev.afterimage.core.model.LayerMemory;
import dev.afterimage.core.model.MemoryBridge;
import dev.afterimage.core.model.PromptPart;
import dev.afterimage.core.model.RetrievalProbe;
import dev.afterimage.core.model.VisionTower;
import dev.afterimage.core.model.VisualLayout;
import java.util.List;
import java.util.Optional;

/** A model whose sessions and eyes are timed. */
record TimedModel(LanguageModel model, StageClock clock) implements LanguageModel {

    @Override
    public LanguageSession newSession(int capacity) {
        return new TimedSession(model.newSession(capacity), clock);
    }

    @Override
    public LanguageSession newRecallingSession(int capacity) {
        return new TimedSession(model.newRecallingSession(capacity), clock);
    }

    @Override
    public Optional<VisionTower> vision() {
        return model.vision().map(tower -> new TimedTower(tower, clock));
    }

    @Override
    public Optional<MemoryBridge> bridge() {
        return model.bridge();
    }

    @Override
    public RetrievalProbe probe() {
        return model.probe();
    }

    @Override
    public int windowTokens() {
        return model.windowTokens();
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

    private record TimedTower(VisionTower tower, StageClock clock) implements VisionTower {

        @Override
        public Seen see(int width, int height, byte[] rgb) {
            return clock.time(Stage.TOWER, () -> tower.see(width, height, rgb));
        }

        @Override
        public int rows() {
            return tower.rows();
        }

        @Override
        public int columns() {
            return tower.columns();
        }

        @Override
        public int width() {
            return tower.width();
        }

        @Override
        public VisualLayout layout() {
            return tower.layout();
        }
    }

    private record TimedSession(LanguageSession session, StageClock clock) implements LanguageSession {

        @Override
        public KeyValues prefill(PromptPart part) {
            return clock.time(Stage.PREFILL, () -> session.prefill(part));
        }

        @Override
        public StoredKeyValues prefill(PromptPart part, KvCodec store) {
            return clock.time(Stage.PREFILL, () -> session.prefill(part, store));
        }

        @Override
        public void append(StoredKeyValues block) {
            clock.time(Stage.WINDOW, () -> session.append(block));
        }

        @Override
        public int length() {
            return session.length();
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
            session.close();
        }
    }
}
