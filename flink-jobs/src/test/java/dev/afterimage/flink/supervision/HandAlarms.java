package dev.afterimage.flink.supervision;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Time that a test moves; what is due is done on the test's thread. */
final class HandAlarms implements Alarms {

    private record Due(Instant at, Runnable action) { }

    private final List<Due> pending = new ArrayList<>();
    private Instant now = Instant.parse("2026-03-01T09:00:00Z");

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public Alarm after(Duration delay, Runnable action) {
        Due due = new Due(now.plus(delay), action);
        pending.add(due);
        return () -> pending.remove(due);
    }

    int pending() {
        return pending.size();
    }

    void pass(Duration time) {
        Instant until = now.plus(time);
        while (true) {
            Due next = pending.stream().filter(due -> !due.at().isAfter(until)).min(Comparator.comparing(Due::at)).orElse(null);
            if (next == null) {
                break;
            }
            pending.remove(next);
            now = next.at().isAfter(now) ? next.at() : now;
            next.action().run();
        }
        now = until;
    }

    @Override
    public void close() {
        pending.clear();
    }
}
