package dev.afterimage.qa.access;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Slows those who guess tokens: an address has a few wrong guesses, and gets another one every few seconds. Addresses
 * of IPv6 count by their /64, of which each household has one. Safe for use by several threads.
 */
public final class Attempts {

    /** Wrong guesses at once. */
    public static final int BURST = 10;
    /** Until one more. */
    public static final Duration EACH = Duration.ofSeconds(6);
    private static final int MOST_ADDRESSES = 10_000;

    private final LongSupplier nanoTime;
    /** When an address will have all its guesses back, nanoseconds. */
    private final Map<String, Long> fullAgain = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MOST_ADDRESSES;
        }
    };

    public Attempts() {
        this(System::nanoTime);
    }

    Attempts(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** How long an address must wait before its next guess is looked at; zero for not at all. */
    public synchronized Duration wait(String address) {
        Long full = fullAgain.get(Networks.of(address));
        long spent = full == null ? 0 : full - nanoTime.getAsLong();
        return Duration.ofNanos(Math.max(0, spent - EACH.toNanos() * (BURST - 1)));
    }

    /** Notes a wrong guess. */
    public synchronized void failed(String address) {
        long now = nanoTime.getAsLong();
        Long full = fullAgain.get(Networks.of(address));
        fullAgain.put(Networks.of(address), (full == null || full - now < 0 ? now : full) + EACH.toNanos());
    }
}
