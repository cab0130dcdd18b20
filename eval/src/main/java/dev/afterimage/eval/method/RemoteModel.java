package dev.afterimage.eval.method;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.afterimage.core.answer.Answer;
import dev.afterimage.core.answer.Question;
import dev.afterimage.core.answer.Reply;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.eval.input.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A model behind an endpoint in OpenAI's style (chat completions with pictures) as a baseline: it is shown stored
 * pictures, spread evenly over the stream up to the question's moment, as many as the budget holds.
 *
 * @param endpoint    up to {@code /v1}
 * @param key         sent as a bearer token; empty for none
 * @param frameTokens tokens that a picture is taken for
 */
public record RemoteModel(URI endpoint, String model, String key, int frameTokens) {

    private static final Duration WITHIN = Duration.ofMinutes(5);
    private static final String TASK = "These are frames of a video, in order, each behind its time. Answer the question about it in a "
            + "few words. If the video does not show it, answer: not seen.";

    public RemoteModel {
        if (frameTokens < 1) {
            throw new AfterimageException(ErrorCode.USAGE, "a picture of " + frameTokens + " tokens is none",
                    "give --remote-frame-tokens of at least 1");
        }
    }

    Reply ask(SegmentStore store, Question question, int budget) {
        long start = System.nanoTime();
        double last = store.stream(question.stream()).orElseThrow().lastSeconds();
        double now = Math.min(question.at().orElse(last), last);
        List<Double> shown = evenly(store.thumbnailTimes(question.stream(), 0, now), Math.max(1, budget / frameTokens));
        ObjectNode request = Json.object().put("model", model).put("temperature", 0).put("max_tokens", 128);
        ArrayNode content = request.putArray("messages").addObject().put("role", "user").putArray("content");
        content.addObject().put("type", "text").put("text", TASK);
        for (double seconds : shown) {
            content.addObject().put("type", "text").put("text", "[" + Json.rounded(seconds) + " s]");
            byte[] jpeg = store.thumbnail(question.stream(), seconds).orElseThrow().jpeg();
            content.addObject().put("type", "image_url").putObject("image_url").put("url", "data:image/jpeg;base64,"
                    + Base64.getEncoder().encodeToString(jpeg));
        }
        content.addObject().put("type", "text").put("text", question.text());
        JsonNode reply = send(request);
        double millis = (System.nanoTime() - start) / 1e6;
        JsonNode usage = reply.path("usage");
        JsonNode said = reply.path("choices").path(0).path("message").path("content");
        if (!said.isTextual()) {
            throw failed("its reply has no choices[0].message.content", null);
        }
        return new Reply(new Answer.Answered(said.asText().strip(), List.of(), "read"),
                new Reply.Usage(usage.path("prompt_tokens").asInt(), shown.size(), shown.size() * frameTokens,
                        usage.path("completion_tokens").asInt()), new Reply.Timings(0, 0, millis, millis), model, now);
    }

    private static List<Double> evenly(List<Double> times, int most) {
        int count = Math.min(most, times.size());
        return IntStream.range(0, count).mapToObj(i -> times.get((int) ((i + 0.5) * times.size() / count))).toList();
    }

    private JsonNode send(ObjectNode request) {
        HttpRequest.Builder post = HttpRequest.newBuilder(URI.create(endpoint + "/chat/completions")).timeout(WITHIN)
                .header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(Json.text(request)));
        if (!key.isEmpty()) {
            post.header("Authorization", "Bearer " + key);
        }
        try {
            HttpResponse<String> response = HttpClient.newHttpClient().send(post.build(), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw failed("it answered " + response.statusCode(), null);
            }
            return Json.parse(response.body());
        } catch (IOException e) {
            throw failed(String.valueOf(e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed("it was stopped", e);
        }
    }

    private AfterimageException failed(String why, Exception cause) {
        return new AfterimageException(ErrorCode.INPUT_UNREACHABLE, "the model at " + endpoint + " cannot be asked: " + why,
                "check --remote, --remote-model and AFTERIMAGE_REMOTE_KEY; the run goes on where it stopped", cause);
    }
}
