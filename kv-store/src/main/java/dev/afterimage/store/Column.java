package dev.afterimage.store;

import java.nio.charset.StandardCharsets;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;

/** The column families. Numbered ones have keys {@code stream name | 0 | number (8, big-endian)}. */
enum Column {
    /** {@code identity}: {@link StoreIdentity}. */
    META,
    /** Stream name: StreamInfo with its counters. */
    STREAMS,
    /** Numbered: BlockExtent. */
    EXTENTS,
    /** Numbered: KeyValues, most of all bytes. */
    BLOCKS,
    /** Numbered: BlockEntry. */
    INDEX,
    /** Numbered: Scene. */
    SCENES,
    /** {@code stream name | 0 | seconds (8, order-preserving)}: Thumbnail. */
    THUMBNAILS;

    private static final long BLOCK_WRITE_BUFFER = 64L << 20;
    private static final long OTHER_WRITE_BUFFER = 16L << 20;

    byte[] familyName() {
        return name().toLowerCase(java.util.Locale.ROOT).getBytes(StandardCharsets.UTF_8);
    }

    ColumnFamilyOptions options(Cache cache) {
        BlockBasedTableConfig table = new BlockBasedTableConfig();
        if (this == BLOCKS) {
            // One KV fills a table block and is read once a question: the operating system's page cache serves that without a second copy.
            table.setNoBlockCache(true);
        } else {
            table.setBlockCache(cache);
        }
        return new ColumnFamilyOptions()
                .setTableFormatConfig(table)
                .setWriteBufferSize(this == BLOCKS ? BLOCK_WRITE_BUFFER : OTHER_WRITE_BUFFER)
                // fp16 numbers and JPEGs do not shrink.
                .setCompressionType(CompressionType.NO_COMPRESSION);
    }
}
