package dev.afterimage.qa.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.afterimage.core.answer.Reply;
import java.time.Instant;
import java.util.UUID;

/** One response in the shape of OpenAI's Responses API, whole or as events; {@code outcome} and {@code citations} come on top. */
final class ResponsesJson {

    private final String id = "resp_" + random();
    private final String message = "msg_" + random();
    private final long created = Instant.now().getEpochSecond();
    private final ResponsesRequest request;
    private int sequence;

    ResponsesJson(ResponsesRequest request) {
        this.request = request;
    }

    private static String random() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    /** The whole response. */
    ObjectNode completed(Reply reply) {
        ObjectNode json = head("completed");
        json.putArray("output").add(message("completed", ReplyJson.text(reply.answer())));
        Reply.Usage usage = reply.usage();
        ObjectNode used = json.putObject("usage").put("input_tokens", usage.promptTokens()).put("output_tokens", usage.completionTokens())
                .put("total_tokens", usage.promptTokens() + usage.completionTokens());
        used.putObject("input_tokens_details").put("cached_tokens", usage.retrievedTokens());
        used.putObject("output_tokens_details").put("reasoning_tokens", 0);
        return OpenAiJson.withEvidence(json, reply);
    }

    private ObjectNode head(String status) {
        ObjectNode json = Json.object().put("id", id).put("object", "response").put("created_at", created).put("status", status)
                .put("model", request.model()).put("parallel_tool_calls", false).put("tool_choice", "none").put("store", false)
                .put("background", false).put("truncation", "disabled");
        json.putNull("error").putNull("incomplete_details").putNull("max_output_tokens").putNull("previous_response_id")
                .putNull("temperature").putNull("top_p").putNull("user").putNull("usage");
        json.put("instructions", request.instructions().isEmpty() ? null : request.instructions());
        json.putArray("tools");
        json.putArray("output");
        json.putObject("text").putObject("format").put("type", "text");
        json.putObject("reasoning").putNull("effort").putNull("summary");
        json.set("metadata", request.metadata());
        return json;
    }

    private ObjectNode message(String status, String text) {
        ObjectNode json = Json.object().put("id", message).put("type", "message").put("status", status).put("role", "assistant");
        if (status.equals("completed")) {
            json.putArray("content").add(part(text));
        } else {
            json.putArray("content");
        }
        return json;
    }

    private static ObjectNode part(String text) {
        ObjectNode part = Json.object().put("type", "output_text").put("text", text);
        part.putArray("annotations");
        part.putArray("logprobs");
        return part;
    }

    /** An event, numbered in the order in which they are made. */
    private ObjectNode event(String type) {
        return Json.object().put("type", type).put("sequence_number", sequence++);
    }

    /** {@code response.created} or {@code response.in_progress}. */
    ObjectNode begun(String type) {
        ObjectNode event = event(type);
        event.set("response", head("in_progress"));
        return event;
    }

    ObjectNode itemAdded() {
        ObjectNode event = event("response.output_item.added").put("output_index", 0);
        event.set("item", message("in_progress", ""));
        return event;
    }

    ObjectNode partAdded() {
        ObjectNode event = inPart("response.content_part.added");
        event.set("part", part(""));
        return event;
    }

    ObjectNode delta(String piece) {
        ObjectNode event = inPart("response.output_text.delta").put("delta", piece);
        event.putArray("logprobs");
        return event;
    }

    ObjectNode textDone(String text) {
        ObjectNode event = inPart("response.output_text.done").put("text", text);
        event.putArray("logprobs");
        return event;
    }

    ObjectNode partDone(String text) {
        ObjectNode event = inPart("response.content_part.done");
        event.set("part", part(text));
        return event;
    }

    ObjectNode itemDone(String text) {
        ObjectNode event = event("response.output_item.done").put("output_index", 0);
        event.set("item", message("completed", text));
        return event;
    }

    ObjectNode done(Reply reply) {
        ObjectNode event = event("response.completed");
        event.set("response", completed(reply));
        return event;
    }

    ObjectNode failed(HttpFailure failure) {
        ObjectNode response = head("failed");
        response.set("error", Json.object().put("code", "server_error").put("message", failure.getMessage()));
        ObjectNode event = event("response.failed");
        event.set("response", response);
        return event;
    }

    private ObjectNode inPart(String type) {
        return event(type).put("item_id", message).put("output_index", 0).put("content_index", 0);
    }
}
