package dev.afterimage.eval.run;

import dev.afterimage.core.AfterimageException;
import dev.afterimage.core.BlockEntry;
import dev.afterimage.core.LanguageModel;
import dev.afterimage.core.SegmentStore;
import dev.afterimage.core.SourceSettings;
import dev.afterimage.core.StreamId;
import dev.afterimage.core.Watching;
import dev.afterimage.eval.haystack.ComposedFrames;
import dev.afterimage.eval.haystack.Moving;
import dev.afterimage.eval.method.Reading;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.DoubleConsumer;

/**
 * The product as it stands on a data directory of its own: what is evaluated.
 *
 * @param frames the source that {@code watching} reads; composed streams are registered with it
 */
public record Bench(LanguageModel model, SegmentStore store, Watching watching, ComposedFrames frames, Reading reading) {

    private static final int PERIOD_MILLIS = 200;

    /**
     * Watches made frames to their end, through the write path, as a stream that begins anew.
     *
     * @param seen is told the newest second again and again
     */
    public void watch(StreamId stream, double fps, Moving moving, DoubleConsumer seen) {
        drop(stream);
        follow(begin(frames.register(stream, fps, moving)), stream, seen);
    }

    /** Begins to watch; the future ends with the stream. */
    public CompletableFuture<?> begin(SourceSettings settings) {
        return watching.start(settings);
    }

    /** Waits for a watch to end, telling how far it is. */
    public void follow(CompletableFuture<?> watched, StreamId stream, DoubleConsumer seen) {
        try {
            while (true) {
                try {
                    watched.get(PERIOD_MILLIS, TimeUnit.MILLISECONDS);
                    return;
                } catch (TimeoutException stillWatching) {
                    seen.accept(lastSecond(stream));
                }
            }
        } catch (InterruptedException e) {
            watching.stop(stream);
            Thread.currentThread().interrupt();
            throw new CompletionException(e);
        } catch (ExecutionException e) {
            throw AfterimageException.of(e);
        }
    }

    public double lastSecond(StreamId stream) {
        return store.stream(stream).map(info -> info.lastSeconds()).orElse(-1.0);
    }

    /** Removes a stream with its blocks and checkpoints, if there is one. */
    public void drop(StreamId stream) {
        watching.forget(stream);
        frames.forget(stream);
        if (store.stream(stream).isPresent()) {
            store.deleteStream(stream);
        }
    }

    /** Bytes of the blocks up to a moment, as stored. */
    public long kvBytes(StreamId stream, double untilSeconds) {
        return store.entries(stream, 0, untilSeconds).stream().mapToLong(entry -> store.storedBytes(stream, entry.number())).sum();
    }

    public long tokens(StreamId stream, double untilSeconds) {
        return store.entries(stream, 0, untilSeconds).stream().mapToLong(BlockEntry::tokens).sum();
    }
}
