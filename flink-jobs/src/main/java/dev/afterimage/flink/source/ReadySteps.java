package dev.afterimage.flink.source;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;

/** What a reader can do now, first come first served. Steps are added by any thread and run by one. */
final class ReadySteps<T> {

    private final Deque<Step<T>> steps = new ArrayDeque<>();
    private CompletableFuture<Void> available = new CompletableFuture<>();

    /** One thing to do. */
    @FunctionalInterface
    interface Step<T> {

        void run(T output) throws Exception;
    }

    void add(Step<T> step) {
        CompletableFuture<Void> waiting;
        synchronized (this) {
            steps.addLast(step);
            waiting = available;
        }
        waiting.complete(null);
    }

    /**
     * Runs the first one.
     *
     * @return whether there are more
     */
    boolean run(T output) throws Exception {
        Step<T> next;
        synchronized (this) {
            next = steps.pollFirst();
        }
        if (next != null) {
            next.run(output);
        }
        synchronized (this) {
            return !steps.isEmpty();
        }
    }

    /** Done as soon as there is something to do. */
    synchronized CompletableFuture<Void> available() {
        if (!steps.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        if (available.isDone()) {
            available = new CompletableFuture<>();
        }
        return available;
    }
}
