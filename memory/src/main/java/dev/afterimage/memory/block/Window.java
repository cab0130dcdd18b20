package dev.afterimage.memory.block;

import dev.afterimage.core.KeyValues;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The blocks a new one may attend to (ReKV's local window, {@code n_local}). When the next block would not fit, the oldest go until half
 * is free; with a limit of 0 every block stands alone. What stays depends on token counts alone, so a restart that reads the same blocks trims alike.
 */
final class Window {

    private final int limit;
    private final Deque<KeyValues> blocks = new ArrayDeque<>();
    private long start;
    private int tokens;

    /** @param limit most tokens in the window, the newest block included */
    Window(int limit, long start) {
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

    void add(KeyValues block) {
        blocks.addLast(block);
        tokens += block.tokens();
    }

    Iterable<KeyValues> blocks() {
        return blocks;
    }

    /** Number of the oldest block in it. */
    long start() {
        return start;
    }

    long next() {
        return start + blocks.size();
    }
}
