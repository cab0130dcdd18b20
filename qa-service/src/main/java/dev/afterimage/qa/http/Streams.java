package dev.afterimage.qa.http;

import dev.afterimage.core.block.BlockEntry;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.core.store.StreamNames;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.core.watch.Outage;
import dev.afterimage.core.watch.Watching;
import dev.afterimage.qa.access.Caller;
import java.util.List;
import java.util.Optional;

/** Looks things up in the store; every call may block. */
final class Streams {

    private static final int FIRST_STEP = 32;

    private final SegmentStore store;
    private final Optional<Watching> watching;

    /** @param watching absent where another process watches */
    Streams(SegmentStore store, Optional<Watching> watching) {
        this.store = store;
        this.watching = watching;
    }

    /** All of them, as they are right now. */
    List<StreamInfo> all() {
        return store.streams().stream().map(this::asOfNow).toList();
    }

    /** As it is right now, whoever asks. */
    Optional<StreamInfo> of(StreamId stream) {
        return store.stream(stream).map(this::asOfNow);
    }

    private StreamInfo asOfNow(StreamInfo stored) {
        return watching.map(watch -> watch.asOfNow(stored)).orElse(stored);
    }

    /** The stream that a caller means by a name, see {@link StreamNames}. */
    StreamId meant(Caller caller, String name) {
        return StreamNames.find(store, name, caller::sees);
    }

    /** The name that a stream is shown by. */
    StreamId shown(StreamId stream) {
        return new StreamId(StreamNames.shown(store, stream));
    }

    /** @throws AfterimageException {@code USAGE_STREAM_EXISTS} where a new stream's name means another stream */
    void requireFree(StreamId stream) {
        StreamNames.requireFree(store, stream, stream);
    }

    /** Streams that ought to be watched and are not, right now. */
    List<Outage> outages() {
        return watching.map(Watching::outages).orElse(List.of());
    }

    /** @throws AfterimageException {@code STREAM_UNKNOWN}, and the very same for a stream that the caller may not see */
    StreamInfo known(Caller caller, StreamId stream) {
        return of(stream).filter(info -> caller.sees(stream)).orElseThrow(() -> new AfterimageException(ErrorCode.STREAM_UNKNOWN,
                "there is no stream '" + stream + "'", "list all streams with GET /api/streams"));
    }

    List<StreamInfo> seenBy(Caller caller) {
        return all().stream().filter(info -> caller.sees(info.stream())).toList();
    }

    /**
     * At most {@code limit} blocks between the two times, the newest of them, ascending.
     *
     * @param holding whether the last block before {@code from} comes too, since what it says holds until the next
     */
    List<BlockEntry> blocks(StreamId stream, double from, double to, int limit, boolean holding) {
        long end = store.blocksUntil(stream, to);
        List<BlockEntry> reached = end == 0 ? List.of() : reachingBackTo(stream, from, to, end, limit);
        int first = 0;
        while (first < reached.size() && reached.get(first).seconds() < from) {
            first++;
        }
        return reached.subList(holding ? Math.max(0, first - 1) : first, reached.size());
    }

    /** An entry carries vectors: steps back twice as far each time, so that of a day's worth few are read in vain. */
    private List<BlockEntry> reachingBackTo(StreamId stream, double from, double to, long end, int limit) {
        for (long step = FIRST_STEP; ; step *= 2) {
            long first = Math.max(0, end - Math.min(step, limit));
            List<BlockEntry> entries = store.entries(stream, first, to);
            if (first == 0 || step >= limit || !entries.isEmpty() && entries.get(0).seconds() < from) {
                return entries;
            }
        }
    }
}
