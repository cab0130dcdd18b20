package dev.afterimage.core.answer;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import java.time.Duration;
import java.util.concurrent.CancellationException;

/**
 * How long somebody waits for an answer: up to a moment, or until {@link #cancel} says that nobody does any more.
 * Whoever works on the answer asks {@link #check} between steps. Safe for use by several threads.
 */
public final class Deadline {

    private static final long NEVER = Long.MAX_VALUE;

    private final long start = System.nanoTime();
    private final long nanos;
    private volatile boolean cancelled;

    private Deadline(long nanos) {
        this.nanos = nanos;
    }

    /** Begins to count now. */
    public static Deadline in(Duration time) {
        return new Deadline(time.toNanos());
    }

    /** Passes only when it is cancelled. */
    public static Deadline none() {
        return new Deadline(NEVER);
    }

    /** How long it is until it passes. */
    public Duration left() {
        return nanos == NEVER ? Duration.ofNanos(NEVER) : Duration.ofNanos(Math.max(0, nanos - (System.nanoTime() - start)));
    }

    /** From now on {@link #check} fails: nobody waits for the answer. */
    public void cancel() {
        cancelled = true;
    }

    public boolean cancelled() {
        return cancelled;
    }

    /**
     * @throws CancellationException when nobody waits any more
     * @throws AfterimageException   {@code ASK_TIMEOUT} when the time has passed
     */
    public void check() {
        if (cancelled) {
            throw new CancellationException("nobody waits for the answer");
        }
        if (nanos != NEVER && System.nanoTime() - start > nanos) {
            throw timeout();
        }
    }

    /** What a question that took too long fails with. */
    public AfterimageException timeout() {
        return new AfterimageException(ErrorCode.ASK_TIMEOUT, "the question was not answered within "
                + Math.max(1, Math.round(nanos / 1e9)) + " s",
                "ask a narrower question, ask again when less is going on, or raise limits.question_seconds in the configuration");
    }
}
