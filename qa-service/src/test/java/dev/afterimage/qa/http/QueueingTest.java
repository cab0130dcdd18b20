package dev.afterimage.qa.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.core.answer.Question;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whom a question waits for, how long, and what ends it. */
class QueueingTest extends ServiceTest {

    private final CountDownLatch gate = new CountDownLatch(1);

    private static JsonObject question(String words) {
        return new JsonObject().put("stream", "street").put("question", words);
    }

    private Future<HttpResponse<Buffer>> ask(String host, String words) {
        return client.post(server.port(), host, "/api/ask").sendJsonObject(question(words));
    }

    private void awaitAsked(int questions) {
        Conditions.await(() -> asker.asked.size() >= questions, questions + " questions reach the asker");
    }

    private void awaitMetric(String line) {
        Conditions.await(() -> get("/metrics").bodyAsString().contains(line), "the metrics say " + line);
    }

    @Test
    void aComputedAnswerDoesNotWaitForThoseThatTheModelReads() {
        start(new QaServerOptions().setAskThreads(1));
        asker.hold(gate);
        List<Future<HttpResponse<Buffer>>> read = new ArrayList<>(IntStream.range(0, 4).mapToObj(i -> ask("127.0.0.1", "read " + i))
                .toList());
        awaitAsked(1);
        assertThat(await(ask("127.0.0.1", "computed")).statusCode()).isEqualTo(200);
        assertThat(read).noneMatch(Future::isComplete);
        gate.countDown();
        assertThat(read).allMatch(answer -> await(answer).statusCode() == 200);
    }

    @Test
    void clientsTakeTurnsAndOneThatFillsItsShareIsToldWhenToComeBack() {
        start(new QaServerOptions().setHost("0.0.0.0").setToken("sesame").setAskThreads(1).setAskQueueEach(3));
        asker.hold(gate);
        List<RawHttp> all = new ArrayList<>();
        all.add(askAs("127.0.0.1", "greedy 0"));
        awaitAsked(1);
        IntStream.range(1, 4).forEach(i -> all.add(askAs("127.0.0.1", "greedy " + i)));
        awaitMetric("afterimage_questions_waiting{lane=\"read\"} 3.0");
        assertThat(askAs("127.0.0.1", "greedy 4").rest()).startsWith("HTTP/1.1 503").containsPattern("Retry-After: [1-9]")
                .contains("HTTP_BUSY");
        all.add(askAs("127.0.0.2", "modest"));
        awaitMetric("afterimage_questions_waiting{lane=\"read\"} 4.0");
        gate.countDown();
        assertThat(all).allSatisfy(answer -> assertThat(answer.rest()).startsWith("HTTP/1.1 200"));
        List<String> order = asker.asked.stream().map(Question::text).toList();
        assertThat(order.indexOf("modest")).as(order.toString()).isEqualTo(2);
    }

