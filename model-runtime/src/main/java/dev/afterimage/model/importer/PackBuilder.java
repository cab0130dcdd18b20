package dev.afterimage.model.importer;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.model.format.EmbeddingFile;
import dev.afterimage.model.format.PackDescription;
import dev.afterimage.model.format.PackFiles;
import dev.afterimage.model.format.Precision;
import dev.afterimage.model.format.Sha256;
import dev.afterimage.model.graph.BridgeGraph;
import dev.afterimage.model.graph.BridgeShape;
import dev.afterimage.model.graph.Linear;
import dev.afterimage.model.graph.LlamaShape;
import dev.afterimage.model.graph.LlamaWeights;
import dev.afterimage.model.graph.RotaryVisionGraph;
import dev.afterimage.model.graph.VisionGraph;
import dev.afterimage.model.graph.VisionShape;
import dev.afterimage.model.graph.WeightFile;
import dev.afterimage.model.tokenizer.PackTokenizer;
import dev.afterimage.model.vision.VisionDescription;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/** Builds a pack's files from a checkpoint: a GGUF file, or a directory in the hub's layout. */
public final class PackBuilder {

    private final int layersPerGraph;
    private final Function<LlamaShape, Set<Precision>> precisions;

    /**
     * @param layersPerGraph of packs that read text alone; packs that see are stepped through layer by layer, so each
     *                       layer has its own graph
     */
    public PackBuilder(int layersPerGraph, Set<Precision> precisions) {
        this(layersPerGraph, shape -> precisions);
    }

    /** @param precisions which to keep of a model of these sizes */
    public PackBuilder(int layersPerGraph, Function<LlamaShape, Set<Precision>> precisions) {
        this.layersPerGraph = layersPerGraph;
        this.precisions = shape -> new TreeSet<>(precisions.apply(shape));
    }

    /**
     * Reads each layer once, and holds one at a time.
     *
     * @param adapter        a directory with a LoRA that is merged into the weights, or reads memory, or null
     * @param target         an empty directory
     * @param retrievalLayer see {@link PackDescription}; what the checkpoint itself says goes before it
     * @return what was built, without self-tests; {@code pack.json} is not written yet
     */
    public PackDescription build(Path checkpoint, Path adapter, String name, int retrievalLayer, Path target) throws IOException {
        return build(checkpoint, adapter, name, retrievalLayer, target, Passing.UNSEEN);
    }

    /** The same, where something else looks at the weights as they pass. */
    public PackDescription build(Path checkpoint, Path adapter, String name, int retrievalLayer, Path target, Passing passing)
            throws IOException {
        try (ModelSource source = adapter == null ? open(checkpoint) : new AdaptedSource(open(checkpoint), adapter)) {
            Files.write(target.resolve(PackFiles.TOKENIZER), source.tokenizer());
            PromptCheck.check(source, target.resolve(PackFiles.TOKENIZER));
            if (source.recalling().isPresent()) {
                requireInvocation(source.recalling().get().invocation(), source.bridge(), target.resolve(PackFiles.TOKENIZER));
            }
            Set<Precision> kept = precisions.apply(source.shape());
            EmbeddingFile.write(target.resolve(PackFiles.EMBEDDING), source.weights().embedding(), !kept.contains(Precision.FP32));
            if (source.eyes().isPresent()) {
                writeEyes(source.eyes().get(), kept, target);
            }
            if (source.bridge().isPresent()) {
                writeBridge(source.bridge().get(), target);
            }
            passing.begin(describe(source, name, retrievalLayer, List.of()), kept, target);
            writeModel(source, kept, target, passing);
            return describe(source, name, retrievalLayer, files(target));
        }
    }

    /** Where an adapter was taught to act is where memory begins in a prompt. */
    private static void requireInvocation(List<Integer> invocation, Optional<ModelSource.Bridge> bridge, Path tokenizer) {
        if (bridge.isEmpty()) {
            throw Config.unsupported("the adapter acts from tokens " + invocation + " on, and there is no memory bridge whose beginning "
                    + "they could be");
        }
        String before = bridge.get().shape().before();
        try (PackTokenizer tokens = new PackTokenizer(tokenizer)) {
            List<Integer> begins = Arrays.stream(tokens.tokenize(before)).boxed().toList();
            if (!begins.equals(invocation)) {
                throw Config.unsupported("the adapter acts from tokens " + invocation + " on, and memory begins with " + begins + ", '"
                        + before.strip() + "'");
            }
        }
    }

    private static ModelSource open(Path checkpoint) {
        if (Files.isDirectory(checkpoint)) {
            return new HubSource(checkpoint);
        }
        if (!Files.exists(checkpoint)) {
            throw new AfterimageException(ErrorCode.MODEL_MALFORMED, "there is no checkpoint " + checkpoint,
                    "give a directory with config.json and *.safetensors, or a .gguf file");
        }
        return new GgufSource(checkpoint);
    }

    /** Of the vision tower: hundreds of rows at once, where the quickest kernel pays. Figures: docs/results.md. */
    private static Linear visionLinear(Precision precision) {
        return precision == Precision.FP32 ? Linear.FP32 : Linear.ROW_INT8;
    }

    private int layersPerGraph(ModelSource source) {
        return source.eyes().isPresent() ? 1 : Math.min(layersPerGraph, source.shape().layers());
    }

