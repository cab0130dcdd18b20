package dev.afterimage.qa.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.afterimage.core.answer.Reply;
import dev.afterimage.core.stream.StreamInfo;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** One completion in OpenAI's shape; {@code outcome}, {@code citations} and {@code method} come on top. */
final class OpenAiJson {

    private final String id = "chatcmpl-" + UUID.randomUUID().toString().replace("-", "");
    private final long created = Instant.now().getEpochSecond();
    private final String model;

    OpenAiJson(String model) {
        this.model = model;
    }

    static ObjectNode models(List<String> packs, List<StreamInfo> streams) {
        ObjectNode json = Json.object().put("object", "list");
        var data = json.putArray("data");
        packs.forEach(pack -> data.add(model(pack, 0)));
        streams.forEach(info -> data.add(model("stream:" + info.name(), info.started().getEpochSecond())));
        return json;
    }

    /** @param created seconds since 1970 */
    private static ObjectNode model(String id, long created) {
        return Json.object().put("id", id).put("object", "model").put("created", created).put("owned_by", "afterimage");
    }

    /** One of {@link #models}; empty where there is none of that name. */
    static Optional<JsonNode> model(String id, List<String> packs, List<StreamInfo> streams) {
        for (JsonNode model : models(packs, streams).path("data")) {
            if (model.path("id").asText().equals(id)) {
                return Optional.of(model);
            }
        }
        return Optional.empty();
    }

    ObjectNode completion(Reply reply) {
        ObjectNode json = head("chat.completion");
        ObjectNode choice = json.putArray("choices").addObject().put("index", 0);
        choice.putObject("message").put("role", "assistant").put("content", ReplyJson.text(reply.answer()));
        choice.putNull("logprobs").put("finish_reason", "stop");
        json.set("usage", usage(reply));
        return withEvidence(json, reply);
    }

    ObjectNode roleChunk() {
        ObjectNode json = head("chat.completion.chunk");
        delta(json, null).put("role", "assistant").put("content", "");
        return json;
    }

    ObjectNode textChunk(String piece) {
        ObjectNode json = head("chat.completion.chunk");
        delta(json, null).put("content", piece);
        return json;
    }

    ObjectNode lastChunk(Reply reply) {
        ObjectNode json = head("chat.completion.chunk");
        delta(json, "stop");
        return withEvidence(json, reply);
    }

    ObjectNode usageChunk(Reply reply) {
        ObjectNode json = head("chat.completion.chunk");
        json.putArray("choices");
        json.set("usage", usage(reply));
        return json;
    }

    private ObjectNode head(String object) {
        return Json.object().put("id", id).put("object", object).put("created", created).put("model", model);
    }

    private static ObjectNode delta(ObjectNode json, String finishReason) {
        ObjectNode choice = json.putArray("choices").addObject().put("index", 0);
        ObjectNode delta = choice.putObject("delta");
        choice.putNull("logprobs").put("finish_reason", finishReason);
        return delta;
    }

    static ObjectNode withEvidence(ObjectNode json, Reply reply) {
        ObjectNode whole = ReplyJson.of(reply);
        for (String field : List.of("outcome", "citations", "more_citations", "understood", "method", "closest", "gaps", "at",
                "timings_ms")) {
            if (whole.has(field)) {
                json.set(field, whole.get(field));
            }
        }
        return json;
    }

    private static ObjectNode usage(Reply reply) {
        Reply.Usage usage = reply.usage();
        ObjectNode json = Json.object()
                .put("prompt_tokens", usage.promptTokens())
                .put("completion_tokens", usage.completionTokens())
                .put("total_tokens", usage.promptTokens() + usage.completionTokens());
        json.putObject("prompt_tokens_details").put("cached_tokens", usage.retrievedTokens());
        return json;
    }
}