    /** From another address of this machine. */
    private RawHttp askAs(String local, String words) {
        String body = question(words).encode();
        return new RawHttp(server.port(), local)
                .send("POST /api/ask HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer sesame\r\n"
                + "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
    }

    @Override
    HttpResponse<Buffer> get(String path) {
        return await(client.get(server.port(), "127.0.0.1", path).putHeader("Authorization", "Bearer sesame").send());
    }

    @Test
    void aQuestionThatTakesTooLongIsAnsweredWithATimeoutAndItsThreadIsFree() {
        start(new QaServerOptions().setAskThreads(1).setAskSeconds(1));
        asker.hold(gate);
        HttpResponse<Buffer> late = await(ask("127.0.0.1", "long"));
        assertThat(late.statusCode()).isEqualTo(504);
        assertThat(error(late).getString("code")).isEqualTo("ASK_TIMEOUT");
        assertThat(error(late).getString("remedy")).contains("limits.question_seconds");
        asker.hold(new CountDownLatch(0));
        assertThat(await(ask("127.0.0.1", "next")).statusCode()).isEqualTo(200);
    }

    @Test
    void aQuestionWhoseTurnNeverComesIsRefusedAndNotBegun() {
        start(new QaServerOptions().setAskThreads(1).setAskSeconds(1));
        asker.slowly(400);
        Future<HttpResponse<Buffer>> first = ask("127.0.0.1", "long");
        awaitAsked(1);
        HttpResponse<Buffer> second = await(ask("127.0.0.1", "waits"));
        await(first);
        assertThat(second.statusCode()).isIn(503, 504);
        if (second.statusCode() == 503) {
            assertThat(second.getHeader("Retry-After")).isNotNull();
        }
    }

    @Test
    void aClientThatHangsUpOnAPlainPostFreesTheThreadAndItsPlaceInTheQueue() {
        start(new QaServerOptions().setAskThreads(1));
        asker.hold(gate);
        HttpClientRequest running = post("first");
        awaitAsked(1);
        HttpClientRequest waiting = post("second");
        awaitMetric("afterimage_questions_waiting{lane=\"read\"} 1.0");
        waiting.connection().close();
        awaitMetric("afterimage_questions_waiting{lane=\"read\"} 0.0");
        running.connection().close();
        awaitMetric("afterimage_questions_total{outcome=\"hung_up\"} 2.0");
        // The gate is still shut: the thread is free because nobody waits for what it did.
        asker.hold(new CountDownLatch(0));
        assertThat(await(ask("127.0.0.1", "third")).statusCode()).isEqualTo(200);
        assertThat(asker.asked).extracting(Question::text).containsExactly("first", "third");
    }

    private HttpClientRequest post(String words) {
        HttpClientRequest request = await(vertx.createHttpClient().request(HttpMethod.POST, server.port(), "127.0.0.1", "/api/ask"));
        request.putHeader("Content-Type", "application/json").send(question(words).toBuffer());
        return request;
    }

    @Test
    void chatsAreBoundedInTurnsAndCharacters() {
        start(new QaServerOptions());
        JsonArray many = new JsonArray(IntStream.range(0, Question.MAX_TURNS + 1).mapToObj(i -> turn("user", "and?")).toList());
        JsonArray one = new JsonArray().add(turn("user", "x".repeat(Question.MAX_LENGTH + 1)));
        JsonArray all = new JsonArray(IntStream.range(0, 20).mapToObj(i -> turn("user", "x".repeat(Question.MAX_LENGTH))).toList());
        for (JsonArray history : List.of(many, one, all)) {
            assertRefused(post("/api/ask", question("How many cars are there?").put("history", history)), "USAGE_HISTORY_TOO_LONG");
            JsonArray messages = history.copy().add(turn("user", "How many cars are there?"));
            assertRefused(post("/v1/chat/completions", new JsonObject().put("model", "stream:street").put("messages", messages)),
                    "USAGE_HISTORY_TOO_LONG");
        }
        JsonArray most = new JsonArray(IntStream.range(0, Question.MAX_TURNS).mapToObj(i -> turn("user", "and?")).toList());
        assertThat(post("/api/ask", question("How many cars are there?").put("history", most)).statusCode()).isEqualTo(200);
    }

    @Test
    void aServiceMayTakeShorterChats() {
        start(new QaServerOptions().setHistoryTurns(2).setHistoryCharacters(20));
        JsonArray two = new JsonArray().add(turn("user", "Was there a car?")).add(turn("assistant", "Yes."));
        assertThat(post("/api/ask", question("And now?").put("history", two)).statusCode()).isEqualTo(200);
        JsonArray three = two.copy().add(turn("user", "?"));
        JsonArray long21 = new JsonArray().add(turn("user", "x".repeat(21)));
        for (JsonArray history : List.of(three, long21)) {
            assertRefused(post("/api/ask", question("And now?").put("history", history)), "USAGE_HISTORY_TOO_LONG");
            JsonObject chat = new JsonObject().put("model", "stream:street").put("messages", history.copy().add(turn("user", "And now?")));
            assertRefused(post("/v1/chat/completions", chat), "USAGE_HISTORY_TOO_LONG");
            assertRefused(post("/v1/chat/completions", chat.put("stream", true)), "USAGE_HISTORY_TOO_LONG");
        }
    }

    private static JsonObject turn(String role, String content) {
        return new JsonObject().put("role", role).put("content", content);
    }

    private static void assertRefused(HttpResponse<Buffer> response, String code) {
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(error(response).getString("code")).isEqualTo(code);
        assertThat(error(response).getString("remedy")).isNotBlank();
    }
}
