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
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
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

    /** A browser that sends. It listens before it connects, so that nothing it is told is lost. */
    private final class Browser {

        private final ClientWebSocket socket = sockets.webSocket();
        private final BlockingQueue<JsonObject> told = new LinkedBlockingQueue<>();
        private final Promise<Void> closed = Promise.promise();

        Browser(String path) {
            socket.textMessageHandler(text -> told.add(new JsonObject(text)));
            socket.closeHandler(done -> closed.complete());
            await(socket.connect(new WebSocketConnectOptions().setHost("127.0.0.1").setPort(server.port()).setURI(path)));
        }

        /** The next message of the type; those before it are passed over. */
        JsonObject told(String type) throws InterruptedException {
            JsonObject message = told.poll(20, TimeUnit.SECONDS);
            while (message != null && !message.getString("type").equals(type)) {
                message = told.poll(20, TimeUnit.SECONDS);
            }
            assertThat(message).as("a message " + type).isNotNull();
            return message;
        }

        int closedWith() {
            await(closed.future());
            return socket.closeStatusCode();
        }
    }

    private record Refusal(String code, int closed) { }

    /** What the page is told: it cannot read why a handshake was refused. */
    private Refusal refusal(String path) throws InterruptedException {
        Browser browser = new Browser(path);
        return new Refusal(browser.told("error").getJsonObject("error").getString("code"), browser.closedWith());
    }

    @Test
    void whatABrowserSendsIsWatchedAsAStreamOfItsName() throws Exception {
        serve();
        Browser browser = new Browser("/api/streams/desk/send?kind=camera&fps=4");
        await(browser.socket.writeBinaryMessage(Buffer.buffer("pictures")));
        browser.told("watching");
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
        Browser first = new Browser("/api/streams/desk/send?kind=camera");
        first.told("watching");
        await(first.socket.close());
        Conditions.await(() -> !senders.waiting(DESK), "the sender is gone");
        assertThat(watching.stopped).isEmpty();

        Browser again = new Browser("/api/streams/desk/send?kind=camera");
        Conditions.await(() -> senders.waiting(DESK), "it sends again");
        assertThat(watching.started).hasSize(1);
        await(again.socket.writeTextMessage("{\"type\": \"end\"}"));
        Conditions.await(() -> watching.stopped.contains(DESK), "the stream is stopped");
        assertThat(again.told).isEmpty();
    }

    @Test
    void whoComesBackIsWatchedOnceAPictureOfTheirsWasSeen() throws Exception {
        serve();
        Browser first = new Browser("/api/streams/desk/send?kind=camera");
        first.told("watching");
        feed.load(DESK).sampled(1);
        await(first.socket.close());
        Conditions.await(() -> !senders.waiting(DESK), "the sender is gone");

        Browser again = new Browser("/api/streams/desk/send?kind=camera");
        Conditions.await(() -> senders.waiting(DESK), "it sends again");
        // Of what the first one had sent.
        feed.load(DESK).sampled(2);
        Thread.sleep(250);
        senders.take(DESK, 5000, () -> false).orElseThrow();
        Thread.sleep(250);
        assertThat(again.told).as("told before a picture").isEmpty();
        feed.load(DESK).sampled(3);
        again.told("watching");
    }

    @Test
    void whatIsNoMessageOfASenderEndsNoStream() throws Exception {
        serve();
        for (String text : List.of("{\"type\": \"note\", \"text\": \"the \\\"end\\\"\"}", "the \"end\"", "{\"end\": \"end\"}",
                "{\"type\": \"weekend\"}")) {
            Browser browser = new Browser("/api/streams/desk/send?kind=camera");
            await(browser.socket.writeTextMessage(text));
            assertThat(browser.told("error").getJsonObject("error").getString("message")).as(text).isNotEmpty();
            assertThat(browser.closedWith()).isEqualTo(4001);
        }
        assertThat(watching.stopped).isEmpty();
    }

    @Test
    void aDeletedStreamTellsItsSenderThatItIsOver() throws Exception {
        serve();
        Browser browser = new Browser("/api/streams/desk/send?kind=camera");
        browser.told("watching");
        assertThat(await(client.delete(server.port(), "127.0.0.1", "/api/streams/desk").send()).statusCode()).isEqualTo(204);
        assertThat(browser.told("error").getJsonObject("error").getString("message")).contains("'desk' was deleted");
        assertThat(browser.closedWith()).isEqualTo(4001);
        assertThat(senders.waiting(DESK)).isFalse();
    }

    @Test
    void aNameThatIsTakenIsRefusedWhereThePageCanReadIt() throws Exception {
        serve();
        assertThat(refusal("/api/streams/street/send?kind=camera")).isEqualTo(new Refusal("USAGE_STREAM_EXISTS", 4001));
        Browser first = new Browser("/api/streams/desk/send?kind=camera");
        first.told("watching");
        assertThat(refusal("/api/streams/desk/send?kind=camera")).as("it may be a connection that broke off").isEqualTo(
                new Refusal("USAGE_STREAM_EXISTS", 4002));
        assertThat(refusal("/api/streams/desk/send?kind=screen").code()).isEqualTo("USAGE_STREAM_EXISTS");
        assertThat(refusal("/api/streams/other/send?kind=microphone")).isEqualTo(new Refusal("USAGE", 4001));
        assertThat(refusal("/api/streams/other/send?kind=camera&fps=1000")).isEqualTo(new Refusal("USAGE", 4001));
        assertThat(get("/api/streams/other/send?kind=microphone").statusCode()).isEqualTo(400);
        assertThat(refusal("/api/streams/other/send")).as("without a kind").isEqualTo(new Refusal("USAGE", 4001));
        assertThat(error(get("/api/streams/other/send?kind=camera&fps=-1")).getString("message")).isEqualTo("'fps' is '-1'");
        assertThat(get("/api/streams/other/send?kind=camera").statusCode()).isEqualTo(426);
    }

    @Test
    void aPageOfAnotherSiteCannotSend() {
        serve();
        assertThatThrownBy(() -> await(sockets.connect(new WebSocketConnectOptions().setHost("127.0.0.1").setPort(server.port())
                .setURI("/api/streams/desk/send?kind=camera").addHeader("Origin", "http://evil.example")))).hasMessageContaining("403");
        assertThat(watching.started).isEmpty();
    }

    @Test
    void anAddressThatOnlyThePageMayUseIsNoAddressOfASource() {
        start(new QaServerOptions().setSourcePolicy(SourcePolicy.DEFAULT));
        assertThat(post("/api/streams", new JsonObject().put("name", "desk").put("uri", "browser://camera")).statusCode()).isEqualTo(422);
    }
}
