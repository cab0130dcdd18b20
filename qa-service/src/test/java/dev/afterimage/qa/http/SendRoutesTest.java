package dev.afterimage.qa.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.afterimage.core.event.EventReader;
import dev.afterimage.core.source.Senders;
import dev.afterimage.core.source.SentBytes;
import dev.afterimage.core.source.SourcePolicy;
import dev.afterimage.core.stream.StreamId;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A browser that sends its camera, as the service sees it. */
class SendRoutesTest extends ServiceTest {

    private static final StreamId DESK = new StreamId("desk");

    private final Senders senders = new Senders();

    private void serve() {
        server = await(new QaServer(new QaPorts(store, asker, Optional.of(watching), feed, List.of("notes-135m"), "0.1.0",
                EventReader.NONE, senders),
                new QaServerOptions().setPort(0)).start());
    }

    private WebSocket connect(String path) {
        return await(sockets.connect(new WebSocketConnectOptions().setHost("127.0.0.1").setPort(server.port()).setURI(path)));
    }

    private record Refusal(String code, int closed) { }

    /** What the page is told: it cannot read why a handshake was refused. */
    private Refusal refusal(String path) {
        ClientWebSocket socket = sockets.webSocket();
        Promise<JsonObject> told = firstMessage(socket);
        Promise<Void> closed = Promise.promise();
        socket.closeHandler(done -> closed.complete());
        await(socket.connect(new WebSocketConnectOptions().setHost("127.0.0.1").setPort(server.port()).setURI(path)));
        String code = await(told.future()).getJsonObject("error").getString("code");
        await(closed.future());
        return new Refusal(code, socket.closeStatusCode());
    }

    private static Promise<JsonObject> firstMessage(WebSocket socket) {
        Promise<JsonObject> message = Promise.promise();
        socket.textMessageHandler(text -> message.tryComplete(new JsonObject(text)));
        return message;
    }

    @Test
    void whatABrowserSendsIsWatchedAsAStreamOfItsName() throws Exception {
        serve();
        WebSocket socket = connect("/api/streams/desk/send?kind=camera&fps=4");
        Promise<JsonObject> told = firstMessage(socket);
        await(socket.writeBinaryMessage(Buffer.buffer("pictures")));
        assertThat(await(told.future()).getString("type")).isEqualTo("watching");
        assertThat(watching.started.peek().uri()).isEqualTo("browser://camera");
        assertThat(watching.started.peek().fps()).isEqualTo(4);
        SentBytes bytes = senders.take(DESK, 5000, () -> false).orElseThrow();
        byte[] read = new byte[8];
        assertThat(bytes.read(read, 8, 5000)).isEqualTo(8);
        assertThat(new String(read)).isEqualTo("pictures");
    }

    @Test
    void theEndOfSendingStopsTheStreamAndABrokenConnectionDoesNot() throws Exception {
        serve();
        WebSocket first = connect("/api/streams/desk/send");
        await(firstMessage(first).future());
        await(first.close());
        Conditions.await(() -> !senders.waiting(DESK), "the sender is gone");
        assertThat(watching.stopped).isEmpty();

        WebSocket again = connect("/api/streams/desk/send");
        Promise<JsonObject> told = firstMessage(again);
        Conditions.await(() -> senders.waiting(DESK), "it sends again");
        assertThat(watching.started).hasSize(1);
        await(again.writeTextMessage("{\"type\": \"end\"}"));
        Conditions.await(() -> watching.stopped.contains(DESK), "the stream is stopped");
        assertThat(told.future().isComplete()).isFalse();
    }

    @Test
    void whoComesBackIsWatchedOnceAPictureOfTheirsWasSeen() throws Exception {
        serve();
        WebSocket first = connect("/api/streams/desk/send");
        await(firstMessage(first).future());
        feed.load(DESK).sampled(1);
        await(first.close());
        Conditions.await(() -> !senders.waiting(DESK), "the sender is gone");

        WebSocket again = connect("/api/streams/desk/send");
        Promise<JsonObject> told = firstMessage(again);
        Conditions.await(() -> senders.waiting(DESK), "it sends again");
        // Of what the first one had sent.
        feed.load(DESK).sampled(2);
        Thread.sleep(250);
        senders.take(DESK, 5000, () -> false).orElseThrow();
        Thread.sleep(250);
        assertThat(told.future().isComplete()).as("told before a picture").isFalse();
        feed.load(DESK).sampled(3);
        assertThat(await(told.future()).getString("type")).isEqualTo("watching");
    }

