package dev.afterimage.store;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.retention.Holding;
import dev.afterimage.core.retention.Kept;
import dev.afterimage.core.retention.Removal;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All that a data directory keeps, as its limits see it: how much there is of each stream and kind, and how the oldest is given up. */
final class StoredShelves implements Retention.Shelves {

    private static final Logger LOG = LoggerFactory.getLogger(StoredShelves.class);

    private final RocksDatabase db;
    private final StreamStates streams;
    private final StoredStreams rows;
    private final StoredBlocks blocks;
    private final StoredMoments moments;
    private final RecordingDirectory recordings;
    private final Map<String, String> troubles = new ConcurrentHashMap<>();

    StoredShelves(RocksDatabase db, StreamStates streams, StoredStreams rows, StoredBlocks blocks, StoredMoments moments,
            RecordingDirectory recordings) {
        this.db = db;
        this.streams = streams;
        this.rows = rows;
        this.blocks = blocks;
        this.moments = moments;
        this.recordings = recordings;
    }

    @Override
    public List<Holding> holdings() {
        double inLog = settled();
        List<Holding> holdings = new ArrayList<>();
        streams.all().forEach(state -> {
            StreamId stream = state.info().stream();
            holdings.add(new Holding(stream, Kept.KV, bytes(Column.blocksOf(stream), state.loggedBlocks(), inLog),
                    told(stream, Kept.KV, () -> oldestBlock(state))));
            holdings.add(new Holding(stream, Kept.THUMBNAILS, bytes(Column.thumbnailsOf(stream), state.loggedThumbnails(), inLog),
                    told(stream, Kept.THUMBNAILS, () -> oldestThumbnail(state))));
            holdings.add(new Holding(stream, Kept.RECORDING, recordings.bytes(stream), recordings.oldestMillis(stream)));
            holdings.add(new Holding(stream, null, rows.bytes(stream), Long.MAX_VALUE));
        });
        return holdings;
    }

    /** In files, on its way there, and in the log. */
    private long bytes(String family, AtomicLong logged, double inLog) {
        return db.sizes().files(family) + Math.min(logged.get(), db.sizes().unwritten(family))
                + Math.round(logged.get() * inLog);
    }

    /**
     * RocksDB also writes the log out by itself, and removes what it no longer needs of it: then less is in the log than was written to it.
     *
     * @return the share that is there
     */
    private double settled() {
        long written = logged();
        long there = db.sizes().log();
        return written <= there ? 1 : (double) there / written;
    }

    /** A stream whose oldest cannot be found out keeps everything, and hinders no other. */
    private long told(StreamId stream, Kept kind, LongSupplier oldest) {
        try {
            long millis = oldest.getAsLong();
            troubles.remove(stream + kind.key());
            return millis;
        } catch (AfterimageException trouble) {
            if (!trouble.line().equals(troubles.put(stream + kind.key(), trouble.line()))) {
                LOG.warn("{}: it cannot be told how old the {} is, and so none of it is removed: {}", stream, kind.words(), trouble.line());
            }
            return Long.MAX_VALUE;
        }
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
        return count == 0 ? 0 : Math.min(count - 1, streams.entry(state, count - 1).windowStart());
    }

    /** What an earlier process left in the log, when the store is opened. */
    void findLogged() {
        long log = db.sizes().log();
        streams.all().forEach(state -> {
            StreamId stream = state.info().stream();
            state.loggedBlocks().set(Math.min(log, db.sizes().unwritten(Column.blocksOf(stream))));
            state.loggedThumbnails().set(Math.min(log, db.sizes().unwritten(Column.thumbnailsOf(stream))));
        });
    }

    @Override
    public long logged() {
        return streams.all().stream().mapToLong(state -> state.loggedBlocks().get() + state.loggedThumbnails().get()).sum();
    }

    @Override
    public void flush() {
        Map<StreamState, long[]> before = new HashMap<>();
        streams.all().forEach(state -> before.put(state, new long[] {state.loggedBlocks().get(), state.loggedThumbnails().get()}));
        db.flush("the log");
        before.forEach((state, logged) -> {
            state.loggedBlocks().addAndGet(-logged[0]);
            state.loggedThumbnails().addAndGet(-logged[1]);
        });
    }

    @Override
    public boolean giveUp(Removal removal, long bytes) {
        return streams.find(removal.holding().stream()).filter(state -> givenUp(state, removal, bytes)).isPresent();
    }

    private boolean givenUp(StreamState state, Removal removal, long bytes) {
        double before = seconds(state, removal.beforeMillis());
        return switch (removal.holding().kind()) {
            case RECORDING -> recordings.removeOldest(removal.holding().stream(), bytes, removal.beforeMillis());
            case KV -> giveUpBlocks(state, bytes, before);
            case THUMBNAILS -> giveUpThumbnails(state, bytes, before);
        };
    }

    private static double seconds(StreamState state, long millis) {
        return millis == Long.MAX_VALUE ? Double.POSITIVE_INFINITY : (millis - state.info().started().toEpochMilli()) / 1000.0;
    }

    private boolean giveUpBlocks(StreamState state, long bytes, double before) {
        boolean[] given = new boolean[1];
        state.write(() -> {
            state.requireThere();
            long first = state.firstKept();
            long number = state.afterBytes(bytes, Math.min(removable(state), state.blocksUntil(before)));
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

    private boolean giveUpThumbnails(StreamState state, long bytes, double before) {
        StreamId stream = state.info().stream();
        double seconds = Math.min(moments.afterBytes(stream, bytes), Math.min(before, state.info().lastSeconds()));
        boolean any = moments.oldestThumbnail(stream) < seconds;
        if (any) {
            moments.removeThumbnailsBefore(stream, seconds);
        }
        return any;
    }
}
