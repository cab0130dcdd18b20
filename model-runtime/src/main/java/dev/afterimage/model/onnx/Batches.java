package dev.afterimage.model.onnx;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * Runs together what several threads ask for at the same time. Nobody waits for a batch to fill: while one runs, the next gathers. Safe for
 * use by several threads.
 */
public final class Batches<I, O> {

    private record Waiting<I, O>(I input, CompletableFuture<O> output) { }

    private final int most;
    private final Function<List<I>, List<O>> run;
    private final Deque<Waiting<I, O>> waiting = new ArrayDeque<>();
    private final Lock running = new ReentrantLock(true);

    /** @param most that are run at once, @param run gives an output for each input, in their order */
    public Batches(int most, Function<List<I>, List<O>> run) {
        this.most = most;
        this.run = run;
    }

    public O of(I input) {
        Waiting<I, O> own = new Waiting<>(input, new CompletableFuture<>());
        synchronized (waiting) {
            waiting.add(own);
        }
        running.lock();
        try {
            while (!own.output.isDone()) {
                run(next());
            }
        } finally {
            running.unlock();
        }
        try {
            return own.output.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException failed ? failed : e;
        }
    }

    int waiting() {
        synchronized (waiting) {
            return waiting.size();
        }
    }

    private List<Waiting<I, O>> next() {
        List<Waiting<I, O>> batch = new ArrayList<>();
        synchronized (waiting) {
            while (batch.size() < most && !waiting.isEmpty()) {
                batch.add(waiting.remove());
            }
        }
        return batch;
    }

    private void run(List<Waiting<I, O>> batch) {
        try {
            List<O> outputs = run.apply(batch.stream().map(Waiting::input).toList());
            for (int i = 0; i < batch.size(); i++) {
                batch.get(i).output.complete(outputs.get(i));
            }
        } catch (RuntimeException e) {
            if (batch.size() == 1) {
                batch.get(0).output.completeExceptionally(e);
            } else {
                // What one input fails at does not concern the others.
                batch.forEach(each -> run(List.of(each)));
            }
        } catch (Error e) {
            batch.forEach(each -> each.output.completeExceptionally(e));
        }
    }
}
