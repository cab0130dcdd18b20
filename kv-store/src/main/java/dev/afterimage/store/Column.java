package dev.afterimage.store;

import dev.afterimage.core.StreamId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;

/**
 * The column families: one for each constant here, and one for the KV of each stream. Numbered ones have keys {@code stream name | 0 | number
 * (8, big-endian)}.
 */
enum Column {
    /** {@code identity}: {@link StoreIdentity}. */
    META,
    /** Stream name: StreamInfo with its counters. */
    STREAMS,
    /** Numbered: BlockExtent. */
    EXTENTS,
    /** Numbered: BlockEntry. */
    INDEX,
    /** Numbered: Scene. */
    SCENES,
    /** {@code stream name | 0 | seconds (8, order-preserving)}: Thumbnail. */
    THUMBNAILS;

    private static final String BLOCKS_OF = "blocks/";
    private static final long BLOCK_WRITE_BUFFER = 64L << 20;
    private static final long OTHER_WRITE_BUFFER = 16L << 20;

    String family() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The family of one stream's KV, most of all bytes. Numbered: KeyValues, or where layers lie by themselves the number and the layer (2); and
     * the number and two bytes of ones: RecurrentMemory, where the model has a bridge.
     * Dropped as a whole with the stream, without rewriting others'.
     */
    static String blocksOf(StreamId stream) {
        return BLOCKS_OF + stream;
    }

    static boolean holdsBlocks(String family) {
        return family.startsWith(BLOCKS_OF);
    }

    static StreamId streamOf(String blocksFamily) {
        return new StreamId(blocksFamily.substring(BLOCKS_OF.length()));
    }

    /** Whether this program knows what is in the family. */
    static boolean known(String family) {
        return holdsBlocks(family) || family.equals("default") || Arrays.stream(values()).anyMatch(column -> column.family().equals(family));
    }

    static byte[] bytes(String family) {
        return family.getBytes(StandardCharsets.UTF_8);
    }

    /** Blocks lie in blob files: they are never rewritten by a compaction, which a damaged one would stop. */
    static ColumnFamilyOptions options(String family, Cache cache) {
        return new ColumnFamilyOptions()
                .setTableFormatConfig(new BlockBasedTableConfig().setBlockCache(cache))
                .setWriteBufferSize(holdsBlocks(family) ? BLOCK_WRITE_BUFFER : OTHER_WRITE_BUFFER)
                .setEnableBlobFiles(holdsBlocks(family))
                // fp16 numbers and JPEGs do not shrink.
                .setCompressionType(CompressionType.NO_COMPRESSION);
    }
}
