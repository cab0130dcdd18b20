package dev.afterimage.benchmark.question;

import dev.afterimage.benchmark.report.Clock;
import java.util.LinkedHashMap;
import java.util.Map;

/** Milliseconds of the stages of one question, in their order. */
final class Stages {

    private final Map<String, Double> milliseconds = new LinkedHashMap<>();
    private final Clock clock;
    private long last;

    Stages(Clock clock) {
        this.clock = clock;
        this.last = clock.nanos();
    }

    /** What ran since the last call, or since the beginning, was this stage; a stage may come again. */
    void end(String stage) {
        long now = clock.nanos();
        milliseconds.merge(stage, (now - last) / 1e6, Double::sum);
        last = now;
    }

    double of(String stage) {
        return milliseconds.getOrDefault(stage, 0.0);
    }

    double total() {
        return milliseconds.values().stream().mapToDouble(v -> v).sum();
    }
}
