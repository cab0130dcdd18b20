package dev.afterimage.store;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WALRecoveryMode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One open RocksDB and the one owner of everything native in it. Every call holds the database open until it returns; once closed, calls
 * fail with an error instead of reaching freed memory.
 */
final class RocksConnection {

    private static final Logger LOG = LoggerFactory.getLogger(RocksConnection.class);

    /** Something that RocksDB may refuse. */
    interface Native<T> {
        T call(RocksDB db) throws RocksDBException;
    }

    private final ReentrantReadWriteLock lifetime = new ReentrantReadWriteLock();
    private final Map<String, ColumnFamilyHandle> families = new ConcurrentHashMap<>();
    private final StorageErrors errors;
    private final boolean writable;
    private final Path path;
    private final RocksSettings settings;
    private final DiskRoom room;
    /** Null while a database that ran out of space cannot be opened again. */
    private RocksDB db;
    /** RocksDB takes no write after one that failed for lack of space, and its Java binding cannot tell it to go on: it is opened again. */
    private volatile boolean stuck;
    private boolean closed;

    RocksConnection(Path path, boolean writable, WALRecoveryMode recovery, StorageErrors errors, Optional<RocksBudget> shared)
            throws RocksDBException {
        this.errors = errors;
        this.writable = writable;
        this.path = path;
        this.room = new DiskRoom(path);
        this.settings = new RocksSettings(recovery, shared);
        try {
            attach();
        } finally {
            if (db == null) {
                settings.close();
            }
        }
    }

    private void attach() throws RocksDBException {
        List<String> names = List.copyOf(RocksOpening.familyNames(path, writable));
        List<ColumnFamilyDescriptor> descriptors = names.stream().map(settings::family).toList();
        List<ColumnFamilyHandle> handles = new ArrayList<>();
        db = writable ? RocksDB.open(settings.database(), path.toString(), descriptors, handles)
                : RocksDB.openReadOnly(settings.database(), path.toString(), descriptors, handles);
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

    Path path() {
        return path;
    }

    RocksSettings settings() {
        return settings;
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
        requireUnstuck(what);
    }

    /** The same, also with less room: for deletions. */
    void requireUnstuck(String what) {
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

    Set<String> families() {
        return Set.copyOf(families.keySet());
    }

    boolean has(String family) {
        return families.containsKey(family);
    }

    ColumnFamilyHandle handle(String family, String what) {
        ColumnFamilyHandle handle = families.get(family);
        if (handle == null) {
            throw errors.failed(what, "it has been deleted", null);
        }
        return handle;
    }

    /** Adds a family unless it is there. */
    void createFamily(String family, String what) {
        exclusively(what, open -> families.containsKey(family) ? null
                : families.put(family, open.createColumnFamily(settings.family(family))));
    }

    /** Removes a family with its files, if it is there. Waits for the calls under way. */
    void dropFamily(String family, String what) {
        exclusively(what, open -> {
            ColumnFamilyHandle handle = families.get(family);
            if (handle != null) {
                open.dropColumnFamily(handle);
                families.remove(family).close();
            }
            return null;
        });
    }

    String requireWritable(String what) {
        if (!writable) {
            throw errors.readOnly(what);
        }
        return what;
    }

    /** Holds the database open for a call; others go on. */
    <T> T shared(String what, Native<T> action) {
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
            return action.call(db);
        } catch (RocksDBException failure) {
            AfterimageException told = errors.of(failure, what);
            stuck |= writable && told.code() == ErrorCode.STORAGE_FULL;
            throw told;
        } finally {
            lock.unlock();
        }
    }

    /** @param last is done before, if it is writable and not closed yet */
    void close(Runnable last) {
        lifetime.writeLock().lock();
        try {
            if (!closed) {
                if (writable) {
                    last.run();
                }
                closed = true;
                detach();
                settings.close();
            }
        } finally {
            lifetime.writeLock().unlock();
        }
    }
}
