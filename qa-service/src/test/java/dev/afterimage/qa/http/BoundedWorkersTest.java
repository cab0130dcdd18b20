package dev.afterimage.qa.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BoundedWorkersTest {

    @Test
    void whatEndsAfterTheServiceDoesSoQuietly() throws Exception {
        List<Throwable> uncaught = new CopyOnWriteArrayList<>();
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> uncaught.add(thrown));
        try {
            Vertx vertx = Vertx.vertx();
            BoundedWorkers workers = new BoundedWorkers(vertx, "test", 1, 1);
            CountDownLatch closed = new CountDownLatch(1);
            workers.run(() -> {
                vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
                closed.countDown();
                return null;
            });
            assertThat(closed.await(30, TimeUnit.SECONDS)).isTrue();
            workers.close();
            workers.awaitEnd();
            assertThat(uncaught).isEmpty();
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
    }
}
