package dev.afterimage.benchmark.question;

import java.util.LinkedHashMap;
import java.util.Map;

/** Milliseconds of the stages of one question, in their order. */
final class Stages {

    private final Map<String, Double> milliseconds = new LinkedHashMap<>();
    private long last = System.nanoTime();

    /** What ran since the last call, or since the beginning, was this stage; a stage may come again. */
    void end(String stage) {
        long now = System.nanoTime();
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
