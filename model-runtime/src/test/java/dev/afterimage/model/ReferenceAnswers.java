package dev.afterimage.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.afterimage.model.runtime.OnnxLanguageModel;
import dev.afterimage.model.vision.Rgb;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/** What {@code transformers} answers, as model-training/conformance writes it down ({@code prompts}). */
record ReferenceAnswers(JsonNode expected, List<Rgb> pictures) {

    private static final int GREEDY_TOKENS = 12;

    /** Token ids and greedy tokens must be equal. @return the largest error of a logit */
    double largestError(OnnxLanguageModel model) {
        double worst = 0;
        for (JsonNode prompt : expected.get("prompts")) {
            Generation generation = generate(model, prompt);
            assertThat(generation.promptTokenIds()).as(prompt.get("name").asText()).isEqualTo(ints(prompt.get("prompt_token_ids")));
            worst = Math.max(worst, logitError(generation, prompt));
            assertThat(generation.tokenIds()).as(prompt.get("name").asText()).isEqualTo(ints(prompt.get("token_ids")));
        }
        return worst;
    }

    /** @return the largest error of a logit, whatever the tokens */
    double largestDrop(OnnxLanguageModel model) {
        return StreamSupport.stream(expected.get("prompts").spliterator(), false)
                .mapToDouble(prompt -> logitError(generate(model, prompt), prompt)).max().orElseThrow();
    }

    private Generation generate(OnnxLanguageModel model, JsonNode prompt) {
        List<Rgb> used = pictures.subList(0, prompt.get("pictures").asInt());
        String text = prompt.get("text").asText();
        return prompt.get("form").asText().equals("raw") ? Generation.raw(model, text, used, GREEDY_TOKENS)
                : Generation.chat(model, text, used, GREEDY_TOKENS);
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

    static List<Integer> ints(JsonNode node) {
        return IntStream.range(0, node.size()).map(i -> node.get(i).asInt()).boxed().toList();
    }
}
