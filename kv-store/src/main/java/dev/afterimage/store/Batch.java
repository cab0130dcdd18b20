package dev.afterimage.store;

import java.util.function.Function;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/** Writes that will happen together or not at all. */
final class Batch {

    private final WriteBatch batch;
    private final Function<String, ColumnFamilyHandle> handles;

    Batch(WriteBatch batch, Function<String, ColumnFamilyHandle> handles) {
        this.batch = batch;
        this.handles = handles;
    }

    Batch put(String family, byte[] key, byte[] value) throws RocksDBException {
        batch.put(handles.apply(family), key, value);
        return this;
    }

    Batch put(Column column, byte[] key, byte[] value) throws RocksDBException {
        return put(column.family(), key, value);
    }

    Batch deleteRange(String family, byte[] from, byte[] until) throws RocksDBException {
        batch.deleteRange(handles.apply(family), from, until);
        return this;
    }

    Batch delete(Column column, byte[] key) throws RocksDBException {
        batch.delete(handles.apply(column.family()), key);
        return this;
    }

    Batch deleteRange(Column column, byte[] from, byte[] until) throws RocksDBException {
        batch.deleteRange(handles.apply(column.family()), from, until);
        return this;
    }
}
