package dev.afterimage.qa.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class StoppingTest {

    @Test
    void theEndIsNotReachedBeforeTheWorkUnderWayIsDone() throws Exception {
        Vertx vertx = Vertx.vertx();
        BoundedWorkers workers = new BoundedWorkers(vertx, "question", 1, 1);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch computed = new CountDownLatch(1);
        AtomicBoolean done = new AtomicBoolean();
        workers.run(() -> {
            begun.countDown();
            awaitThroughInterruptions(computed); // as native code does
            done.set(true);
            return null;
        });
        begun.await();
        workers.close();
        CompletableFuture<Boolean> end = CompletableFuture.supplyAsync(() -> {
            workers.awaitEnd();
            return done.get();
        });
        assertThat(end).isNotDone();
        computed.countDown();
        assertThat(end.get(20, TimeUnit.SECONDS)).isTrue();
        vertx.close().await();
    }

    private static void awaitThroughInterruptions(CountDownLatch latch) {
        while (true) {
            try {
                latch.await();
                return;
            } catch (InterruptedException goOn) {
                Thread.onSpinWait();
            }
        }
    }
}
