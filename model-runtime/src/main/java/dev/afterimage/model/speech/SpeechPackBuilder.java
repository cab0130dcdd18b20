package dev.afterimage.model.speech;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.model.ctranslate2.CTranslate2File;
import dev.afterimage.model.format.PackDescription.Logit;
import dev.afterimage.model.format.PackDescription.PackFile;
import dev.afterimage.model.format.PackFiles;
import dev.afterimage.model.format.Precision;
import dev.afterimage.model.format.Sha256;
import dev.afterimage.model.graph.Linear;
import dev.afterimage.model.graph.WeightFile;
import dev.afterimage.model.graph.WhisperGraphs;
import dev.afterimage.model.graph.WhisperShape;
import dev.afterimage.model.importer.CTranslate2Whisper;
import dev.afterimage.model.runtime.WhisperNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Builds a speech pack's files from a Whisper checkpoint in CTranslate2's format, and tests them. */
final class SpeechPackBuilder {

    private static final Set<Precision> PRECISIONS = EnumSet.of(Precision.FP32, Precision.INT8);

    private SpeechPackBuilder() { }

    /** @param target an empty directory */
    static void build(SpeechCatalogue.Entry entry, Path model, Path config, Path tokenizer, Path target) throws IOException {
        Files.copy(tokenizer, target.resolve(PackFiles.TOKENIZER));
        JsonNode settings = new ObjectMapper().readTree(config.toFile());
        try (CTranslate2File file = CTranslate2File.open(model)) {
            CTranslate2Whisper whisper = new CTranslate2Whisper(file);
            if (SpeechTokens.of(whisper.shape().vocabulary()).isEmpty() || whisper.shape().bands() != LogMel.BANDS
                    || whisper.shape().frames() != LogMel.FRAMES / 2) {
                throw new AfterimageException(ErrorCode.MODEL_UNSUPPORTED, "the checkpoint has " + whisper.shape().vocabulary()
                        + " tokens and "
                        + whisper.shape().bands() + " bands, and Whisper's models of English alone and of 99 languages with "
                        + LogMel.BANDS + " bands are read", "pull " + String.join(" or ", SpeechPacks.USUAL));
            }
            for (Precision precision : PRECISIONS) {
                write(whisper, precision, Files.createDirectory(target.resolve(precision.label())));
            }
            SpeechPackDescription pack = new SpeechPackDescription(SpeechPackDescription.FORMAT, entry.name(), entry.licence(),
                    Sha256.of(model), whisper.shape(),
                    ids(settings, "suppress_ids", whisper.shape()), ids(settings, "suppress_ids_begin", whisper.shape()), List.of(),
                    Map.of());
            pack.with(files(target), tested(entry, pack, target)).write(target);
        }
    }

    private static void write(CTranslate2Whisper whisper, Precision precision, Path directory) throws IOException {
        try (WeightFile weights = new WeightFile(directory.resolve(PackFiles.WEIGHTS))) {
            WhisperGraphs graphs = new WhisperGraphs(whisper.shape(), whisper, precision == Precision.FP32 ? Linear.FP32
                    : Linear.BLOCK_INT8, weights);
            Files.write(directory.resolve(WhisperNetwork.ENCODER), graphs.encoder());
            Files.write(directory.resolve(WhisperNetwork.DECODER), graphs.decoder());
        }
    }

    private static List<Integer> ids(JsonNode config, String key, WhisperShape shape) {
        List<Integer> ids = new ArrayList<>();
        for (JsonNode id : config.path(key)) {
            if (!id.isInt() || id.asInt() < 0 || id.asInt() >= shape.vocabulary()) {
                throw new AfterimageException(ErrorCode.MODEL_MALFORMED, "config.json: " + key + " holds " + id + ", which is no token",
                        "fetch the file again");
            }
            ids.add(id.asInt());
        }
        return ids;
    }

    private static Map<Precision, List<Logit>> tested(SpeechCatalogue.Entry entry, SpeechPackDescription pack, Path target) {
        Map<Precision, List<Logit>> logits = new EnumMap<>(Precision.class);
        for (Precision precision : PRECISIONS) {
            try (SpeechModel model = new SpeechModel(target, pack, precision, 1)) {
                SpeechSelfTest.checkBuilt(entry.name(), model, entry.reference(), precision);
                logits.put(precision, precision == Precision.FP32 ? entry.reference() : SpeechSelfTest.observe(model));
            }
        }
        return logits;
    }

    private static List<PackFile> files(Path target) throws IOException {
        List<PackFile> files = new ArrayList<>();
        try (Stream<Path> found = Files.walk(target)) {
            for (Path file : found.filter(Files::isRegularFile).sorted().toList()) {
                files.add(new PackFile(target.relativize(file).toString().replace('\\', '/'), Files.size(file), Sha256.of(file)));
            }
        }
        return files;
    }
}
