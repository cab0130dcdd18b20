package dev.afterimage.store;

import dev.afterimage.core.stream.StreamId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;

/**
 * The column families: one for each constant here, and one for the KV of each stream. Numbered ones have keys
 * {@code stream name | 0 | number (8, big-endian)}.
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
    /** Numbered: EvidenceEntry. Stores made before evidence was kept beside blocks get it when they are opened to write. */
    EVIDENCE,
    /** Numbered: Scene. */
    SCENES,
    /**
     * {@code stream name | 0 | start (8, order-preserving)}: Gap. Stores made before there were gaps get it when they
     * are opened to write.
     */
    GAPS,
    /**
     * {@code stream name | 0 | seconds (8, order-preserving)}: Thumbnail, of versions that kept those of all streams together. They are
     * older than all that lie in the family of their stream.
     */
    THUMBNAILS;

    private static final String BLOCKS_OF = "blocks/";
    private static final String THUMBNAILS_OF = "thumbnails/";
    private static final long BLOCK_WRITE_BUFFER = 16L << 20;
    private static final long OTHER_WRITE_BUFFER = 8L << 20;

    String family() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The family of one stream's KV, most of all bytes. Numbered: KeyValues, or where layers lie by themselves the
     * number and the layer (2); and the number and two bytes of ones: RecurrentMemory, where the model has a bridge.
     * Dropped as a whole with the stream, without rewriting others'.
     */
    static String blocksOf(StreamId stream) {
        return BLOCKS_OF + stream;
    }

    /** The family of one stream's thumbnails, by their times; so are those of old times given back without rewriting others'. */
    static String thumbnailsOf(StreamId stream) {
        return THUMBNAILS_OF + stream;
    }

    static boolean ofStream(String family) {
        return family.startsWith(BLOCKS_OF) || family.startsWith(THUMBNAILS_OF);
    }

    static boolean holdsBlocks(String family) {
        return family.startsWith(BLOCKS_OF);
    }

    static StreamId streamOf(String family) {
        return new StreamId(family.substring(family.indexOf('/') + 1));
    }

    /** Whether this program knows what is in the family. */
    static boolean known(String family) {
        return ofStream(family) || family.equals("default") || Arrays.stream(values())
                .anyMatch(column -> column.family().equals(family));
    }

    static byte[] bytes(String family) {
        return family.getBytes(StandardCharsets.UTF_8);
    }

    /** Blocks lie in blob files: they are never rewritten by a compaction, which a damaged one would stop. */
    static ColumnFamilyOptions options(String family, Cache cache) {
        return new ColumnFamilyOptions()
                .setTableFormatConfig(new BlockBasedTableConfig().setBlockCache(cache))
                .setWriteBufferSize(holdsBlocks(family) ? BLOCK_WRITE_BUFFER : OTHER_WRITE_BUFFER)
                .setEnableBlobFiles(ofStream(family))
                // fp16 numbers and JPEGs do not shrink.
                .setCompressionType(CompressionType.NO_COMPRESSION);
    }
}
