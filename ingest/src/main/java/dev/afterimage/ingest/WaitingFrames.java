package dev.afterimage.ingest;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CancellationException;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.stream.StreamLoad;
import dev.afterimage.ingest.media.DecodedPicture;

/**
 * Sampled frames on their way from the thread that reads a live stream to who consumes them. Bounded: the oldest goes when the consumer
 * cannot keep up.
 */
final class WaitingFrames {

    /** 22 MB at 1280x720. */
    static final int CAPACITY = 8;

    record Sampled(double seconds, Instant arrived, DecodedPicture picture) { }

    private final Deque<Sampled> waiting = new ArrayDeque<>();
    private StreamLoad load = new StreamLoad();
    private AfterimageException failure;
    private boolean finished;
    private boolean closed;

    /** Counts there what comes, and what waits already. */
    synchronized void countInto(StreamLoad counted) {
        load = counted;
        waiting.forEach(sampled -> load.sampled(sampled.seconds()));
    }

    /** @return whether an older one had to go for it */
    synchronized boolean offer(Sampled sampled) {
        if (closed) {
            return false;
        }
        boolean full = waiting.size() == CAPACITY;
        load.sampled(sampled.seconds());
        if (full) {
            load.dropped();
            waiting.removeFirst();
        }
        waiting.addLast(sampled);
        notifyAll();
        return full;
    }

    /**
     * No more will come.
     *
     * @param fault thrown once all that wait are taken; null for none
     */
    synchronized void finish(AfterimageException fault) {
        finished = true;
        failure = fault;
        notifyAll();
    }

    /** Wakes who waits. */
    synchronized void close() {
        closed = true;
        waiting.clear();
        notifyAll();
    }

    /** Waits for the next one; empty once closed. */
    synchronized Optional<Sampled> take() {
        try {
            while (waiting.isEmpty() && !finished && !closed) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while waiting for a frame");
        }
        if (!closed && waiting.isEmpty() && failure != null) {
            throw failure;
        }
        return closed ? Optional.empty() : Optional.ofNullable(waiting.pollFirst());
    }
}
