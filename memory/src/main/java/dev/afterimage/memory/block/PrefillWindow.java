package dev.afterimage.memory.block;

import dev.afterimage.core.block.StoredKeyValues;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The blocks a new one may attend to (ReKV's local window, {@code n_local}). When the next block would not fit, the
 * oldest go until half is free; with a limit of 0 every block stands alone. What stays depends on token counts alone,
 * so a restart that reads the same blocks trims alike. Where the blocks are, is not its affair: with each it is told
 * where to get it from again.
 */
final class PrefillWindow {

    private final int limit;
    private final Deque<WindowBlock> blocks = new ArrayDeque<>();
    private long start;
    private int tokens;

    private record WindowBlock(int tokens, Supplier<StoredKeyValues> block) { }

    /** @param limit most tokens in the window, the newest block included */
    PrefillWindow(int limit, long start) {
        this.limit = limit;
        this.start = start;
    }

    /** Makes room; @return whether blocks were dropped. */
    boolean makeRoom(int coming) {
        if (tokens + coming <= limit) {
            return false;
        }
        while (!blocks.isEmpty() && tokens + coming > Math.max(limit / 2, coming)) {
            tokens -= blocks.removeFirst().tokens();
            start++;
        }
        return true;
    }

    void add(int size, Supplier<StoredKeyValues> block) {
        blocks.addLast(new WindowBlock(size, block));
        tokens += size;
    }

    /** One after the other, each got when it is asked for. */
    Stream<StoredKeyValues> blocks() {
        return blocks.stream().map(held -> held.block().get());
    }

    /** Number of the oldest block in it. */
    long start() {
        return start;
    }

    long next() {
        return start + blocks.size();
    }
}
