package dev.afterimage.gpu.kernel;

import dev.afterimage.gpu.device.DeviceStream;
import dev.afterimage.gpu.device.Launch;

/**
 * Launches the kernels of pages.cu and blocks.cu. qkv is (tokens, heads + 2 kvHeads, headDim) floats before RoPE: queries, then keys,
 * then values.
 *
 * @param cosines address of (rows, headDim / 2) floats: a row for each position, or for each token
 * @param sines   the same
 */
public record CacheKernels(Pages pages, int heads, long cosines, long sines) {

    private static final int THREADS = 64;

    /** @param queries (tokens, heads, headDim), filled, @param turn the first token's row of cosines and sines */
    public void rotateQueries(DeviceStream stream, long qkv, long queries, int tokens, int turn) {
        if (tokens > 0) {
            stream.launch("rotate_queries", Launch.of(tokens, heads, THREADS), qkv, cosines, sines, queries, pages.kvHeads(),
                    pages.headDim(), turn);
        }
    }

    /**
     * Keys and values of new tokens into the pages.
     *
     * @param table    this layer's page numbers, ints
     * @param position where the first token goes
     * @param turn     its row of cosines and sines
     */
    public void write(DeviceStream stream, long qkv, long pool, long table, int tokens, int position, int turn) {
        if (tokens > 0) {
            stream.launch("write_pages" + pages.cell().suffix(), Launch.of(tokens, pages.kvHeads(), THREADS), qkv, cosines, sines, pool,
                    table, heads, pages.headDim(), pages.pageTokens(), position, turn);
        }
    }

    /**
     * Keys before RoPE and values of new tokens.
     *
     * @param keys (kvHeads, allTokens, headDim) of one layer, filled from {@code first} on
     * @param values the same
     */
    public void keep(DeviceStream stream, long qkv, long keys, long values, int tokens, int allTokens, int first) {
        if (tokens > 0) {
            stream.launch("keep_keys_values", Launch.of(tokens, pages.kvHeads(), THREADS), qkv, keys, values, heads, pages.headDim(),
                    allTokens, first);
        }
    }

    /**
     * A stored block into the pages, its keys rotated.
     *
     * @param bytes       address of the block as it is stored
     * @param tables      (layers, tableLength) page numbers, ints
     * @param positions   (layers) ints: where each layer's next token goes
     * @param turns       (layers) ints: its row of cosines and sines
     * @param first       the first of the block's layers to load, and {@code layers} how many; tables, positions and turns are theirs
     */
    public void load(DeviceStream stream, StoredNumbers stored, long bytes, long pool, long tables, int tableLength, long positions,
            long turns, int first, int layers) {
        if (stored.tokens() > 0) {
            StoredNumbers.Numbers keys = stored.keys();
            StoredNumbers.Numbers values = stored.values();
            Launch launch = new Launch(stored.tokens(), pages.kvHeads(), layers, THREADS, 0);
            stream.launch("load_block" + pages.cell().suffix(), launch, bytes, stored.form(), keys.grouping(), keys.leasts(),
                    keys.steps(), keys.numbers(), values.grouping(), values.leasts(), values.steps(), values.numbers(), cosines, sines,
                    pool, tables, tableLength, positions, turns, first, pages.headDim(), pages.pageTokens());
        }
    }

    /**
     * Numbers to a stored block's form, to the bit as the store makes it.
     *
     * @param numbers  (rows, tokens, headDim) floats, rows being layers x KV heads
     * @param bytes    address of the block as it will be stored
     * @param to       where in it the leasts, steps and numbers go, and their grouping
     * @param bits     8 or 4
     */
    public void quantise(DeviceStream stream, long numbers, long bytes, StoredNumbers.Numbers to, int rows, int tokens, int bits) {
        long leasts = bytes + to.leasts();
        long steps = bytes + to.steps();
        long packed = bytes + to.numbers();
        if (tokens > 0 && to.grouping() == StoredNumbers.PER_CHANNEL) {
            stream.launch("quantise_channels", Launch.of(rows, 1, THREADS), numbers, leasts, steps, packed, tokens, pages.headDim(), bits);
        } else if (tokens > 0) {
            stream.launch("quantise_tokens", Launch.of(Math.multiplyExact(rows, tokens), 1, Launch.WARP), numbers, leasts, steps, packed,
                    pages.headDim(), bits);
        }
    }
}
