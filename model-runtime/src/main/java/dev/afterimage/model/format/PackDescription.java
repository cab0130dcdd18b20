package dev.afterimage.model.format;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.afterimage.core.AfterimageException;
import dev.afterimage.core.ErrorCode;
import dev.afterimage.model.graph.LlamaShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * {@code pack.json}: what a pack is, and what it must still be when it is loaded.
 *
 * @param format         version of this layout
 * @param family         {@code llama}
 * @param checkpoint     the name the checkpoint gives itself
 * @param licence        of the checkpoint, as it states it
 * @param source         the file the pack was built from
 * @param retrievalLayer the layer whose keys and queries carry late interaction, measured
 * @param chatTemplate   Jinja; empty when the checkpoint has none
 * @param endTokens      ids that end a turn
 * @param files          every other file of the pack
 * @param selfTests      what each precision must answer
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record PackDescription(int format, String name, String family, String checkpoint, String licence, Source source, LlamaShape shape,
                              int layersPerGraph, int retrievalLayer, String chatTemplate, String bosToken, String eosToken,
                              List<Integer> endTokens, List<PackFile> files, Map<Precision, SelfTest> selfTests) {

    /** Raised whenever graphs, weights or the KV layout change; packs of another format are built anew. */
    public static final int FORMAT = 1;

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    public record Source(String file, long bytes, String sha256) { }

    /** @param path relative, with forward slashes */
    public record PackFile(String path, long bytes, String sha256) { }

    /**
     * A known input and its known output.
     *
     * @param tokens    read from an empty cache
     * @param logits    expected after them
     * @param tolerance largest difference of a logit
     */
    public record SelfTest(List<Integer> tokens, List<Logit> logits, float tolerance) { }

    public record Logit(int id, float value) { }

    public PackDescription withSelfTests(Map<Precision, SelfTest> tests) {
        return new PackDescription(format, name, family, checkpoint, licence, source, shape, layersPerGraph, retrievalLayer, chatTemplate,
                bosToken, eosToken, endTokens, files, Map.copyOf(tests));
    }

    public static PackDescription read(Path pack) {
        Path file = pack.resolve(PackFiles.DESCRIPTION);
        try {
            PackDescription description = JSON.readValue(file.toFile(), PackDescription.class);
            if (description.format() != FORMAT) {
                throw new AfterimageException(ErrorCode.MODEL_UNSUPPORTED, pack + " has pack format " + description.format() + ", and this program reads "
                        + FORMAT, "delete the directory and pull the pack again");
            }
            return description;
        } catch (IOException e) {
            throw new AfterimageException(ErrorCode.MODEL_MALFORMED, "cannot read " + file + ": " + e.getMessage(), "delete the pack and pull it again", e);
        }
    }

    public void write(Path pack) throws IOException {
        Files.write(pack.resolve(PackFiles.DESCRIPTION), JSON.writeValueAsBytes(this));
    }
}
