package dev.afterimage.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.afterimage.core.AfterimageException;
import dev.afterimage.core.ErrorCode;
import dev.afterimage.core.Question;
import dev.afterimage.core.StreamId;
import dev.afterimage.store.DataDirectory;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Talks to the process that owns the data directory, whose address stands there. */
final class OwnerClient implements StoredStreams {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration ANSWER_WITHIN = Duration.ofMinutes(2);

    private final DataDirectory.Owner owner;
    private final HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(3)).build();

    OwnerClient(DataDirectory.Owner owner) {
        this.owner = owner;
    }

    JsonNode ask(Question question) {
        ObjectNode body = JSON.createObjectNode().put("stream", question.stream().name()).put("question", question.text());
        question.at().ifPresent(at -> body.put("at", at));
        question.retrieval().policy().ifPresent(policy -> body.put("retrieval", policy.label()));
        question.retrieval().blocks().ifPresent(blocks -> body.put("blocks", blocks));
        question.retrieval().tokens().ifPresent(tokens -> body.put("tokens", tokens));
        return send(request("/api/ask").header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body.toString())));
    }

    @Override
    public JsonNode list() {
        return send(request("/api/streams").GET()).path("streams");
    }

    @Override
    public JsonNode show(StreamId stream) {
        ObjectNode shown = (ObjectNode) send(request("/api/streams/" + stream).GET());
        return shown.set("scenes", send(request("/api/streams/" + stream + "/scenes").GET()).path("scenes"));
    }

    @Override
    public JsonNode delete(StreamId stream) {
        JsonNode shown = show(stream);
        send(request("/api/streams/" + stream).DELETE());
        return shown;
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://" + owner.host() + ":" + owner.port() + path))
                .timeout(ANSWER_WITHIN).header("Accept", "application/json");
        if (!owner.token().isEmpty()) {
            request.header("Authorization", "Bearer " + owner.token());
        }
        return request;
    }

    private JsonNode send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            JsonNode body = response.body().isBlank() ? JSON.createObjectNode() : JSON.readTree(response.body());
            if (response.statusCode() >= 400) {
                throw told(body.path("error"), response.statusCode());
            }
            return body;
        } catch (IOException e) {
            throw new AfterimageException(ErrorCode.STORAGE_IN_USE, "'afterimage " + owner.command() + "' (process " + owner.pid()
                    + ") owns the data directory but does not answer at " + owner.host() + ":" + owner.port() + ": " + e.getMessage(),
                    "try again, or stop that process", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw AfterimageException.of(e);
        }
    }

    private static AfterimageException told(JsonNode error, int status) {
        ErrorCode code;
        try {
            code = ErrorCode.valueOf(error.path("code").asText());
        } catch (IllegalArgumentException e) {
            code = ErrorCode.INTERNAL;
        }
        return new AfterimageException(code, error.path("message").asText("the owner answered " + status),
                error.path("remedy").asText("look at its log"));
    }
}