    private void writeModel(ModelSource source, Set<Precision> kept, Path target, Passing passing) throws IOException {
        try (Closer folders = new Closer()) {
            List<PrecisionFolder> usual = new ArrayList<>();
            List<PrecisionFolder> recalling = new ArrayList<>();
            for (Precision precision : kept) {
                Path directory = Files.createDirectories(target.resolve(precision.label()));
                usual.add(folders.add(new PrecisionFolder(precision, directory, source.shape(), layersPerGraph(source))));
                if (source.recalling().isPresent()) {
                    Path beside = Files.createDirectory(directory.resolve(PackFiles.RECALLING));
                    recalling.add(folders.add(new PrecisionFolder(precision, beside, source.shape(), layersPerGraph(source))));
                }
            }
            for (int index = 0; index < source.shape().layers(); index++) {
                writeLayer(source, index, usual, recalling, passing);
            }
            float[] finalNorm = source.weights().finalNorm();
            float[] head = source.weights().head();
            for (PrecisionFolder folder : usual) {
                folder.head(finalNorm, head);
            }
            passing.head(finalNorm, head);
        }
    }

    private static void writeLayer(ModelSource source, int index, List<PrecisionFolder> usual, List<PrecisionFolder> recalling,
            Passing passing) throws IOException {
        LlamaWeights.Layer layer = source.weights().layer(index);
        for (PrecisionFolder folder : usual) {
            folder.layer(index, layer);
            if (index == 0 || source.eyes().isPresent()) {
                folder.projection(index, layer);
            }
        }
        passing.layer(index, layer);
        if (source.recalling().isPresent()) {
            source.recalling().get().change().apply(index, layer);
            for (PrecisionFolder folder : recalling) {
                folder.layer(index, layer);
            }
            passing.recalling(index, layer);
        }
    }

    /** What is open while a pack is written. */
    private static final class Closer implements AutoCloseable {

        private final List<PrecisionFolder> open = new ArrayList<>();

        PrecisionFolder add(PrecisionFolder folder) {
            open.add(folder);
            return folder;
        }

        @Override
        public void close() throws IOException {
            for (PrecisionFolder folder : open) {
                folder.close();
            }
        }
    }

    private static void writeEyes(ModelSource.Eyes eyes, Set<Precision> kept, Path target) throws IOException {
        if (eyes.newline().length > 0) {
            EmbeddingFile.write(target.resolve(PackFiles.NEWLINE), eyes.newline(), false);
        }
        Path written = null;
        for (Precision precision : kept) {
            Path directory = Files.createDirectory(target.resolve(precision.label()));
            if (precision != Precision.FP32 && written != null) {
                Files.copy(written.resolve(PackFiles.VISION), directory.resolve(PackFiles.VISION));
                Files.copy(written.resolve(PackFiles.VISION_WEIGHTS), directory.resolve(PackFiles.VISION_WEIGHTS));
                continue;
            }
            writeVision(eyes, precision, directory);
            written = precision == Precision.FP32 ? null : directory;
        }
    }

    private static void writeVision(ModelSource.Eyes eyes, Precision precision, Path directory) throws IOException {
        try (WeightFile weights = new WeightFile(directory.resolve(PackFiles.VISION_WEIGHTS))) {
            VisionShape shape = eyes.description().shape();
            Files.write(directory.resolve(PackFiles.VISION),
                    eyes.rotary() == null ? new VisionGraph(shape, eyes.weights(), visionLinear(precision), weights).build()
                    : new RotaryVisionGraph(shape, eyes.rotary(), visionLinear(precision), weights).build());
        }
    }

    private static void writeBridge(ModelSource.Bridge bridge, Path target) throws IOException {
        try (WeightFile weights = new WeightFile(target.resolve(PackFiles.BRIDGE_WEIGHTS))) {
            Files.write(target.resolve(PackFiles.BRIDGE), new BridgeGraph(bridge.shape(), bridge.weights(), weights).build());
        }
    }

    private PackDescription describe(ModelSource source, String name, int retrievalLayer, List<PackDescription.PackFile> files)
            throws IOException {
        ModelSource.Speech speech = source.speech();
        ModelSource.Reading reading = source.reading();
        VisionDescription vision = source.eyes().map(ModelSource.Eyes::description).orElse(null);
        BridgeShape bridge = source.bridge().map(ModelSource.Bridge::shape).orElse(null);
        return new PackDescription(PackDescription.FORMAT, name, source.family(), source.title(name), source.licence(), source.source(),
                source.adapter().orElse(null), source.shape(),
                layersPerGraph(source), reading.retrievalLayer() == null ? retrievalLayer : reading.retrievalLayer(), reading.probe(),
                reading.windowTokens(),
                reading.notSeen(), vision, bridge, speech.chatTemplate(), speech.bosToken(), speech.eosToken(), speech.endTokens(),
                files, Map.of());
    }

    private static List<PackDescription.PackFile> files(Path target) throws IOException {
        List<PackDescription.PackFile> files = new ArrayList<>();
        try (Stream<Path> found = Files.walk(target)) {
            for (Path file : found.filter(Files::isRegularFile).sorted().toList()) {
                String path = target.relativize(file).toString().replace('\\', '/');
                files.add(new PackDescription.PackFile(path, Files.size(file), Sha256.of(file)));
            }
        }
        return files;
    }
}
