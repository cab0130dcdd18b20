package dev.afterimage.model.format;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.model.RetrievalProbe;
import dev.afterimage.model.graph.BridgeShape;
import dev.afterimage.model.graph.LlamaShape;
import dev.afterimage.model.vision.VisionDescription;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code pack.json}: what a pack is, and what it must still be when it is loaded.
 *
 * @param format         version of this layout
 * @param family         of the checkpoint, e.g. {@code qwen3}
 * @param checkpoint     the name the checkpoint gives itself
 * @param licence        of the checkpoint, as it states it
 * @param source         the file or directory the pack was built from
 * @param adapter        the LoRA that is merged into the weights, or that reads memory; null where none is
 * @param retrievalLayer the layer whose keys and queries carry late interaction, measured
 * @param probe          what finds this pack's blocks; null for late interaction in {@code retrievalLayer}
 * @param windowTokens   most tokens of the window a block is prefilled in; null for the program's own
 * @param notSeen        what the model answers when it has not seen what it is asked about; null when it was not taught to
 * @param vision         null for a pack that reads text alone
 * @param bridge         null for a pack without recurrent memory
 * @param chatTemplate   Jinja; empty when the checkpoint has none
 * @param endTokens      ids that end a turn
 * @param files          every other file of the pack
 * @param selfTests      what each precision must answer
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record PackDescription(int format, String name, String family, String checkpoint, String licence, Source source, Adapter adapter,
        LlamaShape shape,
                              int layersPerGraph, int retrievalLayer, RetrievalProbe probe, Integer windowTokens, String notSeen,
                              VisionDescription vision, BridgeShape bridge, String chatTemplate, String bosToken, String eosToken,
                              List<Integer> endTokens, List<PackFile> files, Map<Precision, SelfTest> selfTests) {

    /** Raised whenever graphs, weights or the KV layout change; packs of another format are built again. */
    public static final int FORMAT = 2;

    private static final long LARGE = 1_000_000_000;
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    public record Source(String file, long bytes, String sha256) { }

    /**
     * @param activated whether it acts only where memory is read ({@link PackFiles#RECALLING}), and is not merged into the weights
     * @param sha256    over its files' sums
     */
    public record Adapter(String name, int rank, double alpha, boolean activated, String sha256) { }

    /** @param path relative, with forward slashes */
    public record PackFile(String path, long bytes, String sha256) { }

    /**
     * A known input and its known output.
     *
     * @param picture   whether a picture drawn by rule is read before the tokens
     * @param tokens    read from an empty cache
     * @param logits    expected after them
     * @param recalled  the same as memory is read; null of a pack that has no layers of their own for that
     * @param tolerance  largest difference of a logit
     * @param fromFloats how far a logit was from what floats give when the pack was built; null for floats themselves
     */
    public record SelfTest(boolean picture, List<Integer> tokens, List<Logit> logits, List<Logit> recalled, float tolerance,
            Float fromFloats) { }

    public record Logit(int id, float value) { }

    public PackDescription withSelfTests(Map<Precision, SelfTest> tests) {
        return new PackDescription(format, name, family, checkpoint, licence, source, adapter, shape, layersPerGraph, retrievalLayer, probe,
                windowTokens,
                notSeen, vision, bridge, chatTemplate, bosToken, eosToken, endTokens, files, Map.copyOf(tests));
    }

    /** What is kept of a model of these sizes if nothing was said: of large ones 4 bits alone, since floats take eight times as much. */
    public static Set<Precision> usualPrecisions(LlamaShape shape) {
        return shape.parameters() > LARGE ? EnumSet.of(Precision.INT4) : EnumSet.of(Precision.FP32, Precision.INT8);
    }

    /** The closest to floats that is kept. */
    public Precision preferred() {
        return selfTests.keySet().stream().min(Comparator.naturalOrder()).orElseThrow();
    }

    /** Whether it has layers of their own to read memory with. */
    public boolean recalls() {
        return adapter != null && adapter.activated();
    }

    /** Whether a directory holds a pack of this format. */
    public static boolean current(Path pack) {
        return written(pack).path("format").asInt() == FORMAT;
    }

    /** The same, made with this adapter. @param adapter its sum; null for a pack made without one */
    public static boolean current(Path pack, String adapter) {
        return current(pack) && written(pack).path("adapter").path("sha256").asText("").equals(adapter == null ? "" : adapter);
    }

    /** Whether it was built from this checkpoint. @param source its {@link Source#sha256} */
    public static boolean from(Path pack, String source) {
        return written(pack).path("source").path("sha256").asText().equals(source);
    }

    private static JsonNode written(Path pack) {
        Path file = pack.resolve(PackFiles.DESCRIPTION);
        try {
            return Files.exists(file) ? JSON.readTree(file.toFile()) : MissingNode.getInstance();
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    public static PackDescription read(Path pack) {
        Path file = pack.resolve(PackFiles.DESCRIPTION);
        try {
            JsonNode description = JSON.readTree(file.toFile());
            if (description.path("format").asInt() != FORMAT) {
                throw new AfterimageException(ErrorCode.MODEL_UNSUPPORTED, pack + " has pack format " + description.path("format")
                        + ", and this program reads "
                        + FORMAT, "pull the pack again with 'afterimage models pull', or delete the directory and import its checkpoint "
                        + "again");
            }
            return JSON.treeToValue(description, PackDescription.class);
        } catch (IOException e) {
            throw new AfterimageException(ErrorCode.MODEL_MALFORMED, "cannot read " + file + ": " + e.getMessage(),
                    "delete the pack and pull it again", e);
        }
    }

    public void write(Path pack) throws IOException {
        Files.write(pack.resolve(PackFiles.DESCRIPTION), JSON.writeValueAsBytes(this));
    }
}
