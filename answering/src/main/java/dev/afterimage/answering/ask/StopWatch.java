package dev.afterimage.answering.ask;

import dev.afterimage.core.answer.Reply;

/** Times the stages of one question, from its arrival. */
final class StopWatch {

    private final long start = System.nanoTime();
    private long retrieved = start;
    private long loaded = start;
    private long first;

    void retrieved() {
        retrieved = System.nanoTime();
        loaded = retrieved;
    }

    void loaded() {
        loaded = System.nanoTime();
    }

    /** @param nanos of the first token; 0 when none was decoded */
    void first(long nanos) {
        first = nanos;
    }

    Reply.Timings timings() {
        long now = System.nanoTime();
        return new Reply.Timings(millis(start, retrieved), millis(retrieved, loaded), millis(start, first == 0 ? now : first),
                millis(start, now));
    }

    private static double millis(long from, long to) {
        return (to - from) / 1e6;
    }
}
