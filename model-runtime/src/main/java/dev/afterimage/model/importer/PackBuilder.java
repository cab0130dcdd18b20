package dev.afterimage.model.importer;

import dev.afterimage.core.AfterimageException;
import dev.afterimage.core.ErrorCode;
import dev.afterimage.model.format.PackDescription;
import dev.afterimage.model.format.PackFiles;
import dev.afterimage.model.format.Precision;
import dev.afterimage.model.format.Sha256;
import dev.afterimage.model.graph.BridgeGraph;
import dev.afterimage.model.graph.BridgeShape;
import dev.afterimage.model.graph.Linear;
import dev.afterimage.model.graph.LlamaGraphs;
import dev.afterimage.model.graph.VisionGraph;
import dev.afterimage.model.graph.WeightFile;
import dev.afterimage.model.tokenizer.PackTokenizer;
import dev.afterimage.model.vision.VisionDescription;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Builds a pack's files from a checkpoint: a GGUF file, or a directory in the hub's layout. */
public final class PackBuilder {

    private final int layersPerGraph;
    private final Set<Precision> precisions;

    /** @param layersPerGraph of packs that read text alone; packs that see are stepped through layer by layer, so each layer has its own graph */
    public PackBuilder(int layersPerGraph, Set<Precision> precisions) {
        this.layersPerGraph = layersPerGraph;
        this.precisions = Set.copyOf(precisions);
    }

    /**
     * @param adapter        a directory with a LoRA that is merged into the weights, or reads memory, or null
     * @param target         an empty directory
     * @param retrievalLayer see {@link PackDescription}; what the checkpoint itself says goes before it
     * @return what was built, without self-tests; {@code pack.json} is not written yet
     */
    public PackDescription build(Path checkpoint, Path adapter, String name, int retrievalLayer, Path target) throws IOException {
        try (ModelSource source = adapter == null ? open(checkpoint) : new AdaptedSource(open(checkpoint), adapter)) {
            Files.write(target.resolve(PackFiles.TOKENIZER), source.tokenizer());
            Files.write(target.resolve(PackFiles.EMBEDDING), littleEndian(source.weights().embedding()));
            if (source.recalling().isPresent()) {
                requireInvocation(source.recalling().get().invocation(), source.bridge(), target.resolve(PackFiles.TOKENIZER));
            }
            if (source.eyes().isPresent() && source.eyes().get().newline().length > 0) {
                Files.write(target.resolve(PackFiles.NEWLINE), littleEndian(source.eyes().get().newline()));
            }
            for (Precision precision : precisions) {
                writeGraphs(source, precision, Files.createDirectory(target.resolve(precision.label())));
            }
            if (source.bridge().isPresent()) {
                writeBridge(source.bridge().get(), target);
            }
            return describe(source, name, retrievalLayer, target);
        }
    }

    /** Where an adapter was taught to act is where memory begins in a prompt. */
    private static void requireInvocation(List<Integer> invocation, Optional<ModelSource.Bridge> bridge, Path tokenizer) {
        if (bridge.isEmpty()) {
            throw Config.unsupported("the adapter acts from tokens " + invocation + " on, and there is no memory bridge whose beginning they could be");
        }
        String before = bridge.get().shape().before();
        try (PackTokenizer tokens = new PackTokenizer(tokenizer)) {
            List<Integer> begins = Arrays.stream(tokens.tokenize(before)).boxed().toList();
            if (!begins.equals(invocation)) {
                throw Config.unsupported("the adapter acts from tokens " + invocation + " on, and memory begins with " + begins + ", '" + before.strip() + "'");
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

    /** Of the language model. */
    private static Linear linear(Precision precision) {
        return precision == Precision.FP32 ? Linear.FP32 : Linear.BLOCK_INT8;
    }

    /** Of the vision tower: hundreds of rows at once, where the quickest kernel pays. Figures: docs/LOG.md. */
    private static Linear visionLinear(Precision precision) {
        return precision == Precision.FP32 ? Linear.FP32 : Linear.ROW_INT8;
    }

    private int layersPerGraph(ModelSource source) {
        return source.eyes().isPresent() ? 1 : Math.min(layersPerGraph, source.shape().layers());
    }

    private void writeGraphs(ModelSource source, Precision precision, Path directory) throws IOException {
        try (WeightFile weights = new WeightFile(directory.resolve(PackFiles.WEIGHTS))) {
            LlamaGraphs graphs = new LlamaGraphs(source.shape(), source.weights(), linear(precision), weights);
            int layers = source.shape().layers();
            writeLayers(graphs, layers, layersPerGraph(source), directory);
            for (int layer = 0; layer < (source.eyes().isPresent() ? layers : 1); layer++) {
                Files.write(directory.resolve(PackFiles.projection(layer)), graphs.projection(layer));
            }
            Files.write(directory.resolve(PackFiles.HEAD), graphs.head());
        }
        if (source.recalling().isPresent()) {
            writeRecalling(source, precision, Files.createDirectory(directory.resolve(PackFiles.RECALLING)));
        }
        if (source.eyes().isPresent()) {
            writeVision(source.eyes().get(), precision, directory);
        }
    }

    private void writeRecalling(ModelSource source, Precision precision, Path directory) throws IOException {
        try (WeightFile weights = new WeightFile(directory.resolve(PackFiles.WEIGHTS))) {
            LlamaGraphs graphs = new LlamaGraphs(source.shape(), source.recalling().orElseThrow().weights(), linear(precision), weights);
            writeLayers(graphs, source.shape().layers(), layersPerGraph(source), directory);
        }
    }

    private static void writeLayers(LlamaGraphs graphs, int layers, int step, Path directory) throws IOException {
        for (int first = 0; first < layers; first += step) {
            int count = Math.min(step, layers - first);
            Files.write(directory.resolve(PackFiles.layers(first, count)), graphs.layers(first, count));
        }
    }

    private static void writeVision(ModelSource.Eyes eyes, Precision precision, Path directory) throws IOException {
        try (WeightFile weights = new WeightFile(directory.resolve(PackFiles.VISION_WEIGHTS))) {
            Files.write(directory.resolve(PackFiles.VISION), new VisionGraph(eyes.description().shape(), eyes.weights(), visionLinear(precision), weights).build());
        }
    }

    private static void writeBridge(ModelSource.Bridge bridge, Path target) throws IOException {
        try (WeightFile weights = new WeightFile(target.resolve(PackFiles.BRIDGE_WEIGHTS))) {
            Files.write(target.resolve(PackFiles.BRIDGE), new BridgeGraph(bridge.shape(), bridge.weights(), weights).build());
        }
    }

    private static byte[] littleEndian(float[] floats) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(floats.length, Float.BYTES)).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(floats);
        return bytes.array();
    }

    private PackDescription describe(ModelSource source, String name, int retrievalLayer, Path target) throws IOException {
        ModelSource.Speech speech = source.speech();
        ModelSource.Reading reading = source.reading();
        VisionDescription vision = source.eyes().map(ModelSource.Eyes::description).orElse(null);
        BridgeShape bridge = source.bridge().map(ModelSource.Bridge::shape).orElse(null);
        return new PackDescription(PackDescription.FORMAT, name, source.family(), source.title(name), source.licence(), source.source(), source.adapter().orElse(null), source.shape(),
                layersPerGraph(source), reading.retrievalLayer() == null ? retrievalLayer : reading.retrievalLayer(), reading.probe(), reading.windowTokens(),
                reading.notSeen(), vision, bridge, speech.chatTemplate(), speech.bosToken(), speech.eosToken(), speech.endTokens(), files(target), Map.of());
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
