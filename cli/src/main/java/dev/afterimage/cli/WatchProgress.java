package dev.afterimage.cli;

import dev.afterimage.core.block.BlockEntry;
import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.engine.Engine;

import java.io.PrintWriter;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * What is being watched, as it is watched: one line rewritten on a terminal, a plain line for each new note elsewhere. It reads the store
 * like anybody else, so it costs the write path nothing.
 */
final class WatchProgress implements AutoCloseable {

    private static final int PERIOD_MILLIS = 250;

    private final SegmentStore store;
    private final StreamId stream;
    private final PrintWriter out;
    private final boolean terminal = System.console() != null;
    private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor(run -> {
        Thread thread = new Thread(run, "progress");
        thread.setDaemon(true);
        return thread;
    });
    private long nextBlock;
    private String note = "";

    private WatchProgress(SegmentStore store, StreamId stream, PrintWriter out) {
        this.store = store;
        this.stream = stream;
        this.out = out;
        this.nextBlock = store.lastEntry(stream).map(last -> last.number() + 1).orElse(0L);
    }

    static WatchProgress show(Engine engine, StreamId stream, PrintWriter out) {
        WatchProgress progress = new WatchProgress(engine.store(), stream, out);
        progress.ticker.scheduleWithFixedDelay(progress::tick, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
        return progress;
    }

    private synchronized void tick() {
        for (BlockEntry entry : store.entries(stream, nextBlock, Double.POSITIVE_INFINITY)) {
            nextBlock = entry.number() + 1;
            note = entry.note().isEmpty() ? entry.tokens() + " tokens" : entry.note();
            if (!terminal) {
                out.printf("[%s] %s%n", TimeArgument.format(entry.seconds()), note);
            }
        }
        if (terminal) {
            store.stream(stream).ifPresent(info -> out.printf("\r\033[K%s  %d frames, %d blocks  %s",
                    TimeArgument.format(info.lastSeconds()), info.frames(), info.blocks(), clipped(note)));
        }
        out.flush();
    }

    private static String clipped(String note) {
        return note.length() <= 60 ? note : note.substring(0, 59) + "…";
    }

    /** Shows what came last and leaves the line it was writing on. */
    @Override
    public void close() {
        ticker.shutdownNow();
        tick();
        if (terminal) {
            out.print("\r\033[K");
            out.flush();
        }
    }
}
