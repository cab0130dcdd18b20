package dev.afterimage.cli;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Lets Ctrl-C and {@code kill} end a command in good order: open it before, and close it after, everything that must not be torn off.
 * {@link ProcessEnd} takes the signals, waits for the command and ends the process.
 */
final class Interruption implements AutoCloseable {

    private static final AtomicReference<Interruption> OPEN = new AtomicReference<>();

    private final CompletableFuture<Void> requested = new CompletableFuture<>();
    private volatile boolean orderly;

    private Interruption() { }

    static Interruption expected() {
        Interruption interruption = new Interruption();
        OPEN.set(interruption);
        return interruption;
    }

    /**
     * Tells the command that is under way to end.
     *
     * @return whether it does so by itself; otherwise nothing has begun that would have to end in order
     */
    static boolean request() {
        Interruption interruption = OPEN.get();
        return interruption != null && interruption.tell();
    }

    private boolean tell() {
        boolean ends = orderly;
        requested.complete(null);
        return ends;
    }

    /** From here on the command looks by itself whether it is asked to end; before, it may be broken off anywhere. */
    void begin() {
        orderly = true;
        if (requested()) {
            Thread.interrupted(); // it was the start that was interrupted
        }
    }

    /** Begins, and does so when the process is asked to end. */
    void then(Runnable stop) {
        begin();
        requested.thenRun(stop);
    }

    /** Whether the process has been asked to end. */
    boolean requested() {
        return requested.isDone();
    }

    /** Begins, and waits until the process is asked to end. */
    void await() {
        begin();
        requested.join();
    }

    @Override
    public void close() {
        OPEN.compareAndSet(this, null);
    }
}
