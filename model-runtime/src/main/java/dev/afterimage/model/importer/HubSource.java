package dev.afterimage.model.importer;

import dev.afterimage.model.format.PackDescription;
import dev.afterimage.model.format.Sha256;
import dev.afterimage.model.graph.LlamaShape;
import dev.afterimage.model.graph.LlamaWeights;
import dev.afterimage.model.safetensors.SafetensorsCheckpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A checkpoint directory in the hub's layout: config.json, tokenizer.json, processor and safetensors. */
final class HubSource implements ModelSource {

    private final Path directory;
    private final Config config;
    private final SafetensorsCheckpoint tensors;
    private final HubTokenizer tokenizer;
    private final LlamaShape shape;
    private final HubLlama weights;
    private final HubFamily family;
    private final Eyes eyes;
    private final Optional<HubBridge> bridge;
    private final StreamSettings streams;

    HubSource(Path directory) {
        this.directory = directory;
        this.config = Config.read(directory, "config.json");
        if (!config.present()) {
            throw Config.malformed(directory + " holds no config.json");
        }
        this.family = HubFamily.of(config);
        Quantised.requireRead(directory, config);
        this.tokenizer = new HubTokenizer(directory);
        Config text = family.visual() && (!family.qwen() || config.has("text_config")) ? config.in("text_config") : config;
        HubText model = family.textModel(text);
        this.shape = new HubTextShape(text, model, family, family == HubFamily.QWEN3_VL ? HubQwenEyes.deepLayers(config).size() : 0)
                .shape();
        this.tokenizer.requireWithin(shape.vocabulary());
        this.streams = new StreamSettings(directory, shape.layers(), shape.contextLength());
        this.tensors = SafetensorsCheckpoint.open(directory);
        Optional<HubBridge> opened = Optional.empty();
        try {
            Quantised.requireTensors(directory, config, tensors);
            boolean tied = config.yes("tie_word_embeddings", false) || text.yes("tie_word_embeddings", false);
            boolean usuallyTied = model == HubText.SMOLLM3 || model == HubText.GEMMA3;
            this.weights = new HubLlama(tensors, shape, model, HubLlama.Biases.of(text, model),
                    new HubLlama.Names(family.textPrefix(tensors), family.head(tensors)),
                    tied || usuallyTied && !config.has("tie_word_embeddings") && !text.has("tie_word_embeddings"));
            opened = HubBridge.open(directory, streams, shape.width());
            this.bridge = opened;
            this.eyes = family.visual() ? seeing() : null;
        } catch (RuntimeException e) {
            tensors.close();
            opened.ifPresent(HubBridge::close);
            throw e;
        }
    }

    private Eyes seeing() {
        if (family.qwen()) {
            return new HubQwenEyes(directory, config, family, shape).eyes(tensors, tokenizer, streams);
        }
        if (family == HubFamily.GEMMA3_VISION) {
            return new HubGemmaEyes(directory, config, shape).eyes(tensors, tokenizer, streams);
        }
        return family == HubFamily.INTERNVL ? new HubInternEyes(directory, config, shape).eyes(tensors, tokenizer, streams)
                : new HubEyes(directory, config, tensors, tokenizer, shape, streams).eyes(family);
    }

    @Override
    public String family() {
        return family.label();
    }

    @Override
    public String title(String unlessGiven) {
        return config.text("_name_or_path").filter(name -> !name.isBlank() && !name.startsWith("/") && !name.equals("None"))
                .orElse(unlessGiven);
    }

    /** Checkpoints of this kind state it in their README's first lines. */
    @Override
    public String licence() {
        Path readme = directory.resolve("README.md");
        try (Stream<String> lines = Files.exists(readme) ? Files.lines(readme) : Stream.empty()) {
            return lines.limit(100).filter(line -> line.startsWith("license:")).map(line -> line.substring(8).strip()).findFirst()
                    .orElse("unknown");
        } catch (IOException | UncheckedIOException e) {
            return "unknown";
        }
    }

    /** The directory's size and one sum over its files' sums. */
    @Override
    public PackDescription.Source source() throws IOException {
        SortedMap<String, String> sums = new TreeMap<>();
        long bytes = 0;
        for (Path file : files()) {
            sums.put(String.valueOf(file.getFileName()), Sha256.of(file));
            bytes += Files.size(file);
        }
        return new PackDescription.Source(String.valueOf(directory.getFileName()), bytes, Sha256.of(sums));
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> found = Files.list(directory)) {
            return found.filter(file -> file.toString().matches(".*\\.(json|jinja|safetensors)") && Files.isRegularFile(file)).sorted()
                    .toList();
        }
    }

    @Override
    public LlamaShape shape() {
        return shape;
    }

    @Override
    public LlamaWeights weights() {
        return weights;
    }

    @Override
    public byte[] tokenizer() throws IOException {
        return tokenizer.json();
    }

    @Override
    public Speech speech() {
        return tokenizer.speech(config);
    }

    @Override
    public Optional<Eyes> eyes() {
        return Optional.ofNullable(eyes);
    }

    @Override
    public Optional<Bridge> bridge() {
        return bridge.map(HubBridge::described);
    }

    @Override
    public Reading reading() {
        return streams.reading(family.visual());
    }

    @Override
    public void close() {
        tensors.close();
        bridge.ifPresent(HubBridge::close);
    }
}
