package dev.afterimage.benchmark.watch;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/** Adds up wall time by stage; used by several threads. A stage within another counts in both. */
final class StageClock {

    private final Map<String, LongAdder> nanos = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> calls = new ConcurrentHashMap<>();

    <T> T time(String stage, Supplier<T> work) {
        long start = System.nanoTime();
        try {
            return work.get();
        } finally {
            add(stage, System.nanoTime() - start);
        }
    }

    /** One call that was timed elsewhere. */
    void add(String stage, long elapsedNanos) {
        nanos.computeIfAbsent(stage, s -> new LongAdder()).add(elapsedNanos);
        calls.computeIfAbsent(stage, s -> new LongAdder()).increment();
    }

    void time(String stage, Runnable work) {
        time(stage, () -> {
            work.run();
            return null;
        });
    }

    double seconds(String stage) {
        return nanos.containsKey(stage) ? nanos.get(stage).sum() / 1e9 : 0;
    }

    long calls(String stage) {
        return calls.containsKey(stage) ? calls.get(stage).sum() : 0;
    }

    void reset() {
        nanos.clear();
        calls.clear();
    }
}
