package dev.afterimage.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.afterimage.model.fetch.Progress;
import dev.afterimage.model.format.PackDescription;
import dev.afterimage.model.format.Precision;
import dev.afterimage.model.pack.ModelPacks;
import dev.afterimage.model.runtime.OnnxLanguageModel;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code notes-135m} with its adapter merged here, held against the training's own model (model-training/notes/fixtures.py). */
class NotesAdapterTest {

    private static final double LARGEST_LOGIT_ERROR = 2e-3;

    private static JsonNode fixture;
    private static OnnxLanguageModel model;

    @BeforeAll
    static void load() throws IOException {
        try (InputStream json = NotesAdapterTest.class.getResourceAsStream("/conformance/notes-135m.json")) {
            fixture = new ObjectMapper().readTree(json);
        }
        ModelPacks packs = new ModelPacks(ModelPacks.defaultDirectory());
        packs.pull("notes-135m", Set.of(Precision.FP32), Progress.SILENT);
        model = packs.load("notes-135m", Precision.FP32, 2);
    }

    @AfterAll
    static void close() {
        model.close();
    }

    @Test
    void greedyAnswersEqualThoseOfTheTrainedModel() {
        for (JsonNode prompt : fixture.get("prompts")) {
            int[] ids = StreamSupport.stream(prompt.get("prompt_token_ids").spliterator(), false).mapToInt(JsonNode::asInt).toArray();
            List<Integer> expected = StreamSupport.stream(prompt.get("token_ids").spliterator(), false).map(JsonNode::asInt).toList();
            Generation generation = Generation.greedy(model, ids, 16);
            assertThat(generation.tokenIds()).as(prompt.get("name").asText()).isEqualTo(expected);
            for (int i = 0; i < 3; i++) {
                assertThat(generation.firstLogits().get(i).get(0)).as(prompt.get("name").asText())
                        .isEqualTo(prompt.get("first_logits").get(i).get(0).asInt());
                assertThat(Math.abs(generation.firstLogits().get(i).get(1).doubleValue() - prompt.get("first_logits").get(i).get(1)
                        .asDouble())).isLessThan(LARGEST_LOGIT_ERROR);
            }
        }
        assertThat(fixture.get("prompts").size()).isGreaterThanOrEqualTo(8);
    }

    @Test
    void thePackTellsItsAdapterAndWhatTheModelWasTaughtToSay() {
        PackDescription pack = model.pack();
        assertThat(pack.adapter().name()).isEqualTo("notes-135m-lora");
        assertThat(model.notSeen()).contains("Not seen.");
    }
}
