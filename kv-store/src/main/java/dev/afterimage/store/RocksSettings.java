package dev.afterimage.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.DBOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.RocksObject;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteOptions;

/** How a database is opened and written, with everything native that this takes. Closed after the database: RocksDB asks for this order. */
final class RocksSettings implements AutoCloseable {

    /** All unflushed writes together, whatever the number of streams; a family is flushed when they reach it. */
    static final long BUFFERED_BYTES = 32L << 20;
    private static final long CACHE_BYTES = 8L << 20;
    /** A busy camera fills some eighty files an hour; those that nobody reads need neither memory nor a file descriptor. */
    private static final int OPEN_FILES = 512;
    /** Seldom written families are flushed when the log is this long; also bounds what a reader replays in memory when it opens. */
    private static final long LOG_BYTES = 192L << 20;

    private final List<RocksObject> options = new ArrayList<>();
    private final Optional<RocksBudget> shared;
    private final Cache cache;
    private final WriteOptions durable = keep(new WriteOptions().setSync(true));
    private final WriteOptions quick = keep(new WriteOptions());
    private final DBOptions database;

    /** @param shared where the database is one of several that share their memory */
    RocksSettings(WALRecoveryMode recovery, Optional<RocksBudget> shared) {
        this.shared = shared;
        this.cache = shared.map(RocksBudget::cache).orElseGet(() -> keep(new LRUCache(CACHE_BYTES)));
        this.database = keep(new DBOptions()).setCreateIfMissing(true).setCreateMissingColumnFamilies(true)
                .setDbWriteBufferSize(BUFFERED_BYTES).setMaxOpenFiles(OPEN_FILES).setMaxTotalWalSize(LOG_BYTES).setMaxBackgroundJobs(2)
                // Else a store on a disk that was full needs the log's size once more before it opens.
                .setAvoidFlushDuringRecovery(true)
                .setWalRecoveryMode(recovery)
                // Files come and go all day; the list of them is begun anew before it is large.
                .setMaxManifestFileSize(1 << 20)
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL).setKeepLogFileNum(2).setMaxLogFileSize(1 << 20).setStatsDumpPeriodSec(0);
        shared.ifPresent(budget -> database.setWriteBufferManager(budget.buffers()).setDbWriteBufferSize(0)
                .setMaxOpenFiles(RocksBudget.OPEN_FILES));
    }

    DBOptions database() {
        return database;
    }

    /** @param synced whether what is written is on the disk at once; otherwise it is with the operating system */
    WriteOptions writing(boolean synced) {
        return synced ? durable : quick;
    }

    ColumnFamilyDescriptor family(String name) {
        ColumnFamilyOptions options = keep(Column.options(name, cache));
        shared.ifPresent(budget -> options.setArenaBlockSize(RocksBudget.ARENA_BYTES));
        return new ColumnFamilyDescriptor(Column.bytes(name), options);
    }

    private <T extends RocksObject> T keep(T option) {
        options.add(option);
        return option;
    }

    @Override
    public void close() {
        options.forEach(RocksObject::close);
    }
}
