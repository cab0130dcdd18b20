package dev.afterimage.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.afterimage.core.answer.Question;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.qa.http.StreamJson;
import dev.afterimage.store.DataDirectory;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Talks to the process that owns the data directory, whose address stands there. */
final class OwnerClient implements StreamCatalogue {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration ANSWER_WITHIN = Duration.ofMinutes(2);
    /** A day of video takes a while. */
    private static final Duration EXPORT_WITHIN = Duration.ofHours(12);
    /** A question has a deadline in the owner, as long as its configuration says. */
    private static final Duration QUESTION_WITHIN = ANSWER_WITHIN.plusSeconds(ServiceLimits.MOST_QUESTION_SECONDS);

    private final DataDirectory.Owner owner;
    private final HttpClient http;

    OwnerClient(DataDirectory.Owner owner) {
        this.owner = owner;
        HttpClient.Builder client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(3));
        if (owner.tls()) {
            client.sslContext(PinnedCertificate.context(owner.certificate()));
        }
        this.http = client.build();
    }

    JsonNode ask(Question question) {
        return ask(question, JSON.createObjectNode().put("stream", question.stream().name()));
    }

    /** @param named streams to ask; empty for all */
    JsonNode ask(Question question, List<StreamId> named) {
        ObjectNode body = JSON.createObjectNode();
        if (named.isEmpty()) {
            return ask(question, body.put("streams", "all"));
        }
        ArrayNode streams = body.putArray("streams");
        named.forEach(stream -> streams.add(stream.name()));
        return ask(question, body);
    }

    private JsonNode ask(Question question, ObjectNode body) {
        body.put("question", question.text());
        question.at().ifPresent(at -> body.put("at", at));
        question.retrieval().policy().ifPresent(policy -> body.put("retrieval", policy.label()));
        question.retrieval().blocks().ifPresent(blocks -> body.put("blocks", blocks));
        question.retrieval().tokens().ifPresent(tokens -> body.put("tokens", tokens));
        return send(request("/api/ask").timeout(QUESTION_WITHIN).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
    }

    @Override
    public JsonNode list() {
        return send(request("/api/streams").GET()).path("streams");
    }

    @Override
    public JsonNode show(StreamId stream) {
        ObjectNode shown = (ObjectNode) send(request(path(stream)).GET());
        shown.set("kept", send(request(path(stream) + "/kept").GET()));
        shown.set("gaps", send(request(path(stream) + "/gaps").GET()).path("gaps"));
        return shown.set("scenes", send(request(path(stream) + "/scenes").GET()).path("scenes"));
    }

    @Override
    public JsonNode delete(StreamId stream) {
        JsonNode shown = show(stream);
        send(request(path(stream)).DELETE());
        return shown;
    }

    @Override
    public JsonNode limit(StreamId stream, ObjectNode changes) {
        return post(stream, "limits", changes);
    }

    @Override
    public JsonNode rename(StreamId stream, String name) {
        return post(stream, "name", JSON.createObjectNode().put("name", name));
    }

    @Override
    public JsonNode pause(StreamId stream) {
        return post(stream, "pause", JSON.createObjectNode());
    }

    @Override
    public JsonNode resume(StreamId stream) {
        return post(stream, "resume", JSON.createObjectNode());
    }

    @Override
    public JsonNode retry(StreamId stream) {
        return post(stream, "retry", JSON.createObjectNode());
    }

    @Override
    public JsonNode edit(StreamId stream, ObjectNode changes) {
        return post(stream, "source", changes);
    }

    private JsonNode post(StreamId stream, String what, ObjectNode body) {
        return send(request(path(stream) + "/" + what).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
    }

    private static String path(StreamId stream) {
        return "/api/streams/" + StreamJson.pathSegment(stream.name());
    }

    @Override
    public void export(StreamId stream, double fromSeconds, double toSeconds, Path file) {
        HttpRequest.Builder request = request(path(stream) + "/video?download=true&from=" + fromSeconds + "&to=" + toSeconds)
                .timeout(EXPORT_WITHIN).GET();
        try {
            HttpResponse<InputStream> response = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                if (response.statusCode() >= 400) {
                    throw failure(JSON.readTree(body).path("error"), response.statusCode());
                }
                ExportedFile.write(file, out -> copy(stream, body, out));
            }
        } catch (IOException e) {
            throw silent(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw AfterimageException.of(e);
        }
    }

    /** What breaks off the reading is not told as a failure of the writing. */
    private static void copy(StreamId stream, InputStream body, OutputStream out) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long copied = 0;
        for (int count = read(stream, body, buffer, copied); count >= 0; count = read(stream, body, buffer, copied)) {
            out.write(buffer, 0, count);
            copied += count;
        }
    }

    private static int read(StreamId stream, InputStream body, byte[] buffer, long before) {
        try {
            return body.read(buffer);
        } catch (IOException broken) {
            throw new AfterimageException(ErrorCode.STORAGE_FAILED, "the export of '" + stream + "' broke off after " + before
                    + " bytes, and nothing of it is kept", "look at the log of the process that watches, and try again", broken);
        }
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address() + path))
                .timeout(ANSWER_WITHIN).header("Accept", "application/json");
        if (!owner.token().isEmpty()) {
            request.header("Authorization", "Bearer " + owner.token());
        }
        return request;
    }

    private String address() {
        String host = owner.host().contains(":") ? "[" + owner.host() + "]" : owner.host();
        return (owner.tls() ? "https://" : "http://") + host + ":" + owner.port();
    }

    private JsonNode send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            JsonNode body = response.body().isBlank() ? JSON.createObjectNode() : JSON.readTree(response.body());
            if (response.statusCode() >= 400) {
                throw failure(body.path("error"), response.statusCode());
            }
            return body;
        } catch (IOException e) {
            throw silent(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw AfterimageException.of(e);
        }
    }

    private AfterimageException silent(IOException e) {
        return new AfterimageException(ErrorCode.STORAGE_IN_USE, "'afterimage " + owner.command() + "' (process " + owner.pid()
                + ") owns the data directory but does not answer at " + owner.host() + ":" + owner.port() + ": " + e.getMessage(),
                "try again, or stop that process", e);
    }

    private static AfterimageException failure(JsonNode error, int status) {
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
