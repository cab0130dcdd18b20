package dev.afterimage.model.speech;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.model.format.PackDescription.Logit;
import dev.afterimage.model.format.PackDescription.PackFile;
import dev.afterimage.model.format.Precision;
import dev.afterimage.model.graph.WhisperShape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * {@code speech.json}: what a speech pack is, and what it must still be when it is loaded.
 *
 * @param format   version of this layout
 * @param source   SHA-256, hex, of the checkpoint it was built from
 * @param never    ids that are never said
 * @param notFirst ids that nothing begins with
 * @param files    every other file of the pack
 * @param logits   what each precision answers to the known sound of {@link SpeechSelfTest}, the ten best
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record SpeechPackDescription(int format, String name, String licence, String source, WhisperShape shape, List<Integer> never,
        List<Integer> notFirst,
                             List<PackFile> files, Map<Precision, List<Logit>> logits) {

    /** Raised whenever graphs or weights change; packs of another format are built again. */
    static final int FORMAT = 1;
    static final String FILE = "speech.json";

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    SpeechPackDescription with(List<PackFile> newFiles, Map<Precision, List<Logit>> newLogits) {
        return new SpeechPackDescription(format, name, licence, source, shape, never, notFirst, newFiles, newLogits);
    }

    static SpeechPackDescription read(Path pack) {
        Path file = pack.resolve(FILE);
        try {
            SpeechPackDescription description = JSON.readValue(file.toFile(), SpeechPackDescription.class);
            if (description.format() != FORMAT) {
                throw new AfterimageException(ErrorCode.MODEL_UNSUPPORTED, pack + " has speech pack format " + description.format()
                        + ", and this program reads " + FORMAT, "delete the directory and pull the pack again");
            }
            return description;
        } catch (IOException e) {
            throw new AfterimageException(ErrorCode.MODEL_MALFORMED, "cannot read " + file + ": " + e.getMessage(),
                    "delete the pack and pull it again", e);
        }
    }

    void write(Path pack) throws IOException {
        JSON.writeValue(pack.resolve(FILE).toFile(), this);
    }
}