    @Test
    void whatIsNoMessageOfASenderEndsNoStream() {
        serve();
        for (String text : List.of("{\"type\": \"note\", \"text\": \"the \\\"end\\\"\"}", "the \"end\"", "{\"end\": \"end\"}",
                "{\"type\": \"weekend\"}")) {
            WebSocket socket = connect("/api/streams/desk/send");
            Promise<Void> closed = Promise.promise();
            Promise<JsonObject> error = Promise.promise();
            socket.textMessageHandler(told -> {
                if (told.contains("error")) {
                    error.tryComplete(new JsonObject(told));
                }
            });
            socket.closeHandler(done -> closed.complete());
            await(socket.writeTextMessage(text));
            assertThat(await(error.future()).getJsonObject("error").getString("message")).as(text).isNotEmpty();
            await(closed.future());
            assertThat(socket.closeStatusCode()).isEqualTo((short) 4001);
        }
        assertThat(watching.stopped).isEmpty();
    }

    @Test
    void aDeletedStreamTellsItsSenderThatItIsOver() {
        serve();
        WebSocket socket = connect("/api/streams/desk/send");
        await(firstMessage(socket).future());
        Promise<JsonObject> told = firstMessage(socket);
        Promise<Void> closed = Promise.promise();
        socket.closeHandler(done -> closed.complete());
        assertThat(await(client.delete(server.port(), "127.0.0.1", "/api/streams/desk").send()).statusCode()).isEqualTo(204);
        assertThat(await(told.future()).getJsonObject("error").getString("message")).contains("'desk' was deleted");
        await(closed.future());
        assertThat(socket.closeStatusCode()).isEqualTo((short) 4001);
        assertThat(senders.waiting(DESK)).isFalse();
    }

    @Test
    void aNameThatIsTakenIsRefusedWhereThePageCanReadIt() {
        serve();
        assertThat(refusal("/api/streams/street/send")).isEqualTo(new Refusal("USAGE_STREAM_EXISTS", 4001));
        WebSocket first = connect("/api/streams/desk/send");
        await(firstMessage(first).future());
        assertThat(refusal("/api/streams/desk/send")).as("it may be a connection that broke off").isEqualTo(
                new Refusal("USAGE_STREAM_EXISTS", 4002));
        assertThat(refusal("/api/streams/desk/send?kind=screen").code()).isEqualTo("USAGE_STREAM_EXISTS");
        assertThat(refusal("/api/streams/other/send?kind=microphone")).isEqualTo(new Refusal("USAGE", 4001));
        assertThat(refusal("/api/streams/other/send?fps=1000")).isEqualTo(new Refusal("USAGE", 4001));
        assertThat(get("/api/streams/other/send?kind=microphone").statusCode()).isEqualTo(400);
        assertThat(get("/api/streams/other/send").statusCode()).isEqualTo(426);
    }

    @Test
    void aPageOfAnotherSiteCannotSend() {
        serve();
        assertThatThrownBy(() -> await(sockets.connect(new WebSocketConnectOptions().setHost("127.0.0.1").setPort(server.port())
                .setURI("/api/streams/desk/send").addHeader("Origin", "http://evil.example")))).hasMessageContaining("403");
        assertThat(watching.started).isEmpty();
    }

    @Test
    void anAddressThatOnlyThePageMayUseIsNoAddressOfASource() {
        start(new QaServerOptions().setSourcePolicy(SourcePolicy.DEFAULT));
        assertThat(post("/api/streams", new JsonObject().put("name", "desk").put("uri", "browser://camera")).statusCode()).isEqualTo(422);
    }
}
