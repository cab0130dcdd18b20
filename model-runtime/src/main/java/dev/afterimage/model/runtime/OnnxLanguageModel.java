package dev.afterimage.model.runtime;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.afterimage.core.block.KvLayout;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.model.LanguageModel;
import dev.afterimage.core.model.LanguageSession;
import dev.afterimage.core.model.MemoryBridge;
import dev.afterimage.core.model.PromptPart;
import dev.afterimage.core.model.RetrievalProbe;
import dev.afterimage.core.model.VisionTower;
import dev.afterimage.model.format.PackDescription;
import dev.afterimage.model.format.PackFiles;
import dev.afterimage.model.format.PackIdentity;
import dev.afterimage.model.format.Precision;
import dev.afterimage.model.graph.LlamaShape;
import dev.afterimage.model.tokenizer.ChatTemplate;
import dev.afterimage.model.tokenizer.PackTokenizer;
import dev.afterimage.model.vision.OnnxVisionTower;
import dev.afterimage.model.vision.Rgb;
import dev.afterimage.model.vision.Stills;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A pack in ONNX Runtime, in one precision. */
public final class OnnxLanguageModel implements LanguageModel {

    private final Path directory;
    private final PackDescription pack;
    private final Precision precision;
    private final LlamaNetwork network;
    private final PackTokenizer tokenizer;
    private final ChatTemplate template;
    /** Null in packs that read text alone. */
    private final OnnxVisionTower tower;
    private final Stills stills;
    /** Null in packs without recurrent memory. */
    private final OnnxMemoryBridge bridge;

    /** Loads without checking; {@code ModelPacks} checks. @param threads threads one computation may use, the caller's among them */
    public OnnxLanguageModel(Path directory, PackDescription pack, Precision precision, int threads) {
        this.directory = directory;
        this.pack = pack;
        this.precision = precision;
        this.template = new ChatTemplate(pack.chatTemplate(), pack.bosToken(), pack.eosToken());
        this.tokenizer = new PackTokenizer(directory.resolve(PackFiles.TOKENIZER));
        try {
            // First, while nothing else is in memory: a graph is there twice until its weights are laid out for the kernels.
            this.tower = pack.vision() == null ? null : tower(directory, threads);
            this.network = new LlamaNetwork(pack.shape(), directory.resolve(precision.label()), pack.recalls(),
                    directory.resolve(PackFiles.EMBEDDING),
                    pack.layersPerGraph(), threads);
            this.bridge = pack.bridge() == null ? null : bridge(directory, threads);
            this.stills = tower == null ? null : new Stills(tower, newline(directory));
        } catch (OrtException | IOException e) {
            tokenizer.close();
            throw new AfterimageException(ErrorCode.MODEL_FAILED, "cannot load the pack " + directory + ": " + e.getMessage(),
                    "delete the pack and pull it again", e);
        }
    }

    private OnnxVisionTower tower(Path directory, int threads) throws OrtException {
        return new OnnxVisionTower(pack.vision(), directory.resolve(precision.label()).resolve(PackFiles.VISION),
                () -> LlamaNetwork.options(threads));
    }

    private OnnxMemoryBridge bridge(Path directory, int threads) throws OrtException {
        try (OrtSession.SessionOptions options = LlamaNetwork.options(threads)) {
            return new OnnxMemoryBridge(pack.bridge(), directory.resolve(PackFiles.BRIDGE), options);
        }
    }

    private float[] newline(Path directory) throws IOException {
        if (!pack.vision().newline()) {
            return new float[0];
        }
        float[] newline = new float[pack.shape().width()];
        ByteBuffer.wrap(Files.readAllBytes(directory.resolve(PackFiles.NEWLINE))).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer()
                .get(newline);
        return newline;
    }

    @Override
    public String name() {
        return pack.name();
    }

    /** Where the pack's files lie. */
    public Path directory() {
        return directory;
    }

    public PackDescription pack() {
        return pack;
    }

    public Precision precision() {
        return precision;
    }

    @Override
    public String identity() {
        return PackIdentity.of(pack, precision);
    }

    @Override
    public KvLayout layout() {
        return network.layout();
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
        return Optional.ofNullable(tower);
    }

    @Override
    public Optional<MemoryBridge> bridge() {
        return Optional.ofNullable(bridge);
    }

    /** A text with still pictures in it, each where the family's placeholder stands. */
    public PicturePrompt prompt(String text, List<Rgb> pictures) {
        if (tower != null) {
            return PicturePrompt.of(this, pack.vision(), stills, text, pictures);
        }
        if (!pictures.isEmpty()) {
            throw new AfterimageException(ErrorCode.USAGE, "the pack '" + name() + "' reads text alone and takes no picture",
                    "choose a pack with a vision tower");
        }
        int[] ids = tokenize(text);
        return new PicturePrompt(ids, new PromptPart.Tokens(ids));
    }

    @Override
    public Optional<String> notSeen() {
        return Optional.ofNullable(pack.notSeen());
    }

    @Override
    public boolean recallsByLayer() {
        return network.layers().apart();
    }

