package dev.afterimage.store;

import java.io.File;
import java.util.Arrays;
import java.util.List;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.Range;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.SizeApproximationFlag;
import org.rocksdb.Slice;

/** How much lies where: in files, in memory, in the log. A family that is not there has nothing. */
final class RocksSizes {

    private final RocksConnection connection;

    RocksSizes(RocksConnection connection) {
        this.connection = connection;
    }

    /** Bytes of a family's files. */
    long files(String family) {
        return connection.shared("the sizes of files", db -> property(db, family, "rocksdb.total-sst-files-size")
                + property(db, family, "rocksdb.total-blob-file-size"));
    }

    /** Bytes that a family holds in memory and has not written into its files yet, at most; they are in the log as well. */
    long unwritten(String family) {
        return connection.shared("the sizes of files", db -> property(db, family, "rocksdb.cur-size-all-mem-tables"));
    }

    private long property(RocksDB db, String family, String name) throws RocksDBException {
        if (!connection.has(family)) {
            return 0;
        }
        ColumnFamilyHandle handle = connection.handle(family, "the sizes of files");
        return db.getLongProperty(handle, name);
    }

    /** Bytes of the log. RocksDB removes parts of it by itself once all that they hold lies in files. */
    long log() {
        File[] logs = connection.path().toFile().listFiles((directory, name) -> name.endsWith(".log"));
        return logs == null ? 0 : Arrays.stream(logs).mapToLong(File::length).sum();
    }

    /** Bytes of a range of keys, in files and in memory, about. */
    long approximate(Column column, byte[] from, byte[] until, String what) {
        return connection.shared(what, db -> {
            if (!connection.has(column.family())) {
                return 0L;
            }
            try (Slice first = new Slice(from); Slice last = new Slice(until)) {
                return db.getApproximateSizes(connection.handle(column.family(), what), List.of(new Range(first, last)),
                        SizeApproximationFlag.INCLUDE_FILES, SizeApproximationFlag.INCLUDE_MEMTABLES)[0];
            }
        });
    }
}
