package dev.afterimage.store;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
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
import org.rocksdb.Range;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.RocksObject;
import org.rocksdb.SizeApproximationFlag;
import org.rocksdb.Slice;
import org.rocksdb.Snapshot;
import org.rocksdb.Status;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One open RocksDB and the one owner of everything native in it. Every call holds the database open until it returns; once closed, calls
 * fail with an error instead of reaching freed memory.
 */
final class RocksDatabase implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RocksDatabase.class);
    private static final int OPENINGS = 5;
    private static final long CACHE_BYTES = 8L << 20;
    /** All unflushed writes together, whatever the number of streams; a family is flushed when they reach it. */
    static final long BUFFERED_BYTES = 32L << 20;
    /** A busy camera fills some eighty files an hour; those that nobody reads need neither memory nor a file descriptor. */
    private static final int OPEN_FILES = 512;
    /** Seldom written families are flushed when the log is this long; also bounds what a reader replays in memory when it opens. */
    private static final long LOG_BYTES = 192L << 20;

    /** Something that RocksDB may refuse. */
    private interface Native<T> {
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
    private final Map<String, ColumnFamilyHandle> families = new ConcurrentHashMap<>();
    private final StorageErrors errors;
    private final boolean writable;
    private final LRUCache cache = keep(new LRUCache(CACHE_BYTES));
    private final WriteOptions durable = keep(new WriteOptions().setSync(true));
    private final WriteOptions quick = keep(new WriteOptions());
    private final Path path;
    private final DBOptions settings;
    private final DiskRoom room;
    /** Null while a database that ran out of space cannot be opened again. */
    private RocksDB db;
    /** RocksDB takes no write after one that failed for lack of space, and its Java binding cannot tell it to go on: it is opened again. */
    private volatile boolean stuck;
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
            return writable ? openToWrite(path, errors) : openBesideAWriter(path, errors);
        } catch (IOException failure) {
            throw errors.of(failure, "the store");
        } catch (RocksDBException failure) {
            throw errors.of(failure, "the store");
        }
    }

    /** Damage inside the log costs what was written after it; that is said, and what was written before it is kept. */
    private static RocksDatabase openToWrite(Path path, StorageErrors errors) throws RocksDBException {
        try {
            return new RocksDatabase(path, true, WALRecoveryMode.TolerateCorruptedTailRecords, errors);
        } catch (RocksDBException failure) {
            if (failure.getStatus() == null || failure.getStatus().getCode() != Status.Code.Corruption) {
                throw failure;
            }
            RocksDatabase upToTheDamage = new RocksDatabase(path, true, WALRecoveryMode.PointInTimeRecovery, errors);
            LOG.warn("The log of the store in {} is damaged ({}): what was written last is lost, everything before it is kept", path,
                    failure.getMessage());
            return upToTheDamage;
        }
    }

    /** A writer may take a file away between a reader's look at the list of files and its opening of them. */
    private static RocksDatabase openBesideAWriter(Path path, StorageErrors errors) throws RocksDBException {
        for (int left = OPENINGS; left > 1; left--) {
            try {
                return new RocksDatabase(path, false, WALRecoveryMode.PointInTimeRecovery, errors);
            } catch (RocksDBException moved) {
                LOG.debug("The store changed while it was being opened: {}", moved.getMessage());
            }
        }
        return new RocksDatabase(path, false, WALRecoveryMode.PointInTimeRecovery, errors);
    }

    static boolean exists(Path path) {
        return Files.exists(path.resolve("CURRENT"));
    }

    private RocksDatabase(Path path, boolean writable, WALRecoveryMode recovery, StorageErrors errors) throws RocksDBException {
        this.errors = errors;
        this.writable = writable;
        this.path = path;
        this.room = new DiskRoom(path);
        this.settings = keep(new DBOptions()).setCreateIfMissing(true).setCreateMissingColumnFamilies(true)
                .setDbWriteBufferSize(BUFFERED_BYTES).setMaxOpenFiles(OPEN_FILES).setMaxTotalWalSize(LOG_BYTES).setMaxBackgroundJobs(2)
                // Else a store on a disk that was full needs the log's size once more before it opens.
                .setAvoidFlushDuringRecovery(true)
                .setWalRecoveryMode(recovery)
                // Files come and go all day; the list of them is begun anew before it is large.
                .setMaxManifestFileSize(1 << 20)
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL).setKeepLogFileNum(2).setMaxLogFileSize(1 << 20).setStatsDumpPeriodSec(0);
        try {
            attach();
        } finally {
            if (db == null) {
                closeOptions();
            }
        }
    }

    private void attach() throws RocksDBException {
        List<String> names = new ArrayList<>(familyNames(path, writable));
        List<ColumnFamilyDescriptor> descriptors = names.stream().map(this::descriptor).toList();
        List<ColumnFamilyHandle> handles = new ArrayList<>();
        db = writable ? RocksDB.open(settings, path.toString(), descriptors, handles)
                : RocksDB.openReadOnly(settings, path.toString(), descriptors, handles);
        for (int i = 0; i < names.size(); i++) {
            families.put(names.get(i), handles.get(i));
        }
    }

    /** Column families first, then the database: RocksDB asks for this order. */
    private void detach() {
        families.values().forEach(ColumnFamilyHandle::close);
        families.clear();
        if (db != null) {
            db.close();
            db = null;
        }
    }

    /**
     * Makes ready to write: with room on the disk, a database that ran out of it is opened again, with all that was committed.
     *
     * @throws AfterimageException {@link ErrorCode#STORAGE_FULL} when there is no room
     */
    void requireRoom(String what) {
        if (writable && !room.enough()) {
            throw errors.full(what);
        }
        if (stuck) {
            reopen(what);
        }
    }

    /** Waits for the calls under way. While it could fail for lack of space it is not tried: until then, what is stored can be read. */
    private void reopen(String what) {
        if (!room.enoughToOpen()) {
            throw errors.full(what);
        }
        lifetime.writeLock().lock();
        try {
            if (stuck && !closed) {
                detach();
                attach();
                stuck = false;
                LOG.info("The store in {} is written again: there is space", path);
            }
        } catch (RocksDBException failure) {
            throw errors.of(failure, what);
        } finally {
            lifetime.writeLock().unlock();
        }
    }

    /** A family that the store does not have yet can be created by a writer only. */
    private static Set<String> familyNames(Path path, boolean writable) throws RocksDBException {
        Set<String> names = new LinkedHashSet<>(List.of("default"));
        if (exists(path)) {
            try (Options any = new Options()) {
                RocksDB.listColumnFamilies(any, path.toString()).forEach(name -> names.add(new String(name, StandardCharsets.UTF_8)));
            }
        }
        names.stream().filter(name -> !Column.known(name)).findAny().ifPresent(unknown -> {
            throw StoreIdentity.otherFormat(path, "keeps '" + unknown + "', which this program does not know");
        });
        if (writable) {
            Arrays.stream(Column.values()).map(Column::family).forEach(names::add);
        }
        return names;
    }

    private ColumnFamilyDescriptor descriptor(String family) {
        ColumnFamilyOptions chosen = keep(Column.options(family, cache));
        return new ColumnFamilyDescriptor(Column.bytes(family), chosen);
    }

    Set<String> families() {
        return Set.copyOf(families.keySet());
    }

    /** Adds a family unless it is there. */
    void createFamily(String family, String what) {
        requireRoom(what);
        exclusively(what, () -> families.containsKey(family) ? null : families.put(family, db.createColumnFamily(descriptor(family))));
    }

    /** Removes a family with its files, if it is there. Waits for the calls under way. */
    void dropFamily(String family, String what) {
        exclusively(what, () -> {
            ColumnFamilyHandle handle = families.get(family);
            if (handle != null) {
                db.dropColumnFamily(handle);
                families.remove(family).close();
            }
            return null;
        });
    }

    /** The value, or null. */
    byte[] get(String family, byte[] key, String what) {
        return shared(what, () -> db.get(handle(family, what), key));
    }

    /** Where a value lies. */
    record Place(String family, byte[] key) { }

    /**
     * Values as they stood at one moment; any may be null. RocksDB does not check them: each of ours carries its own
     * hash, and checking twice takes longer than reading.
     */
    byte[][] getTogether(List<Place> places, String what) {
        return shared(what, () -> {
            Snapshot moment = db.getSnapshot();
            try (ReadOptions then = new ReadOptions().setSnapshot(moment).setVerifyChecksums(false)) {
                byte[][] values = new byte[places.size()][];
                for (int i = 0; i < values.length; i++) {
                    values[i] = db.get(handle(places.get(i).family(), what), then, places.get(i).key());
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
        shared(what, () -> {
            if (!families.containsKey(family)) {
                return null;
            }
            try (Slice bound = new Slice(until); ReadOptions range = new ReadOptions().setIterateUpperBound(bound);
                    RocksIterator entries = db.newIterator(handle(family, what), range)) {
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
        return shared(what, () -> {
            if (!families.containsKey(family)) {
                return null;
            }
            try (Slice bound = new Slice(from); ReadOptions range = new ReadOptions().setIterateLowerBound(bound);
                    RocksIterator entries = db.newIterator(handle(family, what), range)) {
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
        requireRoom(requireWritable(what));
        writeAnyway(synced, what, filling);
    }

    /** As {@link #write}, also into what is held back of a full disk: for deletions. */
    void writeAnyway(boolean synced, String what, Filling filling) {
        if (stuck) {
            reopen(what);
        }
        shared(requireWritable(what), () -> {
            try (WriteBatch batch = new WriteBatch()) {
                filling.into(new Batch(batch, family -> handle(family, what)));
                db.write(synced ? durable : quick, batch);
                return null;
            }
        });
    }

    /** Gives back the space of keys that were deleted from a family of one stream. Its values lie in blob files, which go as a whole. */
    void giveBack(String family, byte[] from, byte[] until, String what) {
        shared(what, () -> {
            try (FlushOptions wait = new FlushOptions().setWaitForFlush(true)) {
                db.flush(wait, handle(family, what));
                return null;
            }
        });
        compact(family, from, until, what);
    }

    /** Bytes of a family's files. */
    long bytes(String family, String what) {
        return shared(what, () -> {
            ColumnFamilyHandle handle = families.get(family);
            return handle == null ? 0L : db.getLongProperty(handle, "rocksdb.total-sst-files-size")
                    + db.getLongProperty(handle, "rocksdb.total-blob-file-size");
        });
    }

    /** Bytes that a family holds in memory and has not written into its files yet, at least; they are in the log as well. */
    long unwritten(String family, String what) {
        return shared(what, () -> {
            ColumnFamilyHandle handle = families.get(family);
            return handle == null ? 0L : db.getLongProperty(handle, "rocksdb.cur-size-all-mem-tables");
        });
    }

    /** Bytes of the log. RocksDB removes parts of it by itself once all that they hold lies in files. */
    long logBytes() {
        File[] logs = path.toFile().listFiles((directory, name) -> name.endsWith(".log"));
        return logs == null ? 0 : Arrays.stream(logs).mapToLong(File::length).sum();
    }

    /** Bytes of a range of keys, in files and in memory, about. */
    long approximateBytes(Column column, byte[] from, byte[] until, String what) {
        return shared(what, () -> {
            if (!families.containsKey(column.family())) {
                return 0L;
            }
            try (Slice first = new Slice(from); Slice last = new Slice(until)) {
                return db.getApproximateSizes(handle(column.family(), what), List.of(new Range(first, last)),
                        SizeApproximationFlag.INCLUDE_FILES, SizeApproximationFlag.INCLUDE_MEMTABLES)[0];
            }
        });
    }

    /** Gives back the space of deleted keys. */
    void compact(Column column, byte[] from, byte[] until, String what) {
        compact(column.family(), from, until, what);
    }

    private void compact(String family, byte[] from, byte[] until, String what) {
        shared(what, () -> {
            try (CompactRangeOptions all = new CompactRangeOptions()
                    .setBottommostLevelCompaction(CompactRangeOptions.BottommostLevelCompaction.kForce)) {
                db.compactRange(handle(family, what), from, until, all);
                return null;
            }
        });
    }

    /** Writes everything out of the log, which is then removed. */
    void flush(String what) {
        shared(what, () -> {
            try (FlushOptions wait = new FlushOptions().setWaitForFlush(true)) {
                db.flush(wait, List.copyOf(families.values()));
                return null;
            }
        });
    }

    private ColumnFamilyHandle handle(String family, String what) {
        ColumnFamilyHandle handle = families.get(family);
        if (handle == null) {
            throw errors.failed(what, "it has been deleted", null);
        }
        return handle;
    }

    private String requireWritable(String what) {
        if (!writable) {
            throw errors.readOnly(what);
        }
        return what;
    }

    private <T> T shared(String what, Native<T> action) {
        return locked(lifetime.readLock(), what, action);
    }

    private <T> T exclusively(String what, Native<T> action) {
        return locked(lifetime.writeLock(), requireWritable(what), action);
    }

    private <T> T locked(Lock lock, String what, Native<T> action) {
        lock.lock();
        try {
            if (closed) {
                throw errors.closed();
            }
            if (db == null) {
                throw errors.full(what);
            }
            return action.call();
        } catch (RocksDBException failure) {
            AfterimageException told = errors.of(failure, what);
            stuck |= writable && told.code() == ErrorCode.STORAGE_FULL;
            throw told;
        } finally {
            lock.unlock();
        }
    }

    private <T extends RocksObject> T keep(T option) {
        options.add(option);
        return option;
    }

    private void closeOptions() {
        options.forEach(RocksObject::close);
    }

    /** The options last: RocksDB asks for this order. */
    @Override
    public void close() {
        lifetime.writeLock().lock();
        try {
            if (!closed) {
                emptyLog();
                closed = true;
                detach();
                closeOptions();
            }
        } finally {
            lifetime.writeLock().unlock();
        }
    }

    /** Tables are checked part by part when they are read; a log is only as good as its first damaged byte, and slow to open. */
    private void emptyLog() {
        try {
            if (writable) {
                flush("the log");
            }
        } catch (AfterimageException notNow) {
            LOG.warn("The log of the store stays as it is, with all that was committed: {}", notNow.getMessage());
        }
    }
}
