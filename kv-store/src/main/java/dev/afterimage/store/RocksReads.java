package dev.afterimage.store;

import java.util.List;
import java.util.function.Supplier;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.Snapshot;

/** Looks values up, one by one, several as they stood at one moment, or in the order of their keys. */
final class RocksReads {

    /** Where a value lies. */
    record Place(String family, byte[] key) { }

    /** Takes one entry of a scan; false ends it. */
    interface Visitor {
        boolean visit(byte[] key, Supplier<byte[]> value);
    }

    private final RocksConnection connection;

    RocksReads(RocksConnection connection) {
        this.connection = connection;
    }

    /** The value, or null. */
    byte[] get(String family, byte[] key, String what) {
        return connection.shared(what, db -> db.get(connection.handle(family, what), key));
    }

    /**
     * Values as they stood at one moment; any may be null. RocksDB does not check them: each of ours carries its own
     * hash, and checking twice takes longer than reading.
     */
    byte[][] getTogether(List<Place> places, String what) {
        return connection.shared(what, db -> {
            Snapshot moment = db.getSnapshot();
            try (ReadOptions then = new ReadOptions().setSnapshot(moment).setVerifyChecksums(false)) {
                byte[][] values = new byte[places.size()][];
                for (int i = 0; i < values.length; i++) {
                    values[i] = db.get(connection.handle(places.get(i).family(), what), then, places.get(i).key());
                }
                return values;
            } finally {
                db.releaseSnapshot(moment);
            }
        });
    }

    /**
     * Visits the entries with {@code from <= key < until}, ascending; none in a column that an older program left out and no writer has
     * added.
     */
    void scan(Column column, byte[] from, byte[] until, String what, Visitor visitor) {
        scan(column.family(), from, until, what, visitor);
    }

    /** The same in a family of one stream. */
    void scan(String family, byte[] from, byte[] until, String what, Visitor visitor) {
        connection.shared(what, db -> {
            if (!connection.has(family)) {
                return null;
            }
            try (Slice bound = new Slice(until); ReadOptions range = new ReadOptions().setIterateUpperBound(bound);
                    RocksIterator entries = db.newIterator(connection.handle(family, what), range)) {
                entries.seek(from);
                while (entries.isValid() && visitor.visit(entries.key(), entries::value)) {
                    entries.next();
                }
                entries.status();
                return null;
            }
        });
    }

    /** The least key {@code >= from} and {@code < until}, or null; null in a family that is not there. */
    byte[] firstKey(String family, byte[] from, byte[] until, String what) {
        byte[][] first = new byte[1][];
        scan(family, from, until, what, (key, value) -> {
            first[0] = key;
            return false;
        });
        return first[0];
    }

    /** The value of the greatest key {@code <= key} that is {@code >= from}, or null. */
    byte[] atOrBefore(String family, byte[] from, byte[] key, String what) {
        return connection.shared(what, db -> {
            if (!connection.has(family)) {
                return null;
            }
            try (Slice bound = new Slice(from); ReadOptions range = new ReadOptions().setIterateLowerBound(bound);
                    RocksIterator entries = db.newIterator(connection.handle(family, what), range)) {
                entries.seekForPrev(key);
                entries.status();
                return entries.isValid() ? entries.value() : null;
            }
        });
    }
}
