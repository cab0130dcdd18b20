package dev.afterimage.qa.http;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Threads for work that blocks, with a queue that ends: what finds it full is refused with 503 at once, since a caller who is told can
 * come back and one who waits in a hidden queue cannot. Results come back on the caller's Vert.x context.
 */
final class BoundedWorkers implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BoundedWorkers.class);
    /** Seconds within which work under way should have ended. */
    private static final long LONGEST_END = 30;

    private final String purpose;
    private final Vertx vertx;
    private final ThreadPoolExecutor threads;

    BoundedWorkers(Vertx vertx, String purpose, int threads, int queue) {
        this.vertx = vertx;
        this.purpose = purpose;
        AtomicInteger number = new AtomicInteger();
        this.threads = new ThreadPoolExecutor(threads, threads, 30, TimeUnit.SECONDS, new ArrayBlockingQueue<>(queue), work -> {
            Thread thread = new Thread(work, "afterimage-" + purpose + "-" + number.getAndIncrement());
            thread.setDaemon(true);
            return thread;
        });
        this.threads.allowCoreThreadTimeOut(true);
    }

    <T> Future<T> run(Callable<T> work) {
        Context context = vertx.getOrCreateContext();
        Promise<T> promise = Promise.promise();
        try {
            threads.execute(() -> complete(work, context, promise));
        } catch (RejectedExecutionException refused) {
            promise.fail(threads.isShutdown() ? new HttpFailure(503, HttpFailure.STOPPING, "the service is stopping", "start it again")
                    : new HttpFailure(503, "HTTP_BUSY", "too many requests wait for a " + purpose, "try again in a few seconds")
                            .retryAfter(2));
        }
        return promise.future();
    }

    private static <T> void complete(Callable<T> work, Context context, Promise<T> promise) {
        try {
            T result = work.call();
            onContext(context, () -> promise.complete(result));
        } catch (Throwable failure) {
            // Errors too: a request must not hang because a native library is missing.
            onContext(context, () -> promise.fail(failure));
        }
    }

    private static void onContext(Context context, Runnable told) {
        try {
            context.runOnContext(done -> told.run());
        } catch (RejectedExecutionException closed) {
            // The service ended while this was under way, with the connection of whoever waited for it.
            LOG.debug("nobody waits for what has just ended");
        }
    }

    int waiting() {
        return threads.getQueue().size();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    /** Waits, after {@link #close}, for what is under way: a model must not be closed while it computes. */
    void awaitEnd() {
        try {
            threads.awaitTermination(LONGEST_END, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
