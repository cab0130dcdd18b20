package dev.afterimage.gpu.kernel;

import dev.afterimage.gpu.device.DeviceStream;
import dev.afterimage.gpu.device.Launch;

/**
 * Launches the kernels of attention.cu.
 *
 * @param scale  of the products of queries and keys
 * @param window how many tokens each token sees, itself among them; 0 for all before it
 * @param warps  of a block
 */
public record AttentionKernels(Pages pages, int heads, float scale, int window, int warps) {

    /** Rows of a warp; the source says the same. */
    public static final int ROWS = 4;

    public AttentionKernels {
        if (heads % pages.kvHeads() != 0) {
            throw new IllegalArgumentException(heads + " query heads are no multiple of " + pages.kvHeads() + " KV heads");
        }
    }

    private int group() {
        return heads / pages.kvHeads();
    }

    private int sharedFloats() {
        int rows = warps * ROWS;
        return rows * pages.headDim() + Launch.WARP * (pages.headDim() + 1) + Launch.WARP * pages.headDim() + rows * Launch.WARP;
    }

    /**
     * New tokens over everything before them and themselves.
     *
     * @param queries (tokens, heads, headDim), rotated
     * @param table   this layer's page numbers, ints
     * @param out     (tokens, heads, headDim), filled
     * @param past    tokens in this layer's pages before the new ones, whose keys and values lie there too
     */
    public void chunk(DeviceStream stream, long queries, long pool, long table, long out, int tokens, int past) {
        if (tokens > 0) {
            int rows = Math.multiplyExact(tokens, group());
            Launch launch = Launch.of(blocks(rows), pages.kvHeads(), warps * Launch.WARP).sharing(sharedFloats());
            stream.launch("attend_chunk" + pages.cell().suffix(), launch, queries, pool, table, out, tokens, past, pages.pageTokens(),
                    heads, pages.headDim(), scale, window);
        }
    }

    /** Floats that {@link #one} needs for its parts. */
    public long partialFloats(int parts) {
        return (long) parts * heads * (pages.headDim() + 2);
    }

    /**
     * One token, in parts that run at once.
     *
     * @param queries (heads, headDim), rotated
     * @param partial {@link #partialFloats} floats
     * @param out     (heads, headDim), filled
     * @param length  tokens in this layer's pages, the new one the last
     * @param parts   at most {@code length}
     */
    public void one(DeviceStream stream, long queries, long pool, long table, long partial, long out, int length, int parts) {
        int partTokens = (length + parts - 1) / parts;
        int used = (length + partTokens - 1) / partTokens;
        Launch launch = new Launch(blocks(group()), pages.kvHeads(), used, warps * Launch.WARP, 0).sharing(sharedFloats());
        stream.launch("attend_one" + pages.cell().suffix(), launch, queries, pool, table, partial, length, partTokens, pages.pageTokens(),
                heads, pages.headDim(), scale, window);
        stream.launch("attend_merge", Launch.of(heads, 1, Launch.WARP), partial, out, used, pages.headDim());
    }

    private int blocks(int rows) {
        return (rows + warps * ROWS - 1) / (warps * ROWS);
    }
}
