package dev.afterimage.store;

import java.nio.file.Path;

/**
 * Whether there is room for more. RocksDB needs some to write out its log and to give back what was deleted, so writing
 * ends before the disk is really full: once this much is left, nothing but deletions is written. A quarter more must be
 * free before writing goes on.
 */
final class DiskRoom {

    static final long MOST_RESERVED = 256L << 20;
    /** Of a small disk, one part in this many. */
    static final int SHARE_RESERVED = 16;

    private static final long TO_OPEN = 1L << 20;

    private final Path path;
    private final long reserve;
    private boolean refused;

    /** @param path an existing directory on the disk */
    DiskRoom(Path path) {
        this(path, configured(Math.min(MOST_RESERVED, path.toFile().getTotalSpace() / SHARE_RESERVED)));
    }

    DiskRoom(Path path, long reserve) {
        this.path = path;
        this.reserve = reserve;
    }

    private static long configured(long otherwise) {
        String given = System.getProperty("afterimage.store.reserve-mb", System.getenv("AFTERIMAGE_STORE_RESERVE_MB"));
        try {
            return given == null ? otherwise : Long.parseLong(given.strip()) << 20;
        } catch (NumberFormatException notANumber) {
            return otherwise;
        }
    }

    /** Whether a store can be opened: that takes a new log and a new list of files. */
    boolean enoughToOpen() {
        return path.toFile().getUsableSpace() >= TO_OPEN;
    }

    synchronized boolean enough() {
        refused = path.toFile().getUsableSpace() < (refused ? reserve + reserve / 4 : reserve);
        return !refused;
    }
}
