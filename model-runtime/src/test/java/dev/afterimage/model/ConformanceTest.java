package dev.afterimage.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.afterimage.core.block.KeyValues;
import dev.afterimage.core.model.LanguageModel;
import dev.afterimage.core.model.LanguageSession;
import dev.afterimage.core.model.PromptPart;
import dev.afterimage.model.fetch.Progress;
import dev.afterimage.model.format.Precision;
import dev.afterimage.model.pack.ModelPacks;
import dev.afterimage.model.runtime.OnnxLanguageModel;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** SmolLM2-135M-Instruct held against `transformers` and llama.cpp; model-training/conformance made the fixture. */
class ConformanceTest {

    /** Float sums in another order differ by about 5e-5 here; a wrong epsilon or rotary base already moves logits by more than this. */
    private static final double LARGEST_LOGIT_ERROR = 1e-3;

    private static JsonNode fixture;
    private static OnnxLanguageModel model;

    @BeforeAll
    static void load() throws IOException {
        try (InputStream json = ConformanceTest.class.getResourceAsStream("/conformance/SmolLM2-135M-Instruct.Q4_1.json")) {
            fixture = new ObjectMapper().readTree(json);
        }
        ModelPacks packs = new ModelPacks(ModelPacks.defaultDirectory());
        packs.pull("smollm2-135m", Set.of(Precision.FP32), Progress.SILENT);
        model = packs.load("smollm2-135m", Precision.FP32, 2);
    }

    @AfterAll
    static void close() {
        model.close();
    }

    @Test
    void greedyTokensEqualThoseOfTheReference() {
        double worst = 0;
        for (JsonNode prompt : fixture.get("prompts")) {
            List<Integer> expected = ints(prompt.get("token_ids"));
            int[] ids = model.tokenize(prompt.get("text").asText());
            assertThat(ids).as(prompt.get("name").asText()).containsExactly(array(prompt.get("prompt_token_ids")));
            Generation generation = Generation.greedy(model, ids, expected.size());
            assertThat(generation.tokenIds()).as(prompt.get("name").asText()).isEqualTo(expected);
            worst = Math.max(worst, largestError(prompt.get("first_logits"), logits(ids)));
        }
        assertThat(fixture.get("prompts").size()).isGreaterThanOrEqualTo(20);
        System.out.printf("conformance: greedy tokens of %d prompts equal, largest logit error %.1e%n", fixture.get("prompts").size(),
                worst);
        assertThat(worst).isLessThan(LARGEST_LOGIT_ERROR);
    }

    @Test
    void chatTemplatesRenderAsInTheReference() {
        for (JsonNode prompt : fixture.get("prompts")) {
            if (prompt.has("messages")) {
                assertThat(model.chat(messages(prompt), true)).isEqualTo(prompt.get("text").asText());
            }
        }
    }

    @Test
    void whatAUserWritesInBracesIsNoTemplate() {
        String chat = model.chat(List.of(new LanguageModel.Message("user", "{{ 7 * 7 }} {% if x %} {# y #}")), false);
        assertThat(chat).endsWith("<|im_start|>user\n{{ 7 * 7 }} {% if x %} {# y #}<|im_end|>\n");
    }

    @Test
    void oddTextsHaveTheTokensOfTheReferenceAndComeBack() {
        for (JsonNode odd : fixture.get("odd_texts")) {
            int[] ids = model.tokenize(odd.get("text").asText());
            assertThat(ids).as(odd.get("text").asText()).containsExactly(array(odd.get("token_ids")));
            assertThat(model.detokenize(ids)).isEqualTo(odd.get("text").asText());
        }
    }

    @Test
    void longTextsAreNotCutOff() {
        assertThat(model.tokenize("one two three ".repeat(1000))).hasSizeGreaterThan(3000);
    }

    @Test
    void storedBlocksGiveTheLogitsOfOneForwardPass() {
        int[] ids = array(StreamSupport.stream(fixture.get("prompts").spliterator(), false)
                .filter(p -> p.get("name").asText().equals("lighthouse"))
                .findFirst().orElseThrow().get("prompt_token_ids"));
        List<KeyValues> blocks = new ArrayList<>();
        try (LanguageSession writer = model.newSession(ids.length)) {
            for (int at = 0; at + 40 < ids.length; at += 40) {
                blocks.add(writer.prefill(new PromptPart.Tokens(Arrays.copyOfRange(ids, at, at + 40))));
            }
        }
        try (LanguageSession reader = model.newSession(ids.length)) {
            blocks.forEach(reader::append);
            reader.read(new PromptPart.Tokens(Arrays.copyOfRange(ids, reader.length(), ids.length)));
            assertThat(reader.computedTokens()).isEqualTo(ids.length - 40L * blocks.size());
            assertThat(reader.logits()).usingComparatorWithPrecision((float) LARGEST_LOGIT_ERROR).containsExactly(logits(ids));
        }
    }

    private static float[] logits(int[] ids) {
        try (LanguageSession session = model.newSession(ids.length)) {
            session.read(new PromptPart.Tokens(ids));
            return session.logits();
        }
    }

    private static double largestError(JsonNode expected, float[] logits) {
        return StreamSupport.stream(expected.spliterator(), false)
                .mapToDouble(e -> Math.abs(logits[e.get(0).asInt()] - e.get(1).asDouble())).max()
                .orElseThrow();
    }

    private static List<LanguageModel.Message> messages(JsonNode prompt) {
        return StreamSupport.stream(prompt.get("messages").spliterator(), false)
                .map(m -> new LanguageModel.Message(m.get("role").asText(), m.get("content").asText())).toList();
    }

    private static List<Integer> ints(JsonNode node) {
        return IntStream.of(array(node)).boxed().toList();
    }

    private static int[] array(JsonNode node) {
        return StreamSupport.stream(node.spliterator(), false).mapToInt(JsonNode::asInt).toArray();
    }
}
