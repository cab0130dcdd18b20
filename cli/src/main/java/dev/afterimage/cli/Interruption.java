package dev.afterimage.cli;

import java.util.concurrent.CompletableFuture;

/** Lets Ctrl-C end a command in good order: the hook stops the work and waits until everything is closed. */
final class Interruption implements AutoCloseable {

    private final Thread hook;

    private Interruption(Runnable stop, CompletableFuture<?> done) {
        hook = new Thread(() -> {
            stop.run();
            done.exceptionally(thrown -> null).join();
        }, "interruption");
    }

    static Interruption on(Runnable stop, CompletableFuture<?> done) {
        Interruption interruption = new Interruption(stop, done);
        Runtime.getRuntime().addShutdownHook(interruption.hook);
        return interruption;
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            // The hook is what brought us here.
        }
    }
}
