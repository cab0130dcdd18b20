package dev.afterimage.store;

import dev.afterimage.core.block.BlockEntry;
import dev.afterimage.core.retention.Holding;
import dev.afterimage.core.retention.Kept;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All that a data directory keeps, as its limits see it: how much there is of each stream and kind, and how the oldest is given up. */
final class StoredShelves implements Retention.Shelves {

    /** Finds a block's entry, in memory or on the disk. */
    interface Entries {
        BlockEntry of(StreamState state, long number);
    }

    private final RocksDatabase db;
    private final Map<StreamId, StreamState> streams;
    private final StoredStreams rows;
    private final StoredBlocks blocks;
    private final StoredMoments moments;
    private final RecordingDirectory recordings;
    private final Entries entries;

    StoredShelves(RocksDatabase db, Map<StreamId, StreamState> streams, StoredStreams rows, StoredBlocks blocks, StoredMoments moments,
            RecordingDirectory recordings, Entries entries) {
        this.db = db;
        this.streams = streams;
        this.rows = rows;
        this.blocks = blocks;
        this.moments = moments;
        this.recordings = recordings;
        this.entries = entries;
    }

    @Override
    public List<Holding> holdings() {
        List<Holding> holdings = new ArrayList<>();
        streams.forEach((stream, state) -> {
            holdings.add(new Holding(stream, Kept.KV, db.bytes(Column.blocksOf(stream), "the blocks")
                    + Retention.TIMES_ON_DISK * state.loggedBlocks().get(),
                    oldestBlock(state)));
            holdings.add(new Holding(stream, Kept.THUMBNAILS, db.bytes(Column.thumbnailsOf(stream), "the thumbnails")
                    + Retention.TIMES_ON_DISK * state.loggedThumbnails().get(), oldestThumbnail(state)));
            holdings.add(new Holding(stream, Kept.RECORDING, recordings.bytes(stream), recordings.oldestMillis(stream)));
            holdings.add(new Holding(stream, null, rows.bytes(stream), Long.MAX_VALUE));
        });
        return holdings;
    }

    private long oldestBlock(StreamState state) {
        long first = state.firstKept();
        return first >= removable(state) ? Long.MAX_VALUE : wallClock(state, state.extent(first).seconds());
    }

    private long oldestThumbnail(StreamState state) {
        double seconds = moments.oldestThumbnail(state.info().stream());
        return Double.isNaN(seconds) || seconds >= state.info().lastSeconds() ? Long.MAX_VALUE : wallClock(state, seconds);
    }

    private static long wallClock(StreamState state, double seconds) {
        return state.info().started().toEpochMilli() + Math.round(seconds * 1000);
    }

    /** The blocks before this one may go: later ones are what the next block is prefilled behind. */
    private long removable(StreamState state) {
        int count = state.blocks();
        return count == 0 ? 0 : Math.min(count - 1, entries.of(state, count - 1).windowStart());
    }

    @Override
    public long logged() {
        return streams.values().stream().mapToLong(state -> state.loggedBlocks().get() + state.loggedThumbnails().get()).sum();
    }

    @Override
    public void flush() {
        Map<StreamState, long[]> before = new HashMap<>();
        streams.values().forEach(state -> before.put(state, new long[] {state.loggedBlocks().get(), state.loggedThumbnails().get()}));
        db.flush("the log");
        before.forEach((state, logged) -> {
            state.loggedBlocks().addAndGet(-logged[0]);
            state.loggedThumbnails().addAndGet(-logged[1]);
        });
    }

    @Override
    public boolean giveUp(Holding holding, long bytes) {
        StreamState state = streams.get(holding.stream());
        return state != null && switch (holding.kind()) {
            case RECORDING -> recordings.removeOldest(holding.stream());
            case KV -> giveUpBlocks(state, bytes);
            case THUMBNAILS -> giveUpThumbnails(state, bytes);
        };
    }

    private boolean giveUpBlocks(StreamState state, long bytes) {
        boolean[] given = new boolean[1];
        state.write(() -> {
            state.requireThere();
            long first = state.firstKept();
            long number = state.afterBytes(bytes, removable(state));
            if (number > first) {
                StreamInfo row = state.withoutKvBefore(number);
                // Before they are gone, so that nobody takes what is removed for damaged.
                state.forgetKeysBefore(number);
                blocks.removeBefore(row.stream(), number, row);
                state.replace(row);
                given[0] = true;
            }
        });
        return given[0];
    }

    private boolean giveUpThumbnails(StreamState state, long bytes) {
        StreamId stream = state.info().stream();
        double seconds = Math.min(moments.afterBytes(stream, bytes), state.info().lastSeconds());
        boolean any = moments.oldestThumbnail(stream) < seconds;
        if (any) {
            moments.removeThumbnailsBefore(stream, seconds);
        }
        return any;
    }
}
