package dev.afterimage.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.afterimage.model.fetch.Progress;
import dev.afterimage.model.format.Precision;
import dev.afterimage.model.pack.ModelPacks;
import dev.afterimage.model.runtime.OnnxLanguageModel;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * GGUF files of random weights in the mixtures of published ones, held against {@code transformers};
 * model-training/conformance/make_gguf.py made them.
 */
class GgufConformanceTest {

    private static final double LARGEST_LOGIT_ERROR = 1e-3;

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"qwen2-q5_k_m", "qwen3-q4_k_m", "gemma3-q4_0"})
    void anImportedFileAnswersAsTheReferenceDoes(String name) throws IOException, URISyntaxException {
        Path file = Path.of(GgufConformanceTest.class.getResource("/gguf/" + name + ".gguf").toURI());
        ReferenceAnswers expected = new ReferenceAnswers(new ObjectMapper().readTree(Files.readString(file.resolveSibling(name + ".json"))),
                List.of());
        ModelPacks packs = new ModelPacks(directory);
        packs.importCheckpoint(file, name, Progress.SILENT);
        try (OnnxLanguageModel model = packs.load(name, Precision.FP32, 2)) {
            assertThat(model.pack().family()).isEqualTo(name.substring(0, name.indexOf('-')));
            double logits = expected.largestError(model);
            System.out.printf(Locale.ROOT, "conformance of %s: greedy tokens equal, largest logit error %.1e%n", name, logits);
            assertThat(logits).isLessThan(LARGEST_LOGIT_ERROR);
        }
    }
}
