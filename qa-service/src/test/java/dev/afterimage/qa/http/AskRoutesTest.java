package dev.afterimage.qa.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.core.answer.Question;
import dev.afterimage.core.answer.Retrieval;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AskRoutesTest extends ServiceTest {

    private static final JsonObject QUESTION = new JsonObject().put("stream", "street").put("question", "When are there two cars?");

    @BeforeEach
    void serve() {
        start(new QaServerOptions().setAskThreads(1).setAskQueue(1).setMaxBodyBytes(200_000));
    }

    @Test
    void anAnswerIsTheDocumentOfTheCommandLine() {
        HttpResponse<Buffer> response = post("/api/ask", QUESTION);
        assertThat(response.statusCode()).isEqualTo(200);
        JsonObject reply = response.bodyAsJsonObject();
        assertThat(reply.fieldNames()).containsExactlyInAnyOrder("answer", "outcome", "citations", "method", "usage", "timings_ms", "model",
                "at");
        assertThat(reply.getString("outcome")).isEqualTo("answered");
        assertThat(reply.getJsonArray("citations").getJsonObject(0).getString("thumbnail"))
                .isEqualTo("/api/streams/street/thumbnails/15.0");
    }

    @Test
    void severalStreamsAnswerByThemselvesThoseThatHaveSeenItFirst() {
        asker.hiding("table");
        JsonObject joint = post("/api/ask", new JsonObject().put("streams", "all").put("question", "When are there two cars?"))
                .bodyAsJsonObject();
        assertThat(joint.getString("outcome")).isEqualTo("answered");
        assertThat(joint.getString("answer")).isEqualTo("street: Two cars were in the picture at the same time from 00:15 to 00:18.\n"
                + "Not seen by table.");
        assertThat(joint.getJsonArray("replies")).extracting(reply -> ((JsonObject) reply).getString("stream"))
                .containsExactly("street", "table");
        assertThat(joint.getJsonArray("citations").getJsonObject(0).getString("stream")).isEqualTo("street");
        JsonObject named = post("/api/ask", new JsonObject().put("streams", new JsonArray().add("table")).put("question", "Two cars?"))
                .bodyAsJsonObject();
        assertThat(named.getString("outcome")).isEqualTo("not_seen");
        assertThat(named.getString("answer")).isEqualTo("Not seen by table.");
    }

    @Test
    void askedForEventsEachStreamsReplyComesByItself() {
        HttpResponse<Buffer> response = await(client.post(server.port(), "127.0.0.1", "/api/ask")
                .putHeader("Accept", "text/event-stream")
                .sendJsonObject(new JsonObject().put("streams", "all").put("question", "When are there two cars?")));
        assertThat(response.bodyAsString().split("\n\n")).hasSize(3).satisfies(events -> {
            assertThat(events[0]).startsWith("event: stream_reply\ndata: {\"stream\":\"street\"");
            assertThat(events[2]).startsWith("event: reply\ndata: {\"answer\":");
        });
    }

    @Test
    void theTimeAndTheChatSoFarReachTheAsker() {
        post("/api/ask", QUESTION.copy().put("at", 12.5).put("history", new JsonArray()
                .add(new JsonObject().put("role", "user").put("content", "Hello"))
                .add(new JsonObject().put("role", "assistant").put("content", "Hello."))));
        assertThat(asker.asked.peek().at()).hasValue(12.5);
        assertThat(asker.asked.peek().earlier()).extracting("content").containsExactly("Hello", "Hello.");
    }

    @Test
    void howBlocksAreChosenReachesTheAskerOrIsRefused() {
        post("/api/ask", QUESTION.copy().put("retrieval", "rekv").put("blocks", 16).put("tokens", 512));
        assertThat(asker.asked.peek().retrieval())
                .isEqualTo(new Retrieval(Optional.of(Retrieval.Policy.REKV), OptionalInt.of(16), OptionalInt.of(512), List.of()));
        for (JsonObject wrong : List.of(QUESTION.copy().put("retrieval", "best"), QUESTION.copy().put("blocks", 0),
                QUESTION.copy().put("tokens", "many"))) {
            assertThat(post("/api/ask", wrong).statusCode()).as(wrong.encode()).isEqualTo(400);
        }
        post("/api/ask", QUESTION);
        assertThat(asker.asked).hasSize(2).last().extracting(Question::retrieval).isEqualTo(Retrieval.AS_SET);
    }

    @Test
    void askedForEventsTheAnswerComesWordByWordAndThenWhole() {
        HttpResponse<Buffer> response = await(client.post(server.port(), "127.0.0.1", "/api/ask")
                .putHeader("Accept", "text/event-stream").sendJsonObject(QUESTION));
        assertThat(response.getHeader("Content-Type")).startsWith("text/event-stream");
        List<String> events = List.of(response.bodyAsString().split("\n\n"));
        StringBuilder words = new StringBuilder();
        for (String event : events.subList(0, events.size() - 1)) {
            assertThat(event).startsWith("event: text\ndata: {");
            words.append(new JsonObject(event.substring(event.indexOf('{'))).getString("text"));
        }
        String last = events.get(events.size() - 1);
        assertThat(last).startsWith("event: reply\ndata: ");
        JsonObject reply = new JsonObject(last.substring(last.indexOf('{')));
        assertThat(reply.getString("answer")).isEqualTo(words.toString());
    }

    @Test
    void theFirstWordIsSentBeforeTheLastIsKnown() throws Exception {
        asker.slowly(300);
        CountDownLatch first = new CountDownLatch(1);
        long began = System.nanoTime();
        List<Long> arrivals = new ArrayList<>();
        HttpClientRequest request = await(http.request(HttpMethod.POST, server.port(), "127.0.0.1", "/api/ask"));
        request.putHeader("Content-Type", "application/json").putHeader("Accept", "text/event-stream");
        Future<Void> end = request.send(QUESTION.toBuffer()).compose(response -> response.handler(chunk -> {
            arrivals.add(System.nanoTime() - began);
            first.countDown();
        }).end());
        assertThat(first.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(end.isComplete()).isFalse();
        await(end);
        assertThat(arrivals).hasSizeGreaterThan(5);
    }

    @Test
    void aClientThatHangsUpBreaksTheAnswerOffAndTheNextIsAnswered() throws Exception {
        asker.slowly(100);
        HttpClientRequest request = await(http.request(HttpMethod.POST, server.port(), "127.0.0.1", "/api/ask"));
        request.putHeader("Content-Type", "application/json").putHeader("Accept", "text/event-stream");
        request.send(QUESTION.toBuffer()).onSuccess(response -> response.handler(chunk -> request.connection().close()));
        assertThat(asker.brokenOff.await(10, TimeUnit.SECONDS)).isTrue();
        asker.slowly(0);
        assertThat(post("/api/ask", QUESTION).statusCode()).isEqualTo(200);
        assertThat(get("/metrics").bodyAsString()).contains("afterimage_questions_total{outcome=\"hung_up\"} 1.0");
    }

    @Test
    void whatWasNotSeenSaysWhatCameClosest() {
        JsonObject reply = post("/api/ask", QUESTION.copy().put("question", "Was there a dog?")).bodyAsJsonObject();
        assertThat(reply.getString("outcome")).isEqualTo("not_seen");
        assertThat(reply.getJsonArray("citations")).isEmpty();
        assertThat(reply.getJsonArray("closest")).hasSize(1);
    }

    @Test
    void aFailedAnswerIsStillADocument() {
        HttpResponse<Buffer> response = post("/api/ask", QUESTION.copy().put("question", "fail"));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.bodyAsJsonObject().getString("outcome")).isEqualTo("failed");
        assertThat(response.bodyAsJsonObject().getJsonObject("error").getString("code")).isEqualTo("STORAGE_CORRUPT");
    }

    @Test
    void anUnknownStreamIs404AlsoWhereEventsWereAskedFor() {
        HttpResponse<Buffer> response = await(client.post(server.port(), "127.0.0.1", "/api/ask")
                .putHeader("Accept", "text/event-stream").sendJsonObject(QUESTION.copy().put("stream", "nowhere")));
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(error(response).getString("code")).isEqualTo("STREAM_UNKNOWN");
        assertThat(error(response).getString("remedy")).isNotBlank();
    }

    @Test
    void questionsThatCannotBeAskedAre400AndSayWhatToDo() {
        assertRefused(QUESTION.copy().put("question", "  "), 400, "USAGE_EMPTY_QUESTION");
        assertRefused(QUESTION.copy().put("question", "x".repeat(100_000)), 400, "USAGE_QUESTION_TOO_LONG");
        assertRefused(QUESTION.copy().put("at", -1), 400, "USAGE_TIME");
        assertRefused(QUESTION.copy().put("at", "noon"), 400, "USAGE");
        assertRefused(QUESTION.copy().put("qeustion", "What?"), 400, "USAGE");
        assertRefused(QUESTION.copy().put("stream", "../etc"), 400, "USAGE_STREAM_NAME");
        assertRefused(new JsonObject().put("question", "What?"), 400, "USAGE");
        assertRefused(QUESTION.copy().put("streams", "all"), 400, "USAGE");
        JsonObject several = new JsonObject().put("question", "What?");
        assertRefused(several.copy().put("streams", "some"), 400, "USAGE");
        assertRefused(several.copy().put("streams", new JsonArray()), 400, "USAGE");
        assertRefused(several.copy().put("streams", new JsonArray().add("street").add("street")), 400, "USAGE");
        assertRefused(several.copy().put("streams", new JsonArray().add(7)), 400, "USAGE_STREAM_NAME");
        assertRefused(several.copy().put("streams", new JsonArray().add("street").add("nowhere")), 404, "STREAM_UNKNOWN");
        assertRefused(several.copy().put("streams", "all").put("at", -1), 400, "USAGE_TIME");
        assertRefused(QUESTION.copy().put("history", new JsonArray().add("Hello")), 400, "USAGE");
        assertRefused(QUESTION.copy().put("question", "x".repeat(300_000)), 413, "HTTP_TOO_LARGE");
        assertThat(asker.asked).isEmpty();
    }

    private void assertRefused(JsonObject question, int status, String code) {
        HttpResponse<Buffer> response = post("/api/ask", question);
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(error(response).getString("code")).isEqualTo(code);
        assertThat(error(response).getString("remedy")).isNotBlank();
    }

    @Test
    void whatIsUnknownOrOfAnotherTypeIsNamed() {
        JsonObject turn = new JsonObject().put("role", "user").put("content", "And?").put("y", 1);
        assertThat(error(post("/api/ask", QUESTION.copy().put("history", new JsonArray().add(turn)))).getString("message"))
                .isEqualTo("there is no field 'y'");
        JsonObject several = QUESTION.copy().put("streams", new JsonArray().add(5));
        several.remove("stream");
        assertThat(error(post("/api/ask", several)).getString("message")).contains("not a name: 5");
        assertThat(error(post("/api/ask", QUESTION.copy().put("at", "10"))).getString("remedy")).isEqualTo("send it as a number");
        HttpResponse<Buffer> bare = await(client.post(server.port(), "127.0.0.1", "/api/ask").sendBuffer(QUESTION.toBuffer()));
        assertThat(bare.statusCode()).isEqualTo(415);
        assertThat(error(bare).getString("message")).isEqualTo("the body has no Content-Type");
        assertThat(await(client.post(server.port(), "127.0.0.1", "/api/ask").putHeader("Content-Type", "application/json; charset=utf-16")
                .sendBuffer(QUESTION.toBuffer())).statusCode()).isEqualTo(415);
        assertThat(await(client.post(server.port(), "127.0.0.1", "/api/ask").putHeader("Content-Type", "application/json; charset=UTF-8")
                .putHeader("Accept", "text/event-stream;q=0").sendBuffer(QUESTION.toBuffer())).getHeader("Content-Type"))
                .startsWith("application/json");
    }

    @Test
    void aBodyThatIsNotJsonIsRefused() {
        HttpResponse<Buffer> malformed = await(client.post(server.port(), "127.0.0.1", "/api/ask")
                .putHeader("Content-Type", "application/json").sendBuffer(Buffer.buffer("{\"stream\": ")));
        assertThat(malformed.statusCode()).isEqualTo(400);
        assertThat(error(malformed).getString("code")).isEqualTo("HTTP_JSON");
        HttpResponse<Buffer> form = await(client.post(server.port(), "127.0.0.1", "/api/ask")
                .putHeader("Content-Type", "text/plain").sendBuffer(QUESTION.toBuffer()));
        assertThat(form.statusCode()).isEqualTo(415);
    }

    @Test
    void moreQuestionsThanMayWaitAreRefusedAtOnce() {
        CountDownLatch answer = new CountDownLatch(1);
        asker.hold(answer);
        List<Future<HttpResponse<Buffer>>> all = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            all.add(client.post(server.port(), "127.0.0.1", "/api/ask").sendJsonObject(QUESTION));
        }
        // One is read and one waits.
        Conditions.await(() -> refused(all).size() == 3, "three of the five are refused while the first is read");
        assertThat(refused(all)).allSatisfy(response -> assertThat(error(response).getString("code")).isEqualTo("HTTP_BUSY"));
        answer.countDown();
        assertThat(all.stream().map(one -> await(one).statusCode())).containsOnly(200, 503).filteredOn(status -> status == 200).hasSize(2);
    }

    private static List<HttpResponse<Buffer>> refused(List<Future<HttpResponse<Buffer>>> all) {
        return all.stream().filter(Future::succeeded).map(Future::result).filter(response -> response.statusCode() == 503).toList();
    }

    @Test
    void severalQuestionsAreAnsweredAtTheSameTime() {
        await(server.stop());
        start(new QaServerOptions().setAskThreads(2));
        asker.slowly(50);
        Future<HttpResponse<Buffer>> one = client.post(server.port(), "127.0.0.1", "/api/ask").sendJsonObject(QUESTION);
        Future<HttpResponse<Buffer>> other = client.post(server.port(), "127.0.0.1", "/api/ask").sendJsonObject(QUESTION);
        HttpResponse<Buffer> streams = get("/api/streams");
        assertThat(streams.statusCode()).isEqualTo(200);
        assertThat(await(one).statusCode()).isEqualTo(200);
        assertThat(await(other).statusCode()).isEqualTo(200);
    }
}
