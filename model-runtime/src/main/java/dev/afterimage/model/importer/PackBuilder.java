package dev.afterimage.model.importer;

import dev.afterimage.model.format.PackDescription;
import dev.afterimage.model.format.PackFiles;
import dev.afterimage.model.format.Precision;
import dev.afterimage.model.format.Sha256;
import dev.afterimage.model.gguf.GgufFile;
import dev.afterimage.model.graph.Linear;
import dev.afterimage.model.graph.LlamaGraphs;
import dev.afterimage.model.graph.LlamaShape;
import dev.afterimage.model.graph.WeightFile;
import dev.afterimage.model.tokenizer.TokenizerJson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Builds a pack's files from a GGUF checkpoint. */
public final class PackBuilder {

    /** Other tokens that end a turn in checkpoints of this kind, beside the one the file names. */
    private static final Set<String> TURN_ENDS = Set.of("<|im_end|>", "<|endoftext|>", "<|eot_id|>", "</s>");

    private final int layersPerGraph;
    private final Set<Precision> precisions;

    public PackBuilder(int layersPerGraph, Set<Precision> precisions) {
        this.layersPerGraph = layersPerGraph;
        this.precisions = Set.copyOf(precisions);
    }

    /**
     * @param target         an empty directory
     * @param retrievalLayer see {@link PackDescription}
     * @return what was built, without self-tests; {@code pack.json} is not written yet
     */
    public PackDescription build(Path checkpoint, String name, int retrievalLayer, Path target) throws IOException {
        try (GgufFile gguf = GgufFile.open(checkpoint)) {
            GgufLlama llama = new GgufLlama(gguf);
            Files.write(target.resolve(PackFiles.TOKENIZER), TokenizerJson.of(gguf));
            Files.write(target.resolve(PackFiles.EMBEDDING), littleEndian(llama.embedding()));
            for (Precision precision : precisions) {
                writeGraphs(llama, linear(precision), Files.createDirectory(target.resolve(precision.label())));
            }
            return describe(gguf, llama.shape(), checkpoint, name, retrievalLayer, target);
        }
    }

    private static Linear linear(Precision precision) {
        return switch (precision) {
            case FP32 -> Linear.FP32;
            case INT8 -> Linear.BLOCK_INT8;
        };
    }

    private void writeGraphs(GgufLlama llama, Linear linear, Path directory) throws IOException {
        try (WeightFile weights = new WeightFile(directory.resolve(PackFiles.WEIGHTS))) {
            LlamaGraphs graphs = new LlamaGraphs(llama.shape(), llama, linear, weights);
            int layers = llama.shape().layers();
            for (int first = 0; first < layers; first += layersPerGraph) {
                int count = Math.min(layersPerGraph, layers - first);
                Files.write(directory.resolve(PackFiles.layers(first, count)), graphs.layers(first, count));
            }
            Files.write(directory.resolve(PackFiles.FIRST_PROJECTION), graphs.projection(0));
            Files.write(directory.resolve(PackFiles.HEAD), graphs.head());
        }
    }

    private static byte[] littleEndian(float[] floats) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(floats.length, Float.BYTES)).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(floats);
        return bytes.array();
    }

    private PackDescription describe(GgufFile gguf, LlamaShape shape, Path checkpoint, String name, int retrievalLayer, Path target) throws IOException {
        List<String> tokens = gguf.texts("tokenizer.ggml.tokens");
        int bos = gguf.number("tokenizer.ggml.bos_token_id", 0, tokens.size() - 1, 0);
        int eos = gguf.number("tokenizer.ggml.eos_token_id", 0, tokens.size() - 1);
        Set<Integer> ends = new TreeSet<>(Set.of(eos));
        TURN_ENDS.stream().map(tokens::indexOf).filter(id -> id >= 0).forEach(ends::add);
        var source = new PackDescription.Source(checkpoint.getFileName().toString(), Files.size(checkpoint), Sha256.of(checkpoint));
        return new PackDescription(PackDescription.FORMAT, name, "llama", gguf.text("general.name", name), gguf.text("general.license", "unknown"), source,
                shape, Math.min(layersPerGraph, shape.layers()), retrievalLayer, gguf.text("tokenizer.chat_template", ""), tokens.get(bos), tokens.get(eos),
                List.copyOf(ends), files(target), Map.of());
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
