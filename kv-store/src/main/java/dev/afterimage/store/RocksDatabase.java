package dev.afterimage.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompactRangeOptions;
import org.rocksdb.DBOptions;
import org.rocksdb.FlushOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.RocksObject;
import org.rocksdb.Slice;
import org.rocksdb.Snapshot;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * One open RocksDB and the one owner of everything native in it. Every call holds the database open until it returns; once closed, calls
 * fail with an error instead of reaching freed memory.
 */
final class RocksDatabase implements AutoCloseable {

    private static final long CACHE_BYTES = 32L << 20;
    /** Small column families are flushed when the log is this long; also bounds what a reader replays in memory when it opens. */
    private static final long LOG_BYTES = 192L << 20;

    /** Something that RocksDB may refuse. */
    interface Native<T> {
        T call() throws RocksDBException;
    }

    /** Fills a batch. */
    interface Filling {
        void into(Batch batch) throws RocksDBException;
    }

    /** Takes one entry of a scan; false ends it. */
    interface Visitor {
        boolean visit(byte[] key, Supplier<byte[]> value);
    }

    private final ReentrantReadWriteLock lifetime = new ReentrantReadWriteLock();
    private final List<RocksObject> options = new ArrayList<>();
    private final Map<Column, ColumnFamilyHandle> columns = new EnumMap<>(Column.class);
    private final List<ColumnFamilyHandle> handles = new ArrayList<>();
    private final StorageErrors errors;
    private final boolean writable;
    private final WriteOptions durable;
    private final WriteOptions quick;
    private final RocksDB db;
    private boolean closed;

    /**
     * @param create   whether to create it when there is none; only with {@code writable}
     * @param writable false for a view of what is there now, beside a writer or alone
     */
    static RocksDatabase open(Path dataDirectory, boolean create, boolean writable) {
        Path path = dataDirectory.resolve("store");
        StorageErrors errors = new StorageErrors(dataDirectory);
        if (!create && !exists(path)) {
            throw errors.nothingThere();
        }
        RocksDB.loadLibrary();
        try {
            Files.createDirectories(path);
            requireKnownColumns(path);
            return new RocksDatabase(path, writable, errors);
        } catch (IOException failure) {
            throw errors.of(failure, "the store");
        } catch (RocksDBException failure) {
            throw errors.of(failure, "the store");
        }
    }

    static boolean exists(Path path) {
        return Files.exists(path.resolve("CURRENT"));
    }

