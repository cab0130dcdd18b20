package dev.afterimage.store;

import dev.afterimage.core.retention.Bounds;
import dev.afterimage.core.retention.Holding;
import dev.afterimage.core.retention.Kept;
import dev.afterimage.core.retention.Limit;
import dev.afterimage.core.retention.Limits;
import dev.afterimage.core.retention.Removal;
import dev.afterimage.core.retention.Removals;
import dev.afterimage.core.stream.StreamId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps everything within its limits: before something is written, and now and then for its age. Safe for use by several threads; nobody
 * may hold a stream's lock who calls this.
 *
 * <p>What is about to be written is reserved until it is, so that several writers do not exceed a limit together. One removal runs at a
 * time, and others get their turn between two of them.
 */
final class Retention {

    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
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
        boolean giveUp(Removal removal, long bytes);
    }

    /** Room for what is about to be written, until it is. */
    interface Room extends AutoCloseable {

        Room UNLIMITED = () -> { };

        @Override
        void close();
    }

    /** What holdings and reservations are told apart by. */
    private record Shelf(StreamId stream, Kept kind) {

        static Shelf of(Holding holding) {
            return new Shelf(holding.stream(), holding.kind());
        }
    }

    private final Shelves shelves;
    private volatile Limits total = Limits.NONE;
    private final Map<StreamId, Limits> streams = new ConcurrentHashMap<>();
    /** Fair, so that whoever removes much lets writers in between. */
    private final ReentrantLock removing = new ReentrantLock(true);
    /** Bytes that are about to be written; together with {@link #unmeasured} under this object's lock, which is never held for long. */
    private final Map<Shelf, Long> reserved = new HashMap<>();
    /** What may be written before all is measured again. */
    private long unmeasured;
    private final Map<Shelf, String> troubles = new ConcurrentHashMap<>();

    Retention(Shelves shelves) {
        this.shelves = shelves;
    }

    synchronized void setTotal(Limits limits) {
        total = limits;
        unmeasured = 0;
    }

    Limits total() {
        return total;
    }

    synchronized void setStream(StreamId stream, Limits limits) {
        streams.put(stream, limits);
        unmeasured = 0;
    }

    void forget(StreamId stream) {
        streams.remove(stream);
        troubles.keySet().removeIf(shelf -> shelf.stream().equals(stream));
    }

    Limits of(StreamId stream) {
        return streams.getOrDefault(stream, Limits.NONE);
    }

    private Bounds bounds() {
        return new Bounds(total, this::of);
    }

    /**
     * Makes room for what is about to be written, and holds it until it is closed; what cannot be given up stays, and the limit is exceeded
     * by that much.
     */
    Room makeRoom(StreamId stream, Kept kind, long bytes) {
        if (!bounds().count(stream, kind)) {
            return Room.UNLIMITED;
        }
        Shelf shelf = new Shelf(stream, kind);
        long taken = kind == Kept.RECORDING ? PieceIndex.onDisk(bytes) : TIMES_ON_DISK * bytes;
        boolean enough = reserve(shelf, taken);
        try {
            if (!enough) {
                Holding incoming = new Holding(stream, kind, 0, Long.MAX_VALUE);
                keep(holdings -> new Removals(bounds()).nextFor(incoming, holdings));
                measure();
            }
            return () -> release(shelf, taken);
        } catch (RuntimeException notNow) {
            release(shelf, taken);
            throw notNow;
        }
    }

    private synchronized boolean reserve(Shelf shelf, long bytes) {
        reserved.merge(shelf, bytes, Long::sum);
        unmeasured -= bytes;
        return unmeasured >= 0;
    }

    private synchronized void release(Shelf shelf, long bytes) {
        reserved.computeIfPresent(shelf, (any, all) -> all == bytes ? null : Long.valueOf(all - bytes));
    }

    /** Only a part at a time, also far from every limit: evidence grows too, and is not reserved. */
    private synchronized void measure() {
        unmeasured = Math.max(0, Math.min(chunk(), bounds().left(holdings())));
    }

    /** Removes what is too old, or too much since a limit was changed. */
    void sweep(long nowMillis) {
        keep(holdings -> new Removals(bounds()).next(holdings, nowMillis));
    }

    /** Gives up what has to be, part by part. */
    private void keep(Function<List<Holding>, Optional<Removal>> next) {
        Set<Shelf> stuck = new HashSet<>();
        while (keptMore(next, stuck)) {
            LOG.trace("a part was given up");
        }
    }

    /** @return whether something was given up, so that there may be more */
    private boolean keptMore(Function<List<Holding>, Optional<Removal>> next, Set<Shelf> stuck) {
        removing.lock();
        try {
            if (countsLog() && shelves.logged() > chunk()) {
                shelves.flush();
            }
            Optional<Removal> removal = next.apply(holdings().stream().map(holding -> stuck.contains(Shelf.of(holding))
                    ? new Holding(holding.stream(), holding.kind(), holding.bytes(), Long.MAX_VALUE) : holding).toList());
            removal.filter(each -> !givenUp(each)).ifPresent(each -> stuck.add(Shelf.of(each.holding())));
            return removal.isPresent();
        } finally {
            removing.unlock();
        }
    }

    /** What cannot be given up of one stream hinders no other: it is told, and the next oldest goes. */
    private boolean givenUp(Removal removal) {
        Shelf shelf = Shelf.of(removal.holding());
        try {
            boolean given = shelves.giveUp(removal, chunk());
            troubles.remove(shelf);
            return given;
        } catch (RuntimeException trouble) {
            if (!String.valueOf(trouble.getMessage()).equals(troubles.put(shelf, String.valueOf(trouble.getMessage())))) {
                LOG.warn("The oldest of the {} of stream '{}' could not be removed, and is tried again: {}", shelf.kind().words(),
                        shelf.stream(), trouble.getMessage());
            }
            return false;
        }
    }

    /** Everything, with what is about to be written. What is written in the meantime may be counted twice, and is never missed. */
    private List<Holding> holdings() {
        Map<Shelf, Long> coming = reserved();
        return shelves.holdings().stream().map(holding -> new Holding(holding.stream(), holding.kind(),
                holding.bytes() + coming.getOrDefault(Shelf.of(holding), 0L), holding.oldestMillis())).toList();
    }

    private synchronized Map<Shelf, Long> reserved() {
        return Map.copyOf(reserved);
    }

    /** Whether a limit in bytes was set, and so may count the log; the one that video has by itself does not. */
    private boolean countsLog() {
        return smallest() != Long.MAX_VALUE;
    }

    private long chunk() {
        return Math.min(CHUNK, smallest() / PARTS);
    }

    /** The smallest limit in bytes that was set. */
    private long smallest() {
        return Stream.concat(Stream.of(total), streams.values().stream())
                .flatMap(limits -> Stream.concat(Stream.of(limits.all()), limits.each().values().stream()))
                .mapToLong(Limit::bytes).min().orElse(Long.MAX_VALUE);
    }
}
