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
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
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
        pictures = pictures(checkpoints);
    }

    private static List<Rgb> pictures(Path directory) {
        return IntStream.iterate(0, i -> Files.exists(directory.resolve("picture" + i + ".png")), i -> i + 1)
                .mapToObj(i -> PictureFiles.read(directory.resolve("picture" + i + ".png"))).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"smolvlm-f32", "smolvlm-odd-bf16-tied", "idefics3-f16-shards", "llava-onevision-old", "llava-onevision-f16",
            "llama-f32-tied",
        "llama-odd-bf16", "qwen3-odd-bf16", "qwen3-f32", "smollm3-odd-f16", "gemma3-odd-bf16", "gemma3-old", "qwen2-vl-f32",
        "qwen2.5-vl-odd-bf16", "qwen3-vl-odd-f16", "internvl3-f32", "internvl3.5-odd-bf16", "gemma3-vision-odd-bf16",
        "gemma3-vision-old"})
    void anImportedCheckpointAnswersAsTheReferenceDoes(String name) throws IOException {
        answersAsTheReference(name, checkpoints.resolve(name));
    }

    /** Too large to commit: {@code -Dafterimage.checkpoint=DIR}, made by the same script with {@code --only smolvlm2-256m}. */
    @Test
    @EnabledIfSystemProperty(named = "afterimage.checkpoint", matches = ".+")
    void aCheckpointOfFullSizeAnswersAsTheReferenceDoes() throws IOException {
        answersAsTheReference("full", Path.of(System.getProperty("afterimage.checkpoint")));
    }

    /** {@code -Dafterimage.checkpoints=DIR}, made by further_shapes.py. */
    @ParameterizedTest
    @MethodSource("furtherShapes")
    @EnabledIfSystemProperty(named = "afterimage.checkpoints", matches = ".+")
    void aFurtherShapeAnswersAsTheReferenceDoes(Path checkpoint) throws IOException {
        pictures = pictures(checkpoint.getParent());
        ModelPacks packs = new ModelPacks(directory);
        packs.importCheckpoint(checkpoint, null, "further", EnumSet.of(Precision.FP32), Progress.SILENT);
        exactly(String.valueOf(checkpoint.getFileName()), packs, "further", expected(checkpoint));
    }

    static List<Path> furtherShapes() throws IOException {
        try (Stream<Path> found = Files.list(Path.of(System.getProperty("afterimage.checkpoints", ".")))) {
            return found.filter(each -> Files.exists(each.resolve("expected.json"))).sorted().toList();
        }
    }

    private void answersAsTheReference(String name, Path checkpoint) throws IOException {
        JsonNode expected = expected(checkpoint);
        ModelPacks packs = new ModelPacks(directory);
        packs.importCheckpoint(checkpoint, null, name, EnumSet.allOf(Precision.class), Progress.SILENT);
        exactly(name, packs, name, expected);
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

    private static JsonNode expected(Path checkpoint) throws IOException {
        return new ObjectMapper().readTree(Files.readString(checkpoint.resolve("expected.json")));
    }

    private void exactly(String checkpoint, ModelPacks packs, String name, JsonNode expected) {
        try (OnnxLanguageModel model = packs.load(name, Precision.FP32, 2)) {
            double logits = new ReferenceAnswers(expected, pictures).largestError(model);
            double features = expected.has("features") ? featuresSeen(model, expected) : 0;
            System.out.printf(Locale.ROOT, "conformance of %s: greedy tokens equal, largest logit error %.1e, largest feature error %.1e%n",
                    checkpoint, logits, features);
            assertThat(logits).isLessThan(LARGEST_LOGIT_ERROR);
            assertThat(features).isLessThan(LARGEST_FEATURE_ERROR);
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
