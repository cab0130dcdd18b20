package dev.afterimage.qa.http;

import dev.afterimage.core.AfterimageException;
import dev.afterimage.core.BlockEntry;
import dev.afterimage.core.ErrorCode;
import dev.afterimage.core.SegmentStore;
import dev.afterimage.core.StreamId;
import dev.afterimage.core.StreamInfo;
import java.util.List;

/** Looks things up in the store; every call may block. */
final class Streams {

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
        long end = store.lastEntry(stream).map(last -> last.seconds() <= to ? last.number() + 1 : firstAfter(stream, to, last)).orElse(0L);
        if (end == 0) {
            return List.of();
        }
        // An entry carries vectors: of a day's worth only the wanted ones are read.
        return store.entries(stream, Math.max(0, end - limit), to).stream().filter(entry -> entry.seconds() >= from).toList();
    }

    /** Number of the first block later than {@code seconds}: blocks are numbered in time order, without gaps. */
    private long firstAfter(StreamId stream, double seconds, BlockEntry last) {
        long low = 0;
        long high = last.number();
        while (low < high) {
            long middle = (low + high) / 2;
            if (secondsOf(stream, middle, last) <= seconds) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** A corrupt block must not hide its neighbours: its time is taken from the next one. */
    private double secondsOf(StreamId stream, long number, BlockEntry last) {
        if (number >= last.number()) {
            return last.seconds();
        }
        try {
            return store.read(stream, number).entry().seconds();
        } catch (AfterimageException corrupt) {
            if (corrupt.code() != ErrorCode.STORAGE_CORRUPT) {
                throw corrupt;
            }
            return secondsOf(stream, number + 1, last);
        }
    }
}
