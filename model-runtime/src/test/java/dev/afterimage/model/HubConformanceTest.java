package dev.afterimage.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.afterimage.core.VisionTower;
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
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
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
    @ValueSource(strings = {"smolvlm-f32", "smolvlm-odd-bf16-tied", "idefics3-f16-shards", "llava-onevision-old", "llava-onevision-f16", "llama-f32-tied",
        "llama-odd-bf16"})
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
        packs.importCheckpoint(checkpoint, name, Progress.SILENT);
        try (OnnxLanguageModel model = packs.load(name, Precision.FP32, 2)) {
            double logits = promptsAnswered(model, expected);
            double features = expected.has("features") ? featuresSeen(model, expected) : 0;
            System.out.printf(Locale.ROOT, "conformance of %s: greedy tokens equal, largest logit error %.1e, largest feature error %.1e%n", name, logits, features);
            assertThat(logits).isLessThan(LARGEST_LOGIT_ERROR);
            assertThat(features).isLessThan(LARGEST_FEATURE_ERROR);
        }
        try (OnnxLanguageModel model = packs.load(name, Precision.INT8, 2)) {
            double logits = int8Drop(model, expected);
            double features = expected.has("features") ? featuresSeen(model, expected) : 0;
            System.out.printf(Locale.ROOT, "conformance of %s: 8 bits, largest logit error %.1e, largest feature error %.1e%n", name, logits, features);
            assertThat(logits).isLessThan(1);
        }
    }

    private double promptsAnswered(OnnxLanguageModel model, JsonNode expected) {
        double worst = 0;
        for (JsonNode prompt : expected.get("prompts")) {
            Generation generation = generate(model, prompt);
            assertThat(generation.promptTokenIds()).as(prompt.get("name").asText()).isEqualTo(ints(prompt.get("prompt_token_ids")));
            worst = Math.max(worst, logitError(generation, prompt));
            assertThat(generation.tokenIds()).as(prompt.get("name").asText()).isEqualTo(ints(prompt.get("token_ids")));
        }
        return worst;
    }

    private double int8Drop(OnnxLanguageModel model, JsonNode expected) {
        return StreamSupport.stream(expected.get("prompts").spliterator(), false).mapToDouble(prompt -> logitError(generate(model, prompt), prompt)).max().orElseThrow();
    }

    private Generation generate(OnnxLanguageModel model, JsonNode prompt) {
        List<Rgb> used = pictures.subList(0, prompt.get("pictures").asInt());
        String text = prompt.get("text").asText();
        int count = 12;
        return prompt.get("form").asText().equals("raw") ? Generation.raw(model, text, used, count) : Generation.chat(model, text, used, count);
    }

    /** Over the logits that are among the ten best on both sides; the best one always is. */
    private static double logitError(Generation generation, JsonNode prompt) {
        double worst = 0;
        for (JsonNode expected : prompt.get("first_logits")) {
            for (List<Number> logit : generation.firstLogits()) {
                if (logit.get(0).intValue() == expected.get(0).asInt()) {
                    worst = Math.max(worst, Math.abs(logit.get(1).doubleValue() - expected.get(1).asDouble()));
                }
            }
        }
        return worst;
    }

    /** @return the largest difference of an element, as a share of the features' root mean square */
    private double featuresSeen(OnnxLanguageModel model, JsonNode expected) {
        VisionTower tower = model.vision().orElseThrow();
        float[] seen = tower.see(pictures.get(0).width(), pictures.get(0).height(), pictures.get(0).data()).embeddings();
        assertThat(List.of(tower.rows() * tower.columns(), tower.width())).isEqualTo(ints(expected.get("feature_shape")));
        double scale = expected.get("feature_norm").asDouble() / Math.sqrt(seen.length);
        return StreamSupport.stream(expected.get("features").spliterator(), false)
                .mapToDouble(element -> Math.abs(seen[element.get(0).asInt()] - element.get(1).asDouble()) / scale).max().orElseThrow();
    }

    private static List<Integer> ints(JsonNode node) {
        return IntStream.range(0, node.size()).map(i -> node.get(i).asInt()).boxed().toList();
    }
}
