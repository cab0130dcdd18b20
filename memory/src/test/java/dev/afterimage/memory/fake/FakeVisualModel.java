package dev.afterimage.memory.fake;

import dev.afterimage.core.block.KvLayout;
import dev.afterimage.core.model.LanguageModel;
import dev.afterimage.core.model.LanguageSession;
import dev.afterimage.core.model.MemoryBridge;
import dev.afterimage.core.model.PromptPart;
import dev.afterimage.core.model.RetrievalProbe;
import dev.afterimage.core.model.VisionTower;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** {@link FakeLanguageModel} with {@link FakeTower}'s eyes. */
public final class FakeVisualModel implements LanguageModel {

    private final FakeLanguageModel language;
    private final VisionTower tower;
    private final int windowTokens;
    private final MemoryBridge bridge;
    private int most;
    private RetrievalProbe.Kind kind = RetrievalProbe.Kind.DISTINCTIVE;
    private double scale;
    private int recalling;

    public FakeVisualModel(VisionTower tower, int windowTokens) {
        this(tower, windowTokens, context -> "");
    }

    /** @param mind from the text in the session, pictures as {@link #looks}, to the word it would say next ({@code ""} ends the turn) */
    public FakeVisualModel(VisionTower tower, int windowTokens, Function<String, String> mind) {
        this(tower, windowTokens, mind, null);
    }

    /** @param bridge null for a model without recurrent memory */
    public FakeVisualModel(VisionTower tower, int windowTokens, Function<String, String> mind, MemoryBridge bridge) {
        this.bridge = bridge;
        this.language = new FakeLanguageModel(mind);
        this.tower = tower;
        this.windowTokens = windowTokens;
    }

    /** From now on it says that more blocks would confuse it. */
    public FakeVisualModel answeringBestFrom(int blocks) {
        most = blocks;
        return this;
    }

    /** From now on its keys count as trained for late interaction. */
    public FakeVisualModel trainedToRetrieve() {
        kind = RetrievalProbe.Kind.LATE;
        return this;
    }

    /** The same, and a unit of score is worth this many nats. */
    public FakeVisualModel trainedToRetrieve(double scale) {
        this.scale = scale;
        return trainedToRetrieve();
    }

    @Override
    public RetrievalProbe probe() {
        return new RetrievalProbe(kind, List.of(retrievalLayer()), most, scale);
    }

    /** Tokens computed so far. */
    public long computed() {
        return language.computed;
    }

    /** How many sessions were opened to read memory in. */
    public int recallingSessions() {
        return recalling;
    }

    /** How a picture shows up in what the mind is given. */
    public String looks(PromptPart.Visual picture) {
        return language.looks(picture);
    }

    @Override
    public Optional<String> notSeen() {
        return Optional.of("not seen");
    }

    @Override
    public boolean recallsByLayer() {
        return true;
    }

    @Override
    public Optional<VisionTower> vision() {
        return Optional.of(tower);
    }

    @Override
    public Optional<MemoryBridge> bridge() {
        return Optional.ofNullable(bridge);
    }

    @Override
    public int windowTokens() {
        return windowTokens;
    }

    @Override
    public String name() {
        return "fake-eyes";
    }

    @Override
    public String identity() {
        return "fake-eyes-identity";
    }

    @Override
    public KvLayout layout() {
        return language.layout();
    }

    @Override
    public int queryHeads() {
        return language.queryHeads();
    }

    @Override
    public int retrievalLayer() {
        return language.retrievalLayer();
    }

    @Override
    public int contextLength() {
        return language.contextLength();
    }

    @Override
    public int[] tokenize(String text) {
        return language.tokenize(text);
    }

    @Override
    public String detokenize(int[] ids) {
        return language.detokenize(ids);
    }

    @Override
    public List<Integer> endTokens() {
        return language.endTokens();
    }

    @Override
    public String chat(List<Message> messages, boolean addGenerationPrompt) {
        return language.chat(messages, addGenerationPrompt);
    }

    @Override
    public LanguageSession newSession(int capacity) {
        return language.newSession(capacity);
    }

    @Override
    public LanguageSession newRecallingSession(int capacity) {
        recalling++;
        return newSession(capacity);
    }

    @Override
    public List<float[]> queries(PromptPart part, List<Integer> layers) {
        return language.queries(part, layers);
    }

    @Override
    public void close() {
        language.close();
    }
}
