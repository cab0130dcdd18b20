package dev.afterimage.cli;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/**
 * Lets Ctrl-C and {@code kill} end a command in good order: the Java machine goes on until this is closed, so open it before, and close it
 * after, everything that must not be torn off.
 */
final class Interruption implements AutoCloseable {

    private final CompletableFuture<Void> requested = new CompletableFuture<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread hook = new Thread(this::interrupted, "interruption");

    private Interruption() { }

    static Interruption expected() {
        Interruption interruption = new Interruption();
        Runtime.getRuntime().addShutdownHook(interruption.hook);
        return interruption;
    }

    private void interrupted() {
        requested.complete(null);
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Does so when the process is told to end. */
    void then(Runnable stop) {
        requested.thenRun(stop);
    }

    /** Waits until the process is told to end. */
    void await() {
        requested.join();
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            // The hook is what brought us here, and it has just been let go.
        }
    }
}
