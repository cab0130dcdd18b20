package dev.afterimage.store;

import org.rocksdb.RocksDB;

/** RocksDB's native part. */
public final class RocksLibrary {

    private RocksLibrary() { }

    /**
     * Loads it.
     *
     * @throws RuntimeException or LinkageError where it does not load
     */
    public static String version() {
        RocksDB.loadLibrary();
        return RocksDB.rocksdbVersion().toString();
    }
}
