package dev.afterimage.store;

import dev.afterimage.core.block.BlockEntry;
import dev.afterimage.core.stream.Gap;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.store.codec.BlockExtent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * What memory holds of one stream: its row, every block's extent, and the newest index entries within a budget. Changed only after RocksDB
 * has taken the change, so that a reader never sees what a crash could take back.
 */
final class StreamState {

    private static final int ENTRY_OVERHEAD = 256;

    /** Held by whoever writes to this stream, through the write to the disk; readers never wait for it. */
    private final ReentrantLock writing = new ReentrantLock();

    private StreamInfo info;
    private final List<BlockExtent> extents = new ArrayList<>();
    /** One for each extent; null below {@link #heldFrom}. */
    private final List<BlockEntry> entries = new ArrayList<>();
    private int heldFrom;
    private long heldBytes;
    private boolean deleted;
    /** Number of the first block whose KV is kept. */
    private volatile long firstKept;
    /** Bytes that lie in the log, by what they are: of blocks, of thumbnails. */
    private final AtomicLong loggedBlocks = new AtomicLong();
    private final AtomicLong loggedThumbnails = new AtomicLong();
    /** A gap that is not on the disk yet. */
    private Gap heldGap;

    StreamState(StreamInfo info, List<BlockExtent> stored) {
        this.info = info;
        stored.forEach(extent -> {
            extents.add(extent);
            entries.add(null);
        });
        this.heldFrom = extents.size();
    }

    /** A stream without blocks; {@code info}'s counters are the caller's and do not count. */
    static StreamState empty(StreamInfo info) {
        return new StreamState(info.counting(0, 0, 0, 0, -1), List.of());
    }

    void write(Runnable action) {
        writing.lock();
        try {
            action.run();
        } finally {
            writing.unlock();
        }
    }

    long firstKept() {
        return firstKept;
    }

    void keptFrom(long number) {
        firstKept = number;
    }

    AtomicLong loggedBlocks() {
        return loggedBlocks;
    }

    AtomicLong loggedThumbnails() {
        return loggedThumbnails;
    }

    /** The first block, from the first whose KV is kept on, before which so many bytes of KV lie; the window behind the newest stays. */
    synchronized long afterBytes(long bytes, long atMost) {
        long seen = 0;
        long number = firstKept;
        while (number < atMost && seen < bytes) {
            seen += extents.get((int) number++).kvBytes();
        }
        return number;
    }

    /** The row once the KV of the blocks before {@code number} is gone. */
    synchronized StreamInfo withoutKvBefore(long number) {
        long gone = 0;
        for (long each = firstKept; each < number; each++) {
            gone += extents.get((int) each).kvBytes();
        }
        return counted(info.frames(), info.blocks(), info.tokens(), Math.max(0, info.kvBytes() - gone), info.lastSeconds());
    }

    /** Entries held in memory lose the keys that went with their KV. */
    synchronized void forgetKeysBefore(long number) {
        for (long each = Math.max(firstKept, heldFrom); each < Math.min(number, entries.size()); each++) {
            BlockEntry slim = entries.get((int) each).withoutKeys();
            heldBytes += bytes(slim) - bytes(entries.set((int) each, slim));
        }
        firstKept = number;
    }

    synchronized StreamInfo info() {
        return info;
    }

    synchronized int blocks() {
        return extents.size();
    }

    synchronized void requireThere() {
        if (deleted) {
            throw StorageErrors.unknown(info.stream());
        }
    }

    synchronized void requireNoGap(long number) {
        if (number < 0 || number > extents.size()) {
            throw new IllegalArgumentException(StoredBlocks.name(info.stream(), number) + " does not follow the " + extents.size()
                    + " blocks before it");
        }
    }

    synchronized void holdGap(Gap gap) {
        heldGap = gap;
    }

    /** @param stored in order; a gap of the same start is an earlier state of the held one */
    synchronized List<Gap> withHeldGap(List<Gap> stored, double untilSeconds) {
        Gap held = heldGap;
        if (held == null || held.start() > untilSeconds) {
            return stored;
        }
        return Stream.concat(stored.stream().filter(gap -> gap.start() != held.start()), Stream.of(held))
                .sorted(Comparator.comparingDouble(Gap::start)).toList();
    }

    synchronized void markDeleted() {
        deleted = true;
    }

    synchronized BlockExtent extent(long number) {
        return number >= 0 && number < extents.size() ? extents.get((int) number) : null;
    }

    /** Null when it is not held in memory. */
    synchronized BlockEntry held(long number) {
        return number >= heldFrom && number < entries.size() ? entries.get((int) number) : null;
    }

    synchronized int heldFrom() {
        return heldFrom;
    }

    synchronized long[] numbers(long from, double untilSeconds) {
        return LongStream.range(Math.max(0, from), extents.size()).filter(n -> extents.get((int) n).seconds() <= untilSeconds).toArray();
    }

    /** Blocks come in the order of their times. */
    synchronized int blocksUntil(double seconds) {
        int low = 0;
        int high = extents.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (extents.get(middle).seconds() <= seconds) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    synchronized void replace(StreamInfo written) {
        info = written;
    }

    synchronized void add(long number, BlockExtent extent, BlockEntry entry, StreamInfo written, long budget) {
        info = written;
        if (number == extents.size()) {
            extents.add(extent);
            entries.add(entry);
            heldBytes += bytes(entry);
        } else {
            extents.set((int) number, extent);
            if (number >= heldFrom) {
                heldBytes += bytes(entry) - bytes(entries.set((int) number, entry));
            }
        }
        while (heldBytes > budget && heldFrom < entries.size()) {
            heldBytes -= bytes(entries.set(heldFrom++, null));
        }
    }

    synchronized boolean hasRoom(long budget) {
        return heldBytes < budget;
    }

    /** Holds an older entry, read from the disk, unless another reader was quicker. */
    synchronized void hold(BlockEntry older) {
        if (older.number() == heldFrom - 1) {
            entries.set(--heldFrom, older);
            heldBytes += bytes(older);
        }
    }

    /** The row after a frame was read; the same frame twice counts once, because frames are numbered without gaps. */
    synchronized StreamInfo afterFrame(long index, double seconds) {
        return counted(Math.max(info.frames(), index + 1), info.blocks(), info.tokens(), info.kvBytes(),
                Math.max(info.lastSeconds(), seconds));
    }

    /** The row after a block is written; one that replaces another counts as the difference, and its KV only where that is kept. */
    synchronized StreamInfo afterBlock(long number, BlockExtent extent) {
        BlockExtent before = extent(number);
        return counted(info.frames(), info.blocks() + (before == null ? 1 : 0),
                info.tokens() + extent.tokens() - (before == null ? 0 : before.tokens()),
                info.kvBytes() + (number < firstKept ? 0 : extent.kvBytes() - (before == null ? 0 : before.kvBytes())),
                Math.max(info.lastSeconds(), extent.seconds()));
    }

    /** The row with another description, and the counters and the name as they are. */
    synchronized StreamInfo described(StreamInfo description) {
        return description.named(info.name()).counting(info.frames(), info.blocks(), info.tokens(), info.kvBytes(), info.lastSeconds());
    }

    private StreamInfo counted(long frames, long blocks, long tokens, long kvBytes, double lastSeconds) {
        return info.counting(frames, blocks, tokens, kvBytes, lastSeconds);
    }

    private static long bytes(BlockEntry entry) {
        return ENTRY_OVERHEAD + 2L * entry.note().length()
                + 4L * (entry.textVector().length + entry.meanKeys().length + entry.tokenKeys().length);
    }
}
