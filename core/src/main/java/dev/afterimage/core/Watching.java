package dev.afterimage.core;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Starts and stops the write path of streams. */
public interface Watching extends AutoCloseable {

    /**
     * Begins to watch; the future ends with the stream, or fails with an {@link AfterimageException}.
     *
     * @throws AfterimageException when a file cannot be opened, the settings ask for what cannot be read, or the stream holds another source
     */
    CompletableFuture<WatchSummary> start(SourceSettings settings);

    /** Stops watching; what was stored stays. No effect on a stream that is not being watched. */
    void stop(StreamId stream);

    /** Stops watching and forgets how far the stream had been read, so that a later start begins anew. */
    void forget(StreamId stream);

    @Override
    void close();

    /**
     * @param tokensDropped tokens that compression left out
     * @param encodeFps     frames captured, encoded, prefilled and stored a second, by the wall clock, start-up of the job left out
     * @param seconds       wall clock of the whole run
     */
    record WatchSummary(StreamId stream, long frames, long blocks, List<Scene> segments, long tokens, long tokensDropped,
                        long kvBytes, double encodeFps, double seconds) { }
}
