package dev.afterimage.qa.http;

import dev.afterimage.core.upload.Uploads;
import dev.afterimage.core.watch.LiveFeed;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;

/** A service on any free port, on fakes. */
abstract class ServiceTest {

    final FakeStore store = FakeStreams.filled();
    final FakeAsker asker = new FakeAsker(store);
    final FakeWatching watching = new FakeWatching(store);
    final LiveFeed feed = new LiveFeed();
    final Vertx vertx = Vertx.vertx();
    final WebClient client = WebClient.create(vertx);
    // Fields: a client that is collected as garbage closes its connections.
    final HttpClient http = vertx.createHttpClient();
    final WebSocketClient sockets = vertx.createWebSocketClient(new WebSocketClientOptions().setMaxMessageSize(4 << 20));
    Uploads uploads = Uploads.NONE;
    QaServer server;

    void start(QaServerOptions options) {
        server = await(new QaServer(new QaPorts(store, asker, Optional.of(watching), feed, List.of("notes-135m"), "0.1.0")
                .with(uploads),
                options.setPort(0)).start());
    }

    @AfterEach
    void stopEverything() {
        if (server != null) {
            await(server.stop());
        }
        await(vertx.close());
    }

    HttpResponse<Buffer> get(String path) {
        return await(client.get(server.port(), "127.0.0.1", path).send());
    }

    HttpResponse<Buffer> post(String path, JsonObject body) {
        return await(client.post(server.port(), "127.0.0.1", path).sendJsonObject(body));
    }

    static JsonObject error(HttpResponse<Buffer> response) {
        return response.bodyAsJsonObject().getJsonObject("error");
    }

    static <T> T await(Future<T> future) {
        try {
            return future.await(20, TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            throw new AssertionError("nothing came within 20 s", late);
        }
    }
}
