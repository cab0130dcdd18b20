package dev.afterimage.qa.http;

import dev.afterimage.core.AfterimageException;
import dev.afterimage.core.BlockEntry;
import dev.afterimage.core.ErrorCode;
import dev.afterimage.core.SegmentStore;
import dev.afterimage.core.StreamId;
import dev.afterimage.core.StreamInfo;
import java.util.ArrayList;
import java.util.List;

/** Looks things up in the store; every call may block. */
final class Streams {

    private static final int FIRST_STEP = 64;

    private final SegmentStore store;

    Streams(SegmentStore store) {
        this.store = store;
    }

    StreamInfo known(StreamId stream) {
        return store.stream(stream).orElseThrow(() -> new AfterimageException(ErrorCode.STREAM_UNKNOWN,
                "there is no stream '" + stream + "'", "see GET /api/streams, or add it"));
    }

    /** At most {@code limit} blocks between the two times, the newest of them, ascending. */
    List<BlockEntry> blocks(StreamId stream, double from, double to, int limit) {
        List<BlockEntry> found = new ArrayList<>(reachingBackTo(stream, from, to));
        found.removeIf(entry -> entry.seconds() < from);
        return found.subList(Math.max(0, found.size() - limit), found.size());
    }

    /** Entries are numbered, not timed: steps back from the newest, twice as far each time, until the span is covered. */
    private List<BlockEntry> reachingBackTo(StreamId stream, double from, double to) {
        long last = store.lastEntry(stream).map(BlockEntry::number).orElse(-1L);
        for (long step = FIRST_STEP; last >= 0; step *= 2) {
            long first = Math.max(0, last - step);
            List<BlockEntry> entries = store.entries(stream, first, to);
            if (first == 0 || !entries.isEmpty() && entries.get(0).seconds() < from) {
                return entries;
            }
        }
        return List.of();
    }
}
