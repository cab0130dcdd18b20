package dev.afterimage.store;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.CompactRangeOptions;
import org.rocksdb.FlushOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The store's database: writes it and tidies it up; {@link #read} and {@link #sizes} look at it. */
final class RocksDatabase implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RocksDatabase.class);

    /** Fills a batch. */
    interface Filling {
        void into(Batch batch) throws RocksDBException;
    }

    /** Of the database, in the data directory. */
    static final String DIRECTORY = "store";

    private final RocksConnection connection;
    private final RocksReads reads;
    private final RocksSizes sizes;
    private final RocksFiles files;

    private RocksDatabase(RocksConnection connection) {
        this.connection = connection;
        this.reads = new RocksReads(connection);
        this.sizes = new RocksSizes(connection);
        this.files = new RocksFiles(connection);
    }

    /**
     * @param create   whether to create it when there is none; only with {@code writable}
     * @param writable false for a view of what is there now, beside a writer or alone
     */
    static RocksDatabase open(Path dataDirectory, boolean create, boolean writable) {
        return open(dataDirectory, create, writable, Optional.empty());
    }

    /** @param shared where it shares its memory with other databases */
    static RocksDatabase open(Path dataDirectory, boolean create, boolean writable, Optional<RocksBudget> shared) {
        return new RocksDatabase(RocksOpening.open(dataDirectory.resolve(DIRECTORY), create, writable, new StorageErrors(dataDirectory),
                shared));
    }

    static boolean exists(Path dataDirectory) {
        return RocksOpening.exists(dataDirectory.resolve(DIRECTORY));
    }

    RocksReads read() {
        return reads;
    }

    RocksSizes sizes() {
        return sizes;
    }

    RocksFiles files() {
        return files;
    }

    /** @throws AfterimageException {@link ErrorCode#STORAGE_FULL} when there is no room to write */
    void requireRoom(String what) {
        connection.requireRoom(what);
    }

    Set<String> families() {
        return connection.families();
    }

    /** Adds a family unless it is there. */
    void createFamily(String family, String what) {
        requireRoom(what);
        connection.createFamily(family, what);
    }

    /** Removes a family with its files, if it is there. Waits for the calls under way. */
    void dropFamily(String family, String what) {
        connection.dropFamily(family, what);
    }

    /**
     * Writes all of a batch or nothing.
     *
     * @param synced whether it is on the disk when this returns; otherwise it is with the operating system, and a power cut can lose it
     */
    void write(boolean synced, String what, Filling filling) {
        requireRoom(connection.requireWritable(what));
        writeAnyway(synced, what, filling);
    }

    /** As {@link #write}, also into what is held back of a full disk: for deletions. */
    void writeAnyway(boolean synced, String what, Filling filling) {
        connection.requireUnstuck(what);
        connection.shared(connection.requireWritable(what), db -> {
            try (WriteBatch batch = new WriteBatch()) {
                filling.into(new Batch(batch, family -> connection.handle(family, what)));
                db.write(connection.settings().writing(synced), batch);
                return null;
            }
        });
    }

    /** Gives back the space of keys that were deleted from a family of one stream. Its values lie in blob files, which go as a whole. */
    void giveBack(String family, byte[] from, byte[] until, String what) {
        connection.shared(what, db -> {
            try (FlushOptions wait = new FlushOptions().setWaitForFlush(true)) {
                db.flush(wait, connection.handle(family, what));
                return null;
            }
        });
        compact(family, from, until, what);
    }

    /** Gives back the space of deleted keys. */
    void compact(Column column, byte[] from, byte[] until, String what) {
        compact(column.family(), from, until, what);
    }

    private void compact(String family, byte[] from, byte[] until, String what) {
        connection.shared(what, db -> {
            try (CompactRangeOptions all = new CompactRangeOptions()
                    .setBottommostLevelCompaction(CompactRangeOptions.BottommostLevelCompaction.kForce)) {
                db.compactRange(connection.handle(family, what), from, until, all);
                return null;
            }
        });
    }

    /** Writes everything out of the log, which is then removed. */
    void flush(String what) {
        connection.shared(what, db -> {
            try (FlushOptions wait = new FlushOptions().setWaitForFlush(true)) {
                List<ColumnFamilyHandle> all = connection.families().stream().map(family -> connection.handle(family, what)).toList();
                db.flush(wait, all);
                return null;
            }
        });
    }

    @Override
    public void close() {
        connection.close(this::emptyLog);
    }

    /** Tables are checked part by part when they are read; a log is only as good as its first damaged byte, and slow to open. */
    private void emptyLog() {
        try {
            flush("the log");
        } catch (AfterimageException notNow) {
            LOG.warn("The log of the store stays as it is, with all that was committed: {}", notNow.getMessage());
        }
    }
}
