package dev.afterimage.core.watch;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.stream.ReaderCosts;
import dev.afterimage.core.stream.Scene;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Starts and stops the write path of streams. */
public interface Watching extends AutoCloseable {

    /**
     * Begins to watch; the future ends with the stream, or fails with an {@link AfterimageException}.
     *
     * @throws AfterimageException when a file cannot be opened, the settings ask for what cannot be read, or the stream
     *                             holds another source
     */
    CompletableFuture<WatchSummary> start(SourceSettings settings);

    /** Stops watching; what was stored stays. No effect on a stream that is not being watched. */
    void stop(StreamId stream);

    /** Stops watching and forgets how far the stream had been read, so that a later start begins anew. */
    void forget(StreamId stream);

    /** Whether streams can be paused, resumed, retried and changed. */
    default boolean changes() {
        return false;
    }

    /**
     * Stops watching until {@link #resume}, also when the service starts again in between. That time is a gap, for that reason.
     *
     * @throws AfterimageException {@link ErrorCode#USAGE_STREAM_STATE} of a stream that is not to be watched anyway
     */
    default void pause(StreamId stream) {
        throw onlyServed();
    }

    /**
     * Watches a paused stream again. Returns at once.
     *
     * @throws AfterimageException {@link ErrorCode#USAGE_STREAM_STATE} of a stream that is not paused
     */
    default void resume(StreamId stream) {
        throw onlyServed();
    }

    /**
     * Tries a stream that is lost, or was given up, now, whenever else that would have been. Returns at once; no effect on a stream that
     * is watched.
     *
     * @throws AfterimageException {@link ErrorCode#USAGE_STREAM_STATE} of a stream that there is nothing more to try of
     */
    default void retry(StreamId stream) {
        throw onlyServed();
    }

    /** What is to be watched under a name, or would be if it were not paused or given up. */
    default Optional<SourceSettings> source(StreamId stream) {
        return Optional.empty();
    }

    /**
     * Watches a stream from another address, at another rate or with other settings from now on, also when the service starts again. Only
     * a network source can be changed once something of it is stored.
     *
     * @throws AfterimageException {@link ErrorCode#USAGE_STREAM_STATE} of a stream that cannot be changed, or what is wrong with the
     *                             settings; then nothing has changed
     */
    default void change(SourceSettings settings) {
        throw onlyServed();
    }

    /** @throws AfterimageException when the settings ask for what cannot be read */
    default void requireReadable(SourceSettings settings) { }

    private static AfterimageException onlyServed() {
        return new AfterimageException(ErrorCode.USAGE_STREAM_STATE, "this process watches a stream until it ends, and no longer",
                "watch it with 'afterimage serve' to pause, resume, retry or change it");
    }

    /** Whether a stream is watched, or being begun. */
    default boolean watches(StreamId stream) {
        return false;
    }

    /** A stored stream as it is right now: who watches knows more than what could be stored. */
    default StreamInfo asOfNow(StreamInfo stored) {
        return stored;
    }

    /** Streams that ought to be watched and are not, right now, in order of their names. */
    default List<Outage> outages() {
        return List.of();
    }

    /** How many streams can be watched at the same time. */
    default int most() {
        return Integer.MAX_VALUE;
    }

    /** What a stream too many is refused with. */
    static AfterimageException tooMany(StreamId stream, int most) {
        return new AfterimageException(ErrorCode.USAGE_TOO_MANY_STREAMS, "'" + stream + "' cannot be watched: " + most
                + (most == 1 ? " stream is" : " streams are") + " being watched already, as many as may be",
                "delete one, or raise max_streams (--max-streams) and start 'afterimage serve' again");
    }

    @Override
    void close();

    /**
     * @param tokensDropped tokens that compression left out
     * @param encodeFps     frames captured, encoded, prefilled and stored a second, by the wall clock, start-up of the job left out
     * @param seconds       wall clock of the whole run
     * @param readers       what reading objects, text and speech took of it
     */
    record WatchSummary(StreamId stream, long frames, long blocks, List<Scene> segments, long tokens, long tokensDropped,
                        long kvBytes, double encodeFps, double seconds, ReaderCosts readers) {

        /** Of a run of which nothing is known of the readers. */
        public WatchSummary(StreamId stream, long frames, long blocks, List<Scene> segments, long tokens, long tokensDropped, long kvBytes,
                            double encodeFps, double seconds) {
            this(stream, frames, blocks, segments, tokens, tokensDropped, kvBytes, encodeFps, seconds, ReaderCosts.NONE);
        }
    }
}
