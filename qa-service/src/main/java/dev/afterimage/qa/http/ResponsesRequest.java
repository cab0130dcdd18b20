package dev.afterimage.qa.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.afterimage.core.answer.Question;
import dev.afterimage.core.model.LanguageModel.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A request to OpenAI's Responses API, read. The input is the question, or a list of messages that ends with it.
 *
 * @param stream whether events are asked for
 */
record ResponsesRequest(String model, Question question, String instructions, ObjectNode metadata, boolean stream) {

    private static final Set<String> READ = Set.of("model", "input", "instructions", "stream", "stream_options", "metadata");

    static ResponsesRequest of(Fields fields, List<String> models) {
        OpenAiParameters.check(fields.body(), READ);
        fields.object("stream_options").only("include_obfuscation");
        String model = fields.text("model");
        Fields metadata = fields.object("metadata");
        String instructions = fields.optionalText("instructions").orElse("");
        List<Message> messages = new ArrayList<>();
        if (!instructions.isBlank()) {
            messages.add(new Message("system", instructions));
        }
        messages.addAll(input(fields.body().path("input")));
        return new ResponsesRequest(model, ChatRequest.question(model, messages, "input", ChatMetadata.of(metadata), models), instructions,
                metadata.body(), fields.flag("stream", false));
    }

    private static List<Message> input(JsonNode input) {
        if (input.isTextual()) {
            return List.of(new Message("user", input.textValue()));
        }
        if (!(input instanceof ArrayNode items)) {
            throw HttpFailure.usage("'input' is missing", "send the question as a string, or as a list of messages").about("input");
        }
        for (JsonNode item : items) {
            if (!item.path("type").asText("message").equals("message")) {
                throw HttpFailure.usage("'input' holds an item of type '" + item.path("type").asText() + "'", "send messages")
                        .about("input");
            }
        }
        return ChatRequest.messages(items);
    }
}
