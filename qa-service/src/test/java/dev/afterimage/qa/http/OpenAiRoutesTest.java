package dev.afterimage.qa.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OpenAiRoutesTest extends ServiceTest {

    @BeforeEach
    void serve() {
        start(new QaServerOptions());
    }

    private static JsonObject request(String question) {
        return new JsonObject().put("model", "stream:street").put("messages", new JsonArray().add(message("user", question)));
    }

    private static JsonObject message(String role, Object content) {
        return new JsonObject().put("role", role).put("content", content);
    }

    @Test
    void aCompletionHasOpenAisShapeAndTheEvidenceOnTop() {
        JsonObject completion = post("/v1/chat/completions", request("When are there two cars?")).bodyAsJsonObject();
        assertThat(completion.getString("object")).isEqualTo("chat.completion");
        assertThat(completion.getString("id")).startsWith("chatcmpl-");
        assertThat(completion.getString("model")).isEqualTo("stream:street");
        JsonObject choice = completion.getJsonArray("choices").getJsonObject(0);
        assertThat(choice.getString("finish_reason")).isEqualTo("stop");
        assertThat(choice.getJsonObject("message").getString("role")).isEqualTo("assistant");
        assertThat(choice.getJsonObject("message").getString("content")).startsWith("Two cars");
        assertThat(completion.getJsonObject("usage").getInteger("total_tokens")).isEqualTo(187);
        assertThat(completion.getString("outcome")).isEqualTo("answered");
        assertThat(completion.getString("method")).isEqualTo("computed");
        assertThat(completion.getJsonArray("citations")).hasSize(2);
    }

    @Test
    void thePackAsModelTakesTheStreamFromTheMetadata() {
        JsonObject request = request("How many?").put("model", "notes-135m")
                .put("metadata", new JsonObject().put("stream", "table").put("at", 10));
        assertThat(post("/v1/chat/completions", request).statusCode()).isEqualTo(200);
        assertThat(asker.asked.peek().stream()).isEqualTo(FakeStreams.TABLE);
        assertThat(asker.asked.peek().at()).hasValue(10);
    }

    @Test
    void earlierMessagesAndTextPartsAreUnderstood() {
        JsonArray parts = new JsonArray().add(new JsonObject().put("type", "text").put("text", "And the last?"));
        JsonObject request = request("").put("messages", new JsonArray().add(message("developer", "Be short."))
                .add(message("user", "When was the first?")).add(message("assistant", "At 00:05.")).add(message("user", parts)));
        assertThat(post("/v1/chat/completions", request).statusCode()).isEqualTo(200);
        assertThat(asker.asked.peek().text()).isEqualTo("And the last?");
        assertThat(asker.asked.peek().earlier()).extracting("role").containsExactly("system", "user", "assistant");
    }

    @Test
    void streamedItComesInChunksThatEndWithDone() {
        List<String> data = stream(request("When are there two cars?").put("stream_options", new JsonObject().put("include_usage", true)));
        assertThat(data.get(data.size() - 1)).isEqualTo("[DONE]");
        List<JsonObject> chunks = data.subList(0, data.size() - 1).stream().map(JsonObject::new).toList();
        assertThat(chunks).allMatch(chunk -> chunk.getString("object").equals("chat.completion.chunk"));
        assertThat(chunks.stream().map(chunk -> chunk.getString("id")).distinct()).hasSize(1);
        assertThat(delta(chunks.get(0)).getString("role")).isEqualTo("assistant");
        assertThat(content(chunks)).isEqualTo("Two cars were in the picture at the same time from 00:15 to 00:18.");
        JsonObject last = chunks.get(chunks.size() - 2);
        assertThat(last.getJsonArray("choices").getJsonObject(0).getString("finish_reason")).isEqualTo("stop");
        assertThat(last.getJsonArray("citations")).hasSize(2);
        JsonObject usage = chunks.get(chunks.size() - 1);
        assertThat(usage.getJsonArray("choices")).isEmpty();
        assertThat(usage.getJsonObject("usage").getInteger("completion_tokens")).isEqualTo(7);
    }

    @Test
    void whatWasNotSeenIsStreamedAsContentToo() {
        List<String> data = stream(request("Was there a dog?"));
        List<JsonObject> chunks = data.subList(0, data.size() - 1).stream().map(JsonObject::new).toList();
        assertThat(content(chunks)).contains("No dog was seen");
        assertThat(chunks.get(chunks.size() - 1).getString("outcome")).isEqualTo("not_seen");
    }

    @Test
    void whatNobodyWatchedIsContentToo() {
        List<String> data = stream(request("Was there a car during the outage?"));
        List<JsonObject> chunks = data.subList(0, data.size() - 1).stream().map(JsonObject::new).toList();
        assertThat(content(chunks)).isEqualTo("Nobody watched from 00:10 to 00:12: the camera could not be reached.");
        JsonObject last = chunks.get(chunks.size() - 1);
        assertThat(last.getString("outcome")).isEqualTo("not_watched");
        assertThat(last.getJsonArray("gaps").getJsonObject(0).getString("cause")).isEqualTo("unreachable");
    }

    private List<String> stream(JsonObject request) {
        HttpResponse<Buffer> response = post("/v1/chat/completions", request.put("stream", true));
        assertThat(response.getHeader("Content-Type")).startsWith("text/event-stream");
        List<String> data = new ArrayList<>();
        for (String event : response.bodyAsString().split("\n\n")) {
            assertThat(event).startsWith("data: ");
            data.add(event.substring(6));
        }
        return data;
    }

    private static JsonObject delta(JsonObject chunk) {
        return chunk.getJsonArray("choices").getJsonObject(0).getJsonObject("delta");
    }

    private static String content(List<JsonObject> chunks) {
        StringBuilder content = new StringBuilder();
        chunks.stream().filter(chunk -> !chunk.getJsonArray("choices").isEmpty())
                .forEach(chunk -> content.append(delta(chunk).getString("content", "")));
        return content.toString();
    }

    @Test
    void modelsArePacksAndStreams() {
        JsonArray models = get("/v1/models").bodyAsJsonObject().getJsonArray("data");
        assertThat(models.stream().map(model -> ((JsonObject) model).getString("id")))
                .containsExactly("notes-135m", "stream:street", "stream:table");
    }

    @Test
    void metadataAreStringsAndUnknownOnesAreRefused() {
        JsonObject strings = new JsonObject().put("at", "10").put("blocks", "4").put("tokens", "512");
        assertThat(post("/v1/chat/completions", request("How many?").put("metadata", strings)).statusCode()).isEqualTo(200);
        assertThat(asker.asked.peek().at()).hasValue(10);
        assertThat(asker.asked.peek().retrieval().blocks()).hasValue(4);
        for (JsonObject wrong : List.of(new JsonObject().put("ta", "10"), new JsonObject().put("blocks", "four"),
                new JsonObject().put("at", "noon"), new JsonObject().put("at", "-1"))) {
            assertThat(post("/v1/chat/completions", request("How many?").put("metadata", wrong)).statusCode()).as(wrong.encode())
                    .isEqualTo(400);
        }
    }

    /** One of the two would not have been asked about, and nobody would have been told. */
    @Test
    void twoStreamsInOneRequestAreRefused() {
        JsonObject other = new JsonObject().put("stream", "table");
        JsonObject chat = request("How many?").put("model", "stream:street").put("metadata", other);
        JsonObject response = new JsonObject().put("model", "stream:street").put("input", "How many?").put("metadata", other);
        assertThat(error(post("/v1/chat/completions", chat)).getString("param")).isEqualTo("metadata");
        assertThat(post("/v1/responses", response).statusCode()).isEqualTo(400);
        other.put("stream", "street");
        assertThat(post("/v1/chat/completions", chat).statusCode()).isEqualTo(200);
        assertThat(post("/v1/responses", response).statusCode()).isEqualTo(200);
    }

    @Test
    void whatIsWrongIsNamedWhereItStands() {
        JsonObject message = new JsonObject().put("role", "user").put("content", "How many?").put("name", "me");
        JsonObject chat = request("").put("messages", new JsonArray().add(message));
        assertThat(post("/v1/chat/completions", chat).statusCode()).as("OpenAI's types have a name").isEqualTo(200);
        message.put("foo", 1);
        assertThat(error(post("/v1/chat/completions", chat)).getString("param")).isEqualTo("foo");
        assertThat(error(post("/v1/chat/completions", request("How many?").put("stream_options", new JsonObject().put("foo", 1))))
                .getString("param")).isEqualTo("foo");
        assertThat(error(post("/v1/chat/completions", request("How many?").put("metadata", new JsonObject().put("at", "soon"))))
                .getString("param")).isEqualTo("at");
        JsonObject empty = new JsonObject().put("model", "stream:street").put("input", new JsonArray());
        assertThat(error(post("/v1/responses", empty)).getString("param")).isEqualTo("input");
    }

    @Test
    void whatIsNotSupportedIsRefusedByItsName() {
        assertThat(post("/v1/chat/completions", request("How many?").put("temperature", 0.2).put("n", 1).put("tools", new JsonArray())
                .put("response_format", new JsonObject().put("type", "text")).putNull("stop")).statusCode()).isEqualTo(200);
        JsonObject wrong = new JsonObject().put("n", 2).put("tools", new JsonArray().add(new JsonObject().put("type", "function")))
                .put("response_format", new JsonObject().put("type", "json_object")).put("logprobs", true).put("stop", "x")
                .put("cheese", 1);
        for (String name : wrong.fieldNames()) {
            HttpResponse<Buffer> response = post("/v1/chat/completions", request("How many?").put(name, wrong.getValue(name)));
            assertThat(response.statusCode()).as(name).isEqualTo(400);
            assertThat(error(response).getString("param")).isEqualTo(name);
        }
    }

    @Test
    void anAddressWithoutARouteIs404WhateverTheMethod() {
        for (String path : List.of("/v1/embeddings", "/v1/nothing", "/api/nothing", "/api/streams/street/nothing")) {
            assertThat(post(path, new JsonObject()).statusCode()).as(path).isEqualTo(404);
        }
        HttpResponse<Buffer> other = await(client.delete(server.port(), "127.0.0.1", "/v1/chat/completions").send());
        assertThat(other.statusCode()).isEqualTo(405);
        assertThat(other.getHeader("Allow")).isEqualTo("POST");
        assertThat(get("/v1/models/stream:street").bodyAsJsonObject().getString("id")).isEqualTo("stream:street");
        assertThat(get("/v1/models/stream:nowhere").statusCode()).isEqualTo(404);
    }

    @Test
    void errorsHaveOpenAisShape() {
        assertRefused(request("What?").put("model", "gpt-4"), 404, "MODEL_UNKNOWN");
        assertRefused(request("What?").put("model", "notes-135m"), 400, "USAGE");
        assertRefused(request("What?").put("model", "stream:nowhere"), 404, "STREAM_UNKNOWN");
        assertRefused(request("What?").put("messages", new JsonArray()), 400, "USAGE");
        assertRefused(request("").put("messages", new JsonArray().add(message("assistant", "I"))), 400, "USAGE");
        assertRefused(request("").put("messages", new JsonArray().add(message("tool", "I"))), 400, "USAGE");
        assertRefused(request(" "), 400, "USAGE_EMPTY_QUESTION");
        assertRefused(request("fail"), 500, "STORAGE_CORRUPT");
        assertRefused(request("fail").put("stream", true), 500, "STORAGE_CORRUPT");
        JsonArray picture = new JsonArray().add(new JsonObject().put("type", "image_url"));
        assertRefused(request("").put("messages", new JsonArray().add(message("user", picture))), 400, "USAGE");
    }

    private void assertRefused(JsonObject request, int status, String code) {
        HttpResponse<Buffer> response = post("/v1/chat/completions", request);
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(error(response).getString("code")).isEqualTo(code);
        assertThat(error(response).getString("type")).isEqualTo(status < 500 ? "invalid_request_error" : "server_error");
        assertThat(error(response).getString("message")).isNotBlank();
        assertThat(error(response).containsKey("param")).isTrue();
    }
}