    @Override
    public int contextLength() {
        return pack.shape().contextLength();
    }

    @Override
    public int[] tokenize(String text) {
        return tokenizer.tokenize(text);
    }

    @Override
    public String detokenize(int[] ids) {
        return tokenizer.detokenize(ids);
    }

    @Override
    public List<Integer> endTokens() {
        return pack.endTokens();
    }

    @Override
    public String chat(List<Message> messages, boolean addGenerationPrompt) {
        return tower == null ? template.render(messages, addGenerationPrompt)
                : template.renderWithPictures(messages, 0, addGenerationPrompt);
    }

    /** A user's message of so many pictures and a text, in the checkpoint's own chat template; pictures are placeholders in it. */
    public String chat(String text, int pictures) {
        List<Message> messages = List.of(new Message("user", text));
        return tower == null ? template.render(messages, true) : template.renderWithPictures(messages, pictures, true);
    }

    @Override
    public LanguageSession newSession(int capacity) {
        return session(network.layers(), capacity);
    }

    @Override
    public LanguageSession newRecallingSession(int capacity) {
        return session(network.recalling(), capacity);
    }

    private LanguageSession session(LayerStack layers, int capacity) {
        if (capacity < 1 || capacity > contextLength()) {
            throw new AfterimageException(ErrorCode.MODEL_CONTEXT_FULL, "a context of " + capacity + " tokens is asked for, and " + name()
                    + " holds 1 to "
                    + contextLength(), "ask for fewer");
        }
        return new OnnxLanguageSession(this, network, layers, capacity);
    }

    @Override
    public List<float[]> queries(PromptPart part, List<Integer> layers) {
        LlamaShape shape = pack.shape();
        ModelInput input = input(part);
        int tokens = input.tokens();
        Map<Integer, float[]> queries = new TreeMap<>();
        for (int layer : layers) {
            if (layer < 0 || layer >= shape.layers()) {
                throw new IllegalArgumentException("layer " + layer + " is not within 0.." + (shape.layers() - 1));
            }
            queries.put(layer, new float[tokens * shape.queryWidth()]);
        }
        if (tokens > 0 && !queries.isEmpty()) {
            read(input, queries);
        }
        return layers.stream().map(queries::get).toList();
    }

    /**
     * Runs as many layers as are asked for, once.
     *
     * @param queries by layer, (tokens, queryWidth): filled
     */
    private void read(ModelInput input, Map<Integer, float[]> queries) {
        int tokens = input.tokens();
        LayerStack.QkvSink sink = (layer, qkv) -> {
            if (queries.containsKey(layer)) {
                keepQueries(qkv, pack.shape(), queries.get(layer));
            }
        };
        if (queries.keySet().equals(Set.of(0)) && network.projects(0)) {
            network.project(0, input.hidden(), tokens, sink);
            return;
        }
        try (KvCache cache = new KvCache(layout(), tokens);
                LayerInputs others = new LayerInputs(network.shape(), network.rotary(), input, 0, tokens, layer -> 0)) {
            cache.reserve(tokens, 0);
            network.layers().run(input.hidden(), tokens, others, new int[layout().layers()], cache, Collections.max(queries.keySet()), sink,
                    1);
        } catch (OrtException e) {
            throw new AfterimageException(ErrorCode.MODEL_FAILED, "no cache for " + tokens + " tokens can be made: " + e.getMessage(),
                    "ask shorter", e);
        }
    }

    /** Copies the queries out of {@code qkv} (tokens, qkvWidth) to {@code queries} (tokens, queryWidth). */
    static void keepQueries(FloatBuffer qkv, LlamaShape shape, float[] queries) {
        for (int token = 0; token * shape.queryWidth() < queries.length; token++) {
            qkv.get(token * shape.qkvWidth(), queries, token * shape.queryWidth(), shape.queryWidth());
        }
    }

    ModelInput input(PromptPart part) {
        if (part instanceof PromptPart.Visual visual) {
            return ModelInput.of(visual, pack.shape());
        }
        if (part instanceof PromptPart.Sequence sequence) {
            return ModelInput.joined(sequence.parts().stream().map(this::input).toList(), pack.shape().width(), pack.shape().deepStack());
        }
        int[] ids = part instanceof PromptPart.Tokens tokens ? tokens.ids() : tokenize(((PromptPart.Text) part).text());
        return new ModelInput(network.embeddings().of(ids), ids.length);
    }

    static float[] joined(List<float[]> pieces) {
        float[] whole = new float[pieces.stream().mapToInt(piece -> piece.length).sum()];
        int at = 0;
        for (float[] piece : pieces) {
            System.arraycopy(piece, 0, whole, at, piece.length);
            at += piece.length;
        }
        return whole;
    }

    @Override
    public void close() {
        tokenizer.close();
        try {
            network.close();
            if (tower != null) {
                tower.close();
            }
            if (bridge != null) {
                bridge.close();
            }
        } catch (OrtException e) {
            throw new AfterimageException(ErrorCode.MODEL_FAILED, "cannot close " + name() + ": " + e.getMessage(), "restart the process",
                    e);
        }
    }
}
