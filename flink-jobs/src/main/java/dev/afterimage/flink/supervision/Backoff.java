package dev.afterimage.flink.supervision;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next try: twice as long each time, up to ten seconds, less a random part of up to a half,
 * so that cameras that were lost together are not all tried together.
 */
public final class Backoff {

    static final Duration LONGEST = Duration.ofSeconds(10);
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final int DOUBLINGS = 10;

    private final RandomGenerator random;

    public Backoff(RandomGenerator random) {
        this.random = random;
    }

    /** @param failures in a row, 1 or more */
    Duration after(int failures) {
        long doubled = FIRST.toMillis() << Math.min(failures - 1, DOUBLINGS);
        long whole = Math.min(doubled, LONGEST.toMillis());
        return Duration.ofMillis(whole - random.nextLong(whole / 2 + 1));
    }
}
