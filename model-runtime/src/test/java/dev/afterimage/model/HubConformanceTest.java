package dev.afterimage.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.afterimage.core.model.VisionTower;
import dev.afterimage.model.fetch.Progress;
import dev.afterimage.model.format.Precision;
import dev.afterimage.model.pack.ModelPacks;
import dev.afterimage.model.runtime.OnnxLanguageModel;
import dev.afterimage.model.vision.PictureFiles;
import dev.afterimage.model.vision.Rgb;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checkpoints with random weights and odd shapes held against `transformers`; model-training/conformance made them. */
class HubConformanceTest {

    /** Float sums in another order differ by some 1e-5 here. */
    private static final double LARGEST_LOGIT_ERROR = 1e-3;
    private static final double LARGEST_FEATURE_ERROR = 1e-3;

    @TempDir
    Path directory;
    private Path checkpoints;
    private List<Rgb> pictures;

    @BeforeEach
    void findCheckpoints() throws URISyntaxException {
        checkpoints = Path.of(HubConformanceTest.class.getResource("/checkpoints").toURI());
        pictures = List.of(PictureFiles.read(checkpoints.resolve("picture0.png")), PictureFiles.read(checkpoints.resolve("picture1.png")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"smolvlm-f32", "smolvlm-odd-bf16-tied", "idefics3-f16-shards", "llava-onevision-old", "llava-onevision-f16",
            "llama-f32-tied",
        "llama-odd-bf16", "qwen3-odd-bf16", "qwen3-f32", "smollm3-odd-f16", "gemma3-odd-bf16", "gemma3-old", "qwen2-vl-f32",
        "qwen2.5-vl-odd-bf16", "qwen3-vl-odd-f16", "internvl3-f32", "internvl3.5-odd-bf16"})
    void anImportedCheckpointAnswersAsTheReferenceDoes(String name) throws IOException {
        answersAsTheReference(name, checkpoints.resolve(name));
    }

    /** Too large to commit: {@code -Dafterimage.checkpoint=DIR}, made by the same script with {@code --only smolvlm2-256m}. */
    @Test
    @EnabledIfSystemProperty(named = "afterimage.checkpoint", matches = ".+")
    void aCheckpointOfFullSizeAnswersAsTheReferenceDoes() throws IOException {
        answersAsTheReference("full", Path.of(System.getProperty("afterimage.checkpoint")));
    }

    private void answersAsTheReference(String name, Path checkpoint) throws IOException {
        JsonNode expected = new ObjectMapper().readTree(Files.readString(checkpoint.resolve("expected.json")));
        ModelPacks packs = new ModelPacks(directory);
        packs.importCheckpoint(checkpoint, null, name, EnumSet.allOf(Precision.class), Progress.SILENT);
        try (OnnxLanguageModel model = packs.load(name, Precision.FP32, 2)) {
            double logits = new ReferenceAnswers(expected, pictures).largestError(model);
            double features = expected.has("features") ? featuresSeen(model, expected) : 0;
            System.out.printf(Locale.ROOT, "conformance of %s: greedy tokens equal, largest logit error %.1e, largest feature error %.1e%n",
                    name, logits, features);
            assertThat(logits).isLessThan(LARGEST_LOGIT_ERROR);
            assertThat(features).isLessThan(LARGEST_FEATURE_ERROR);
        }
        try (OnnxLanguageModel model = packs.load(name, Precision.INT8, 2)) {
            double logits = new ReferenceAnswers(expected, pictures).largestDrop(model);
            double features = expected.has("features") ? featuresSeen(model, expected) : 0;
            System.out.printf(Locale.ROOT, "conformance of %s: 8 bits, largest logit error %.1e, largest feature error %.1e%n", name,
                    logits, features);
            assertThat(logits).isLessThan(1);
        }
        try (OnnxLanguageModel model = packs.load(name, Precision.INT4, 2)) {
            double logits = new ReferenceAnswers(expected, pictures).largestDrop(model);
            System.out.printf(Locale.ROOT, "conformance of %s: 4 bits, largest logit error %.1e%n", name, logits);
            assertThat(logits).isLessThan(10);
        }
    }

    /** @return the largest difference of an element, as a share of the features' root mean square */
    private double featuresSeen(OnnxLanguageModel model, JsonNode expected) {
        VisionTower tower = model.vision().orElseThrow();
        float[] seen = tower.see(pictures.get(0).width(), pictures.get(0).height(), pictures.get(0).data()).embeddings();
        assertThat(List.of(tower.rows() * tower.columns(), tower.width())).isEqualTo(ReferenceAnswers.ints(expected.get("feature_shape")));
        double scale = expected.get("feature_norm").asDouble() / Math.sqrt(seen.length);
        return StreamSupport.stream(expected.get("features").spliterator(), false)
                .mapToDouble(element -> Math.abs(seen[element.get(0).asInt()] - element.get(1).asDouble()) / scale).max().orElseThrow();
    }
}
