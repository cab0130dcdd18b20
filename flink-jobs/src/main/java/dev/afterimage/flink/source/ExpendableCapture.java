package dev.afterimage.flink.source;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.frame.Frame;
import dev.afterimage.core.frame.FrameSource;
import dev.afterimage.core.frame.Sound;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamLoad;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * A capture that is opened, and if it is a file also read, on a thread of its own, which is left behind when it hangs. {@link #close} may
 * come from any thread at any time and returns soon. A network source can be broken off by itself and is read in the caller's thread.
 */
final class ExpendableCapture implements FrameSource.Capture {

    /** How long closing waits for a call under way to end. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final SourceSettings settings;
    private final Duration deadline;
    private final ExecutorService thread;
    private final CompletableFuture<FrameSource.Capture> opened;
    private final CompletableFuture<Void> closed = new CompletableFuture<>();

    /**
     * Begins to open.
     *
     * @param deadline for opening a file
     */
    ExpendableCapture(SourceSettings settings, Supplier<FrameSource.Capture> open, Duration deadline) {
        this.settings = settings;
        this.deadline = deadline;
        this.thread = Executors.newSingleThreadExecutor(work -> daemon(work, "source-" + settings.stream()));
        this.opened = CompletableFuture.supplyAsync(open, thread);
        if (settings.network()) {
            thread.shutdown();
        }
    }

    private static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Does so when the thread has come back from opening, whoever still waits for it. */
    void onceOpenedOrFailed(Runnable then) {
        opened.whenComplete((capture, failure) -> then.run());
    }

    /**
     * Waits until the source is open.
     *
     * @throws AfterimageException also when it was closed meanwhile
     */
    void awaitOpen() {
        if (openCapture() == null) {
            throw new AfterimageException(ErrorCode.USAGE_STREAM_STATE,
                    "'" + settings.stream() + "' was stopped while its source was being opened", "add it again");
        }
    }

    /** Null once this was closed. */
    private FrameSource.Capture openCapture() {
        try {
            return settings.network() ? await(opened, Duration.ZERO) : await(opened, deadline);
        } catch (TimeoutException late) {
            close();
            throw new AfterimageException(ErrorCode.INPUT_STALLED,
                    "'" + settings.maskedUri() + "' could not be opened within " + deadline.toMillis() / 1000.0 + " s",
                    "check that something writes to it and that its file system answers", late);
        }
    }

    @Override
    public Frame next() {
        FrameSource.Capture capture = openCapture();
        if (capture == null || settings.network()) {
            return capture == null ? null : capture.next();
        }
        try {
            return await(CompletableFuture.supplyAsync(capture::next, thread), Duration.ZERO);
        } catch (RejectedExecutionException closedMeanwhile) {
            return null;
        } catch (TimeoutException never) {
            throw new IllegalStateException(never);
        }
    }

    /**
     * The result, or null when this was closed before.
     *
     * @param limit zero for none
     */
    private <T> T await(CompletableFuture<T> result, Duration limit) throws TimeoutException {
        CompletableFuture<Object> either = CompletableFuture.anyOf(result, closed);
        try {
            if (limit.isZero()) {
                either.get();
            } else {
                either.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            }
            return closed.isDone() ? null : result.join();
        } catch (ExecutionException failed) {
            throw AfterimageException.of(failed.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while waiting for " + settings.stream());
        }
    }

    @Override
    public void countInto(StreamLoad load) {
        opened.thenAccept(capture -> capture.countInto(load));
    }

    @Override
    public List<Sound> takeSound() {
        FrameSource.Capture capture = opened.isCompletedExceptionally() ? null : opened.getNow(null);
        return capture == null || closed.isDone() ? List.of() : capture.takeSound();
    }

    @Override
    public FrameSource.SourceFacts facts() {
        awaitOpen();
        return opened.join().facts();
    }

    @Override
    public void close() {
        if (!closed.complete(null)) {
            return;
        }
        thread.shutdown();
        if (!opened.isDone() && !settings.network()) {
            daemon(() -> Pipes.letGo(settings, opened), "let-go-" + settings.stream()).start();
        }
        // Where it is still being opened, the thread that opens it closes it.
        CompletableFuture<Void> end = opened.handle((capture, failure) -> capture).thenAccept(this::closeApart);
        if (opened.isDone()) {
            end.join();
        }
    }

    /** A call under way holds the capture until it ends. */
    private void closeApart(FrameSource.Capture capture) {
        if (capture == null) {
            return;
        }
        Thread closer = daemon(capture::close, "close-" + settings.stream());
        closer.start();
        try {
            closer.join(PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
