package dev.afterimage.eval.run;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.model.LanguageModel;
import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.core.watch.Watching;
import dev.afterimage.eval.haystack.ComposedFrames;
import dev.afterimage.eval.haystack.Animation;
import dev.afterimage.eval.method.MethodAsker;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;

/**
 * The product as it stands on a data directory of its own: what is evaluated.
 *
 * @param data    where everything it keeps lies
 * @param frames  the source that {@code watching} reads; composed streams are registered with it
 * @param stopped whether the user wants it to end; rows that are written stay
 */
public record Bench(Path data, LanguageModel model, SegmentStore store, Watching watching, ComposedFrames frames, MethodAsker reading,
        BooleanSupplier stopped) {

    private static final int PERIOD_MILLIS = 200;
    private static final int BLIND_WIDTH = 320;
    private static final int BLIND_HEIGHT = 240;
    private static final int GREY = 0x7F7F7F;

    /**
     * Watches made frames to their end, through the write path; a stream that a stopped run left unfinished goes on where it was.
     *
     * @param seen is told the newest second again and again
     */
    public void watch(StreamId stream, double fps, Animation moving, DoubleConsumer seen) {
        if (store.stream(stream).filter(info -> info.status() == StreamInfo.Status.ENDED).isEmpty()) {
            await(begin(frames.register(stream, fps, moving)), stream, Double.POSITIVE_INFINITY, seen);
        }
    }

    /** Begins to watch; the future ends with the stream. */
    public CompletableFuture<?> begin(SourceSettings settings) {
        return watching.start(settings);
    }

    /**
     * Waits until a stream has come past a moment, or has ended.
     *
     * @param seen is told the newest second again and again
     */
    public void await(CompletableFuture<?> watched, StreamId stream, double moment, DoubleConsumer seen) {
        try {
            while (lastSecond(stream) <= moment) {
                requireWanted();
                try {
                    watched.get(PERIOD_MILLIS, TimeUnit.MILLISECONDS);
                    seen.accept(lastSecond(stream));
                    return;
                } catch (TimeoutException stillWatching) {
                    seen.accept(lastSecond(stream));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw stoppedEarly();
        } catch (ExecutionException e) {
            throw AfterimageException.of(e);
        }
    }

    /** Ends the run where the user wants it to end. */
    public void requireWanted() {
        if (stopped.getAsBoolean()) {
            throw stoppedEarly();
        }
    }

    private static AfterimageException stoppedEarly() {
        return new AfterimageException(ErrorCode.INTERNAL, "the evaluation was stopped before its end", "run it again with the same "
                + "--out and it goes on where it stopped");
    }

    /** Watches a grey picture: what methods that see nothing are asked about. */
    public void watchBlind(StreamId stream) {
        watch(stream, 1, new Animation() {
            @Override
            public BufferedImage picture(long index, double seconds) {
                BufferedImage grey = new BufferedImage(BLIND_WIDTH, BLIND_HEIGHT, BufferedImage.TYPE_INT_RGB);
                int[] row = new int[BLIND_WIDTH];
                Arrays.fill(row, GREY);
                for (int y = 0; y < BLIND_HEIGHT; y++) {
                    grey.setRGB(0, y, BLIND_WIDTH, 1, row, 0, BLIND_WIDTH);
                }
                return grey;
            }

            @Override
            public double seconds() {
                return 2;
            }
        }, second -> { });
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
}
