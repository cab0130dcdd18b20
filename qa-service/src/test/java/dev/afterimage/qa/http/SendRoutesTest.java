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
import io.vertx.core.http.UpgradeRejectedException;
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

    private int refusal(String path) {
        try {
            connect(path);
        } catch (Exception refused) {
            Throwable cause = refused instanceof UpgradeRejectedException ? refused : refused.getCause();
            return ((UpgradeRejectedException) cause).getStatus();
        }
        throw new AssertionError("was not refused");
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
        assertThat(await(firstMessage(again).future()).getString("type")).isEqualTo("watching");
        assertThat(watching.started).hasSize(1);
        await(again.writeTextMessage("{\"type\": \"end\"}"));
        Conditions.await(() -> watching.stopped.contains(DESK), "the stream is stopped");
    }

    @Test
    void aNameThatIsTakenIsRefused() {
        serve();
        assertThat(refusal("/api/streams/street/send")).isEqualTo(409);
        connect("/api/streams/desk/send");
        assertThat(refusal("/api/streams/desk/send")).isEqualTo(409);
        assertThat(refusal("/api/streams/other/send?kind=microphone")).isEqualTo(400);
        assertThat(refusal("/api/streams/other/send?fps=1000")).isEqualTo(400);
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
