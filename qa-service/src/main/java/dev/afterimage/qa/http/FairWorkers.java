package dev.afterimage.qa.http;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Threads for questions, with a {@link FairQueue} before them: what finds it full is refused with 503 at once, and is
 * told when to come back. Results come back on the caller's Vert.x context.
 */
final class FairWorkers implements AutoCloseable {

    /** Seconds within which work under way should have ended. */
    private static final long LONGEST_END = 30;
    private static final int LONGEST_RETRY = 60;

    private final String what;
    private final Vertx vertx;
    private final int threads;
    private final FairQueue<Work<?>> queue;
    private final ExecutorService pool;
    /** How long one took of late, nanoseconds. */
    private final AtomicLong usual = new AtomicLong(TimeUnit.SECONDS.toNanos(1));

    /** Something that waits for a thread or runs on one. */
    final class Work<T> {

        private final String client;
        private final Callable<T> call;
        private final Context context = vertx.getOrCreateContext();
        private final Promise<T> promise = Promise.promise();

        private Work(String client, Callable<T> call) {
            this.client = client;
            this.call = call;
        }

        Future<T> result() {
            return promise.future();
        }

        /** Takes it from the queue; what runs already is not touched. @return whether it was still waiting */
        boolean drop() {
            return queue.remove(client, this);
        }

        private void run() {
            long began = System.nanoTime();
            try {
                T result = call.call();
                context.runOnContext(done -> promise.tryComplete(result));
            } catch (Throwable failure) {
                // Errors too: a request must not hang because a native library is missing.
                context.runOnContext(done -> promise.tryFail(failure));
            }
            usual.updateAndGet(nanos -> (3 * nanos + System.nanoTime() - began) / 4);
        }
    }

    /**
     * @param what  what waits here, for messages
     * @param queue how many may wait
     * @param each  how many of one client
     */
    FairWorkers(Vertx vertx, String what, int threads, int queue, int each) {
        this.vertx = vertx;
        this.what = what;
        this.threads = threads;
        this.queue = new FairQueue<>(queue, each, threads);
        AtomicInteger number = new AtomicInteger();
        // Each entry of this queue stands for one of the fair queue, which says whose turn it is.
        ThreadPoolExecutor executor = new ThreadPoolExecutor(threads, threads, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
            Thread thread = new Thread(work, "afterimage-" + what.replace(' ', '-') + "-" + number.getAndIncrement());
            thread.setDaemon(true);
            return thread;
        });
        executor.allowCoreThreadTimeOut(true);
        this.pool = executor;
    }

    /** The result fails with {@code HTTP_BUSY} when there is no room. */
    <T> Work<T> run(String client, Callable<T> call) {
        Work<T> work = new Work<>(client, call);
        FairQueue.Refusal refusal = queue.offer(client, work);
        if (refusal != null) {
            work.promise.fail(busy(refusal));
            return work;
        }
        try {
            pool.execute(this::next);
        } catch (RejectedExecutionException stopped) {
            work.drop();
            work.promise.fail(new HttpFailure(503, HttpFailure.STOPPING, "the service is stopping", "start it again"));
        }
        return work;
    }

    private void next() {
        Work<?> work = queue.poll();
        if (work == null) {
            return;
        }
        try {
            work.run();
        } finally {
            queue.done();
        }
    }

    private HttpFailure busy(FairQueue.Refusal refusal) {
        return busy(refusal == FairQueue.Refusal.SHARE_FULL ? "you have as many questions waiting as one client may (" + what + ")"
                : "too many questions wait (" + what + ")");
    }

    /** A 503 with the seconds after which what waits now should be done. */
    HttpFailure busy(String message) {
        long seconds = Math.max(1, Math.min(LONGEST_RETRY, TimeUnit.NANOSECONDS.toSeconds(usual.get() * (queue.size() + 1) / threads)));
        return new HttpFailure(503, "HTTP_BUSY", message, "try again in " + seconds + (seconds == 1 ? " second" : " seconds"))
                .retryAfter(seconds);
    }

    int waiting() {
        return queue.size();
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }

    /** Waits, after {@link #close}, for what is under way: a model must not be closed while it computes. */
    void awaitEnd() {
        try {
            pool.awaitTermination(LONGEST_END, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