    private RocksDatabase(Path path, boolean writable, StorageErrors errors) throws RocksDBException {
        this.errors = errors;
        this.writable = writable;
        this.durable = keep(new WriteOptions().setSync(true));
        this.quick = keep(new WriteOptions());
        DBOptions settings = keep(new DBOptions()).setCreateIfMissing(true).setCreateMissingColumnFamilies(true)
                .setMaxTotalWalSize(LOG_BYTES).setMaxBackgroundJobs(2)
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL).setKeepLogFileNum(2).setMaxLogFileSize(1 << 20).setStatsDumpPeriodSec(0);
        List<ColumnFamilyDescriptor> descriptors = descriptors();
        RocksDB opened = null;
        try {
            opened = writable ? RocksDB.open(settings, path.toString(), descriptors, handles)
                    : RocksDB.openReadOnly(settings, path.toString(), descriptors, handles);
        } finally {
            if (opened == null) {
                closeOptions();
            }
        }
        this.db = opened;
        for (Column column : Column.values()) {
            columns.put(column, handles.get(column.ordinal() + 1));
        }
    }

    private static void requireKnownColumns(Path path) throws RocksDBException {
        if (!exists(path)) {
            return;
        }
        List<String> known = Arrays.stream(Column.values()).map(column -> new String(column.familyName(), StandardCharsets.UTF_8)).toList();
        try (Options any = new Options()) {
            for (byte[] found : RocksDB.listColumnFamilies(any, path.toString())) {
                String name = new String(found, StandardCharsets.UTF_8);
                if (!name.equals("default") && !known.contains(name)) {
                    throw StoreIdentity.otherFormat(path, "keeps '" + name + "', which this program does not know");
                }
            }
        }
    }

    private List<ColumnFamilyDescriptor> descriptors() {
        LRUCache cache = keep(new LRUCache(CACHE_BYTES));
        List<ColumnFamilyDescriptor> all = new ArrayList<>();
        all.add(new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY, keep(new ColumnFamilyOptions())));
        for (Column column : Column.values()) {
            all.add(new ColumnFamilyDescriptor(column.familyName(), keep(column.options(cache))));
        }
        return all;
    }

    /** The value, or null. */
    byte[] get(Column column, byte[] key, String what) {
        return guarded(what, () -> db.get(columns.get(column), key));
    }

    /** Two values as they stood at one moment; either may be null. */
    byte[][] getBoth(Column first, Column second, byte[] key, String what) {
        return guarded(what, () -> {
            Snapshot moment = db.getSnapshot();
            try (ReadOptions then = new ReadOptions().setSnapshot(moment)) {
                return new byte[][] {db.get(columns.get(first), then, key), db.get(columns.get(second), then, key)};
            } finally {
                db.releaseSnapshot(moment);
            }
        });
    }

    /** Visits the entries with {@code from <= key < until}, ascending. */
    void scan(Column column, byte[] from, byte[] until, String what, Visitor visitor) {
        guarded(what, () -> {
            try (Slice bound = new Slice(until); ReadOptions range = new ReadOptions().setIterateUpperBound(bound);
                    RocksIterator entries = db.newIterator(columns.get(column), range)) {
                entries.seek(from);
                while (entries.isValid() && visitor.visit(entries.key(), entries::value)) {
                    entries.next();
                }
                entries.status();
                return null;
            }
        });
    }

    /** The value of the greatest key {@code <= key} that is {@code >= from}, or null. */
    byte[] atOrBefore(Column column, byte[] from, byte[] key, String what) {
        return guarded(what, () -> {
            try (Slice bound = new Slice(from); ReadOptions range = new ReadOptions().setIterateLowerBound(bound);
                    RocksIterator entries = db.newIterator(columns.get(column), range)) {
                entries.seekForPrev(key);
                entries.status();
                return entries.isValid() ? entries.value() : null;
            }
        });
    }

    /**
     * Writes all of a batch or nothing.
     *
     * @param synced whether it is on the disk when this returns; otherwise it is with the operating system, and a power cut can lose it
     */
    void write(boolean synced, String what, Filling filling) {
        if (!writable) {
            throw errors.readOnly(what);
        }
        guarded(what, () -> {
            try (WriteBatch batch = new WriteBatch()) {
                filling.into(new Batch(batch, columns));
                db.write(synced ? durable : quick, batch);
                return null;
            }
        });
    }

    /** Gives back the space of deleted keys. */
    void compact(Column column, byte[] from, byte[] until, String what) {
        guarded(what, () -> {
            ColumnFamilyHandle handle = columns.get(column);
            try (CompactRangeOptions all = new CompactRangeOptions()
                    .setBottommostLevelCompaction(CompactRangeOptions.BottommostLevelCompaction.kForce)) {
                db.compactRange(handle, from, until, all);
                return null;
            }
        });
    }

    /** Writes everything out of the log, which is then removed. */
    void flush(String what) {
        guarded(what, () -> {
            try (FlushOptions wait = new FlushOptions().setWaitForFlush(true)) {
                db.flush(wait, handles);
                return null;
            }
        });
    }

    private <T> T guarded(String what, Native<T> action) {
        lifetime.readLock().lock();
        try {
            if (closed) {
                throw errors.closed();
            }
            return action.call();
        } catch (RocksDBException failure) {
            throw errors.of(failure, what);
        } finally {
            lifetime.readLock().unlock();
        }
    }

    private <T extends RocksObject> T keep(T option) {
        options.add(option);
        return option;
    }

    private void closeOptions() {
        options.forEach(RocksObject::close);
    }

    /** Column families first, then the database, then the options: RocksDB asks for this order. */
    @Override
    public void close() {
        lifetime.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                handles.forEach(ColumnFamilyHandle::close);
                db.close();
                closeOptions();
            }
        } finally {
            lifetime.writeLock().unlock();
        }
    }

    /** Writes that will happen together. */
    static final class Batch {

        private final WriteBatch batch;
        private final Map<Column, ColumnFamilyHandle> columns;

        private Batch(WriteBatch batch, Map<Column, ColumnFamilyHandle> columns) {
            this.batch = batch;
            this.columns = columns;
        }

        Batch put(Column column, byte[] key, byte[] value) throws RocksDBException {
            batch.put(columns.get(column), key, value);
            return this;
        }

        Batch delete(Column column, byte[] key) throws RocksDBException {
            batch.delete(columns.get(column), key);
            return this;
        }

        Batch deleteRange(Column column, byte[] from, byte[] until) throws RocksDBException {
            batch.deleteRange(columns.get(column), from, until);
            return this;
        }
    }
}
