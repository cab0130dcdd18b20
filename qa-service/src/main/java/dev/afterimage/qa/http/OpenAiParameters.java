package dev.afterimage.qa.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What OpenAI's requests may hold beside what is read. Answers are found in what was stored and decoded greedily, so
 * parameters of sampling and length are accepted and change nothing, as the documentation says. Parameters that would
 * have to change the answer are accepted with the value that does not.
 */
final class OpenAiParameters {

    private static final Set<String> WITHOUT_EFFECT = Set.of("temperature", "top_p", "seed", "user", "max_tokens", "max_completion_tokens",
            "max_output_tokens", "presence_penalty", "frequency_penalty", "parallel_tool_calls", "service_tier", "prompt_cache_key",
            "prompt_cache_retention", "safety_identifier", "reasoning_effort", "reasoning", "verbosity");

    private static final Predicate<JsonNode> NOTHING = value -> value.isEmpty() && (value.isArray() || value.isObject());
    private static final Predicate<JsonNode> FALSE = value -> value.isBoolean() && !value.booleanValue();
    private static final Predicate<JsonNode> NO_CALL = value -> Set.of("none", "auto").contains(value.asText());
    private static final Predicate<JsonNode> PLAIN_TEXT = value -> value.path("type").asText().equals("text");

    /** Values that change nothing; null always is one. */
    private static final Map<String, Predicate<JsonNode>> NEUTRAL = Map.ofEntries(
            Map.entry("n", value -> value.isIntegralNumber() && value.intValue() == 1), Map.entry("tools", NOTHING),
            Map.entry("tool_choice", NO_CALL), Map.entry("functions", NOTHING), Map.entry("function_call", NO_CALL),
            Map.entry("response_format", PLAIN_TEXT), Map.entry("logprobs", FALSE), Map.entry("top_logprobs", value -> value.asInt(1) == 0),
            Map.entry("logit_bias", NOTHING), Map.entry("stop", NOTHING), Map.entry("store", FALSE),
            Map.entry("modalities", value -> value.size() == 1 && value.path(0).asText().equals("text")),
            Map.entry("audio", value -> false), Map.entry("prediction", value -> false), Map.entry("web_search_options", value -> false),
            Map.entry("text", value -> !value.has("format") || PLAIN_TEXT.test(value.path("format"))),
            Map.entry("truncation", value -> value.asText().equals("disabled")), Map.entry("background", FALSE),
            Map.entry("include", NOTHING), Map.entry("previous_response_id", value -> false), Map.entry("conversation", value -> false),
            Map.entry("prompt", value -> false), Map.entry("max_tool_calls", value -> false), Map.entry("top_k", value -> false));

    private OpenAiParameters() { }

    /**
     * @param read parameters that the caller reads itself
     * @throws HttpFailure 400 that names the first parameter that is unknown or asks for what cannot be done
     */
    static void check(ObjectNode body, Set<String> read) {
        body.properties().forEach(given -> {
            String name = given.getKey();
            if (read.contains(name) || WITHOUT_EFFECT.contains(name) || given.getValue().isNull()) {
                return;
            }
            if (!NEUTRAL.containsKey(name)) {
                throw HttpFailure.usage("there is no parameter '" + name + "'", "leave it out; what is about the stream goes into metadata")
                        .about(name);
            }
            if (!NEUTRAL.get(name).test(given.getValue())) {
                throw HttpFailure.usage("'" + name + "' is not supported with this value", "leave it out").about(name);
            }
        });
    }
}
