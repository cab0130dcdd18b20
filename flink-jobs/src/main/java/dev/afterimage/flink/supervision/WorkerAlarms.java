package dev.afterimage.flink.supervision;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Alarms by the system's clock: one thread waits for all of them, and some do what is due, however many streams there are; they go when
 * there is nothing to do.
 */
public final class WorkerAlarms implements Alarms {

    private static final int WORKERS = 16;
    private static final int IDLE_SECONDS = 30;

    private final ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1, daemons("supervision-clock"));
    private final ThreadPoolExecutor workers =
            new ThreadPoolExecutor(WORKERS, WORKERS, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), daemons("supervision"));

    public WorkerAlarms() {
        workers.allowCoreThreadTimeOut(true);
        clock.setRemoveOnCancelPolicy(true);
    }

    private static ThreadFactory daemons(String name) {
        return action -> {
            Thread thread = new Thread(action, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public Alarm after(Duration delay, Runnable action) {
        if (clock.isShutdown()) {
            return () -> { };
        }
        Future<?> due = clock.schedule(() -> hand(action), delay.toMillis(), TimeUnit.MILLISECONDS);
        return () -> due.cancel(false);
    }

    private void hand(Runnable action) {
        if (!workers.isShutdown()) {
            workers.execute(action);
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
        workers.shutdownNow();
    }
}
