package dev.afterimage.model.pack;

import dev.afterimage.core.block.KvLayout;
import dev.afterimage.core.block.StoredKeyValues;
import dev.afterimage.core.model.LanguageModel;
import dev.afterimage.core.model.LanguageSession;
import dev.afterimage.core.model.MemoryBridge;
import dev.afterimage.core.model.PromptPart;
import dev.afterimage.core.model.RetrievalProbe;
import dev.afterimage.core.model.TokenKeys;
import dev.afterimage.core.model.VisionTower;
import dev.afterimage.core.model.VisualLayout;
import dev.afterimage.model.format.PackDescription;
import dev.afterimage.model.format.PackIdentity;
import dev.afterimage.model.format.Precision;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A pack of which only the description is read until its weights are needed: most questions are answered from evidence, and loading
 * a language model takes longer than all else that such an answer takes. Safe for use by several threads.
 */
final class DeferredModel implements LanguageModel {

    private final PackDescription pack;
    private final Precision precision;
    private final Supplier<? extends LanguageModel> loading;
    private LanguageModel loaded;

    /** @param loading checks and loads the pack; called once, when something is to be computed */
    DeferredModel(PackDescription pack, Precision precision, Supplier<? extends LanguageModel> loading) {
        this.pack = pack;
        this.precision = precision;
        this.loading = loading;
    }

    private synchronized LanguageModel loaded() {
        if (loaded == null) {
            loaded = loading.get();
        }
        return loaded;
    }

    @Override
    public String name() {
        return pack.name();
    }

    @Override
    public String identity() {
        return PackIdentity.of(pack, precision);
    }

    @Override
    public KvLayout layout() {
        return new KvLayout(pack.shape().layers(), pack.shape().kvHeads(), pack.shape().headDim());
    }

    @Override
    public int queryHeads() {
        return pack.shape().heads();
    }

    @Override
    public int retrievalLayer() {
        return pack.retrievalLayer();
    }

    @Override
    public RetrievalProbe probe() {
        return pack.probe() == null ? LanguageModel.super.probe() : pack.probe();
    }

    @Override
    public int windowTokens() {
        return pack.windowTokens() == null ? LanguageModel.super.windowTokens() : pack.windowTokens();
    }

    @Override
    public Optional<VisionTower> vision() {
        return pack.vision() == null ? Optional.empty() : Optional.of(new Tower());
    }

    @Override
    public Optional<MemoryBridge> bridge() {
        return pack.bridge() == null ? Optional.empty() : loaded().bridge();
    }

    @Override
    public Optional<String> notSeen() {
        return Optional.ofNullable(pack.notSeen());
    }

    @Override
    public boolean recallsByLayer() {
        return loaded().recallsByLayer();
    }

    @Override
    public int contextLength() {
        return pack.shape().contextLength();
    }

    @Override
    public int[] tokenize(String text) {
        return loaded().tokenize(text);
    }

    @Override
    public String detokenize(int[] ids) {
        return loaded().detokenize(ids);
    }

    @Override
    public List<Integer> endTokens() {
        return pack.endTokens();
    }

    @Override
    public String chat(List<Message> messages, boolean addGenerationPrompt) {
        return loaded().chat(messages, addGenerationPrompt);
    }

    /** A model is not loaded for its keys alone. */
    @Override
    public synchronized Optional<TokenKeys> tokenKeys() {
        return loaded == null ? Optional.empty() : loaded.tokenKeys();
    }

    @Override
    public StoredKeyValues readied(StoredKeyValues stored) {
        return loaded().readied(stored);
    }

    @Override
    public LanguageSession newSession(int capacity) {
        return loaded().newSession(capacity);
    }

    @Override
    public LanguageSession newRecallingSession(int capacity) {
        return loaded().newRecallingSession(capacity);
    }

    @Override
    public List<float[]> queries(PromptPart part, List<Integer> layers) {
        return loaded().queries(part, layers);
    }

    @Override
    public synchronized void close() {
        if (loaded != null) {
            loaded.close();
        }
    }

    /** Its eyes, of which the layout of prompts is known. */
    private final class Tower implements VisionTower {

        private VisionTower eyes() {
            return loaded().vision().orElseThrow();
        }

        @Override
        public Seen see(int width, int height, byte[] rgb) {
            return eyes().see(width, height, rgb);
        }

        @Override
        public int rows() {
            return eyes().rows();
        }

        @Override
        public int columns() {
            return eyes().columns();
        }

        @Override
        public int width() {
            return eyes().width();
        }

        @Override
        public VisualLayout layout() {
            return pack.vision().layout();
        }
    }
}
