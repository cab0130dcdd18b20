package dev.afterimage.qa.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.client.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RemovalTest extends ServiceTest {

    /** As {@code watch} does, which ends with its stream. */
    @Test
    void aDeletionIsAnsweredThoughItEndsTheService() throws Exception {
        start(new QaServerOptions());
        CompletableFuture<Void> stopped = new CompletableFuture<>();
        watching.onForget = () -> {
            CompletableFuture.runAsync(server::stopNow).whenComplete((none, failure) -> stopped.complete(null));
            aWhile();
        };
        Future<HttpResponse<Buffer>> deleted = client.delete(server.port(), "127.0.0.1", "/api/streams/street").send();
        assertThat(await(deleted).statusCode()).isEqualTo(204);
        stopped.get(20, TimeUnit.SECONDS);
        server = null;
        assertThat(store.stream(FakeStreams.STREET)).isEmpty();
    }

    /** In which the service would be gone if it did not wait. */
    private static void aWhile() {
        try {
            new CountDownLatch(1).await(500, TimeUnit.MILLISECONDS);
        } catch (InterruptedException cutShort) {
            throw new IllegalStateException("the removal was cut short", cutShort);
        }
    }
}
