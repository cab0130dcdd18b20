package dev.afterimage.qa.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.afterimage.core.LanguageModel.Message;
import dev.afterimage.core.Question;
import dev.afterimage.core.StreamId;
import java.util.ArrayList;
import java.util.List;

/**
 * An OpenAI chat completion request, read. The last user message is the question, those before it the chat so far.
 *
 * @param stream       whether chunks are asked for (not the video stream: that is in the question)
 * @param includeUsage whether a chunk with the usage is to follow the last one
 */
record ChatRequest(String model, Question question, boolean stream, boolean includeUsage) {

    private static final String STREAM_PREFIX = "stream:";

    static ChatRequest of(Fields fields, List<String> models) {
        String model = fields.text("model");
        List<Message> messages = messages(fields.array("messages"));
        Message last = messages.get(messages.size() - 1);
        if (!last.role().equals("user")) {
            throw HttpFailure.usage("the last message is of '" + last.role() + "'", "end with a message of 'user': the question");
        }
        Question question = new Question(streamOf(model, fields, models), last.content(), fields.object("metadata").number("at"),
                messages.subList(0, messages.size() - 1), fields.object("metadata").retrieval());
        return new ChatRequest(model, question, fields.flag("stream", false),
                fields.object("stream_options").flag("include_usage", false));
    }

    private static StreamId streamOf(String model, Fields fields, List<String> models) {
        if (model.startsWith(STREAM_PREFIX)) {
            return new StreamId(model.substring(STREAM_PREFIX.length()));
        }
        if (!models.contains(model)) {
            throw new HttpFailure(404, "MODEL_UNKNOWN", "there is no model '" + model + "'", "take one of GET /v1/models");
        }
        return new StreamId(fields.object("metadata").optionalText("stream").orElseThrow(() -> HttpFailure.usage(
                "the request names no video stream", "set metadata.stream, or model to stream:NAME")));
    }

    private static List<Message> messages(JsonNode array) {
        List<Message> messages = new ArrayList<>();
        for (JsonNode message : array) {
            messages.add(new Message(role(message), content(message.path("content"))));
        }
        if (messages.isEmpty()) {
            throw HttpFailure.usage("there are no messages", "send at least one of role 'user'");
        }
        return messages;
    }

    private static String role(JsonNode message) {
        String role = message.path("role").asText();
        return switch (role) {
            case "user", "assistant", "system" -> role;
            case "developer" -> "system";
            default -> throw HttpFailure.usage("a message has the role '" + role + "'", "use user, assistant or system");
        };
    }

    /** A string, or an array of text parts. */
    private static String content(JsonNode content) {
        if (content.isTextual()) {
            return content.textValue();
        }
        StringBuilder text = new StringBuilder();
        for (JsonNode part : content) {
            if (!part.path("text").isTextual()) {
                throw HttpFailure.usage("a message has a part that is not text", "send text: the pictures come from the video stream");
            }
            text.append(part.path("text").textValue());
        }
        return text.toString();
    }
}
