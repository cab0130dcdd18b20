package dev.afterimage.store;

import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/** The memory that the databases of one process share, whatever their number. Closed after all of them. */
final class RocksBudget implements AutoCloseable {

    /** All unflushed writes together. */
    private static final long BUFFERED_BYTES = 128L << 20;
    /** What was read, and the unflushed writes, which are charged to it. */
    private static final long CACHE_BYTES = BUFFERED_BYTES + (32L << 20);
    /** A family takes memory in pieces of this size: there are some ten families a stream. */
    static final long ARENA_BYTES = 64L << 10;
    /** Of each stream. */
    static final int OPEN_FILES = 128;

    private final LRUCache cache;
    private final WriteBufferManager buffers;

    RocksBudget() {
        RocksDB.loadLibrary();
        cache = new LRUCache(CACHE_BYTES);
        buffers = new WriteBufferManager(BUFFERED_BYTES, cache);
    }

    Cache cache() {
        return cache;
    }

    WriteBufferManager buffers() {
        return buffers;
    }

    @Override
    public void close() {
        buffers.close();
        cache.close();
    }
}
