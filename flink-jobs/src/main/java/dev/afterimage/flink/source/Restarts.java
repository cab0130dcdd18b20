package dev.afterimage.flink.source;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** How often a stream begins again after a failure. It may run for months, so old failures do not count. */
final class Restarts {

    static final int MOST = 3;
    static final Duration WITHIN = Duration.ofMinutes(1);

    private final Deque<Long> restarts = new ArrayDeque<>();

    /**
     * Whether it may begin again once more; if so, that counts.
     *
     * @param nowNanos {@link System#nanoTime}
     */
    boolean another(long nowNanos) {
        restarts.removeIf(before -> nowNanos - before > WITHIN.toNanos());
        return restarts.size() < MOST && restarts.add(nowNanos);
    }
}
