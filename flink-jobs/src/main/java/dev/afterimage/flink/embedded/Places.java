package dev.afterimage.flink.embedded;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.watch.Watching.WatchSummary;
import dev.afterimage.core.watch.Watching;
import dev.afterimage.flink.parts.StreamRun;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The streams that are watched, or about to be, by name: each at most once, and no more than are allowed. A stream has its
 * place before its source is opened and until its last word is stored. Nothing here blocks.
 */
final class Places {

    private final int most;
    private final Map<StreamId, Place> taken = new HashMap<>();
    private boolean closed;

    Places(int most) {
        this.most = most;
    }

    /** One stream's place. */
    static final class Place {

        private final CompletableFuture<WatchSummary> done = new CompletableFuture<>();
        private StreamRun run;
        private boolean stopped;

        /** Ends when the stream's last word is stored, too. */
        CompletableFuture<WatchSummary> done() {
            return done;
        }

        /** @return whether the stream was stopped before the job had it */
        synchronized boolean added(StreamRun begun) {
            run = begun;
            return stopped;
        }

        /** @throws AfterimageException when the stream was stopped meanwhile */
        synchronized void requireWanted(StreamId stream) {
            if (stopped) {
                throw new AfterimageException(ErrorCode.USAGE_STREAM_STATE,
                        "'" + stream + "' was stopped while its source was being opened", "add it again");
            }
        }

        /** From now on no run may go on; gives the one there is. */
        synchronized Optional<StreamRun> stop() {
            stopped = true;
            return Optional.ofNullable(run);
        }
    }

    /** @throws AfterimageException {@code USAGE_STREAM_EXISTS} or {@code USAGE_TOO_MANY_STREAMS} */
    synchronized Place take(StreamId stream) {
        if (closed) {
            throw new AfterimageException(ErrorCode.USAGE, "'" + stream + "' cannot be watched: Afterimage is stopping", "start it again");
        }
        if (taken.containsKey(stream)) {
            throw new AfterimageException(ErrorCode.USAGE_STREAM_EXISTS, "the stream '" + stream + "' is being watched already",
                    "choose another name, or delete it first with 'afterimage streams delete " + stream + "'");
        }
        if (taken.size() >= most) {
            throw Watching.tooMany(stream, most);
        }
        Place place = new Place();
        taken.put(stream, place);
        return place;
    }

    synchronized Optional<Place> of(StreamId stream) {
        return Optional.ofNullable(taken.get(stream));
    }

    synchronized void giveBack(StreamId stream) {
        taken.remove(stream);
    }

    /** Gives no more places away; those who have one still. */
    synchronized List<StreamId> close() {
        closed = true;
        return List.copyOf(taken.keySet());
    }
}
