package dev.afterimage.eval.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.afterimage.core.answer.Answer;
import dev.afterimage.core.answer.Question;
import dev.afterimage.core.answer.Reply;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.eval.input.Json;
import dev.afterimage.qa.http.FakeStreams;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An endpoint that answers as OpenAI's do. */
class RemoteModelTest {

    private final AtomicReference<JsonNode> asked = new AtomicReference<>();
    private final AtomicReference<String> authorization = new AtomicReference<>();
    private HttpServer endpoint;
    private int status = 200;

    @BeforeEach
    void listen() throws IOException {
        endpoint = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        endpoint.createContext("/v1/chat/completions", exchange -> {
            asked.set(Json.parse(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            authorization.set(exchange.getRequestHeaders().getFirst("Authorization"));
            byte[] said = ("{\"choices\": [{\"message\": {\"content\": \" Two cars. \"}}], \"usage\": {\"prompt_tokens\": 900, "
                    + "\"completion_tokens\": 3}}").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, said.length);
            exchange.getResponseBody().write(said);
            exchange.close();
        });
        endpoint.start();
    }

    @AfterEach
    void close() {
        endpoint.stop(0);
    }

    private Reply ask(double at, int budget) {
        RemoteModel model = new RemoteModel(URI.create("http://localhost:" + endpoint.getAddress().getPort() + "/v1"), "some-vlm",
                "secret", 100);
        return model.ask(FakeStreams.filled(), new Question(FakeStreams.STREET, "How many cars?", OptionalDouble.of(at), List.of()),
                budget);
    }

    @Test
    void itIsShownFramesUpToTheQuestionsMomentWithinTheBudget() {
        Reply reply = ask(20, 500);
        assertThat(((Answer.Answered) reply.answer()).text()).isEqualTo("Two cars.");
        assertThat(reply.usage()).isEqualTo(new Reply.Usage(900, 5, 500, 3));
        JsonNode content = asked.get().path("messages").path(0).path("content");
        List<String> kinds = StreamSupport.stream(content.spliterator(), false).map(part -> part.path("type").asText()).toList();
        assertThat(kinds.stream().filter("image_url"::equals)).hasSize(5);
        assertThat(content.path(1).path("text").asText()).isEqualTo("[2.0 s]");
        assertThat(content.path(9).path("text").asText()).isEqualTo("[18.0 s]");
        assertThat(content.path(2).path("image_url").path("url").asText()).startsWith("data:image/jpeg;base64,/9j/");
        assertThat(content.path(11).path("text").asText()).isEqualTo("How many cars?");
        assertThat(asked.get().path("model").asText() + authorization.get()).isEqualTo("some-vlmBearer secret");
    }

    @Test
    void anEndpointThatRefusesEndsTheRunWithWhatToDo() {
        status = 401;
        assertThatThrownBy(() -> ask(20, 500)).isInstanceOf(AfterimageException.class).hasMessageContaining("it answered 401")
                .hasMessageNotContaining("secret");
    }
}
