package dev.afterimage.store;

import dev.afterimage.core.retention.Holding;
import dev.afterimage.core.retention.Kept;
import dev.afterimage.core.retention.Limit;
import dev.afterimage.core.retention.Limits;
import dev.afterimage.core.retention.Removals;
import dev.afterimage.core.stream.StreamId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Keeps everything within its limits: before something is written, and now and then for its age. Safe for use by several threads; nobody
 * may hold a stream's lock who calls this.
 */
final class Retention {

    /** What is given up at a time; less of small limits. Also how much the log may hold before it is written out. */
    private static final long CHUNK = 16L << 20;
    private static final int PARTS = 40;
    /** What is written lies in the log, then in a file as well until the log is gone. */
    static final int TIMES_ON_DISK = 2;

    /** What it works on. */
    interface Shelves {

        /** All holdings as they are on the disk. */
        List<Holding> holdings();

        /** Bytes in the log, of all streams. */
        long logged();

        /** Writes everything out of the log. */
        void flush();

        /** Gives up the oldest of a holding, at least so many bytes where there are as many; false where nothing could be. */
        boolean giveUp(Holding holding, long bytes);
    }

    private final Shelves shelves;
    private volatile Limits total = Limits.NONE;
    private final Map<StreamId, Limits> streams = new ConcurrentHashMap<>();
    /** What may be written before all is measured again. */
    private final AtomicLong unmeasured = new AtomicLong();

    Retention(Shelves shelves) {
        this.shelves = shelves;
    }

    void setTotal(Limits limits) {
        total = limits;
        unmeasured.set(0);
    }

    Limits total() {
        return total;
    }

    void setStream(StreamId stream, Limits limits) {
        streams.put(stream, limits);
        unmeasured.set(0);
    }

    void forget(StreamId stream) {
        streams.remove(stream);
    }

    Limits of(StreamId stream) {
        return streams.getOrDefault(stream, Limits.NONE);
    }

    /** Makes room for what is about to be written; what cannot be given up stays, and the limit is exceeded by that much. */
    void makeRoom(StreamId stream, Kept kind, long bytes) {
        if (smallest() == Long.MAX_VALUE || unmeasured.addAndGet(-TIMES_ON_DISK * bytes) >= 0) {
            return;
        }
        keep(new Holding(stream, kind, TIMES_ON_DISK * bytes, Long.MAX_VALUE), System.currentTimeMillis());
    }

    /** Removes what is too old, or too much since a limit was changed. */
    void sweep(long nowMillis) {
        if (total.equals(Limits.NONE) && streams.values().stream().allMatch(Limits.NONE::equals)) {
            return;
        }
        keep(null, nowMillis);
    }

    private synchronized void keep(Holding incoming, long nowMillis) {
        long chunk = Math.min(CHUNK, smallest() / PARTS);
        if (shelves.logged() > chunk) {
            shelves.flush();
        }
        Removals removals = new Removals(total, holding -> of(holding.stream()));
        boolean more = true;
        while (more) {
            Optional<Holding> next = removals.next(shelves.holdings(), incoming, nowMillis);
            more = next.isPresent() && shelves.giveUp(next.get(), chunk);
        }
        // Half of the smallest part: until then no limit can be exceeded that was not about to be.
        unmeasured.set(incoming == null ? 0 : room(shelves.holdings(), incoming, chunk));
    }

    /** How far the nearest limit is, at most a part. */
    private long room(List<Holding> holdings, Holding incoming, long most) {
        long room = most;
        for (Holding each : holdings) {
            Limits own = of(each.stream());
            room = Math.min(room, left(holdings, own.of(each.kind() == null ? Kept.KV : each.kind()), each.stream(), each.kind()));
            room = Math.min(room, left(holdings, own.all(), each.stream(), null));
            room = Math.min(room, left(holdings, each.kind() == null ? Limit.NONE : total.of(each.kind()), null, each.kind()));
        }
        return Math.max(0, Math.min(room, left(holdings, total.all(), null, null)) - incoming.bytes());
    }

    private static long left(List<Holding> holdings, Limit limit, StreamId stream, Kept kind) {
        return limit.bytes() == Long.MAX_VALUE ? Long.MAX_VALUE / 2 : limit.bytes() - holdings.stream()
                .filter(each -> (stream == null || stream.equals(each.stream())) && (kind == null || kind == each.kind()))
                .mapToLong(Holding::bytes).sum();
    }

    /** The smallest limit in bytes there is. */
    private long smallest() {
        return Stream.concat(Stream.of(total), streams.values().stream())
                .flatMap(limits -> Stream.concat(Stream.of(limits.all()), limits.each().values().stream()))
                .mapToLong(Limit::bytes).min().orElse(Long.MAX_VALUE);
    }
}
