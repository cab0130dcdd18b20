package dev.afterimage.qa.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.afterimage.core.answer.Question;
import dev.afterimage.core.model.LanguageModel.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * An OpenAI chat completion request, read. The last user message is the question, those before it the chat so far.
 *
 * @param stream       whether chunks are asked for (not the video stream: that is in the question)
 * @param includeUsage whether a chunk with the usage is to follow the last one
 */
record ChatRequest(String model, Question question, boolean stream, boolean includeUsage) {

    private static final Set<String> READ = Set.of("model", "messages", "stream", "stream_options", "metadata");

    /** What OpenAI's types have in messages and items; only role and content are read. */
    private static final String[] OF_A_MESSAGE = {"role", "content", "name", "refusal", "annotations", "audio", "function_call",
        "tool_calls", "tool_call_id", "type", "id", "status", "phase", "parsed", "reasoning_content"};

    static ChatRequest of(Fields fields, List<String> models) {
        OpenAiParameters.check(fields.body(), READ);
        String model = fields.text("model");
        ChatMetadata metadata = ChatMetadata.of(fields.object("metadata"));
        Question question = question(model, messages(fields.array("messages")), "messages", metadata, models);
        return new ChatRequest(model, question, fields.flag("stream", false),
                fields.object("stream_options").only("include_usage", "include_obfuscation").flag("include_usage", false));
    }

    /**
     * @param messages the last of them the question, those before it the chat so far
     * @param field    where they stand in the request
     */
    static Question question(String model, List<Message> messages, String field, ChatMetadata metadata, List<String> models) {
        if (messages.isEmpty()) {
            throw HttpFailure.usage("there are no messages", "send at least one of role 'user'").about(field);
        }
        Message last = messages.get(messages.size() - 1);
        if (!last.role().equals("user")) {
            throw HttpFailure.usage("the last message is of '" + last.role() + "'", "end with a message of 'user': the question")
                    .about(field);
        }
        return new Question(metadata.asked(model, models), last.content(), metadata.at(), messages.subList(0, messages.size() - 1),
                metadata.retrieval());
    }

    static List<Message> messages(JsonNode array) {
        List<Message> messages = new ArrayList<>();
        for (JsonNode message : array) {
            if (message instanceof ObjectNode object) {
                new Fields(object).only(OF_A_MESSAGE);
            }
            messages.add(new Message(role(message), content(message.path("content"))));
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
        if (!content.isArray()) {
            throw HttpFailure.usage("a message has no content", "send it as a string, or as a list of text parts").about("messages");
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
