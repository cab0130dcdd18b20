package dev.afterimage.gpu.llama;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.gpu.device.Cell;
import dev.afterimage.gpu.device.Device;
import dev.afterimage.model.format.PackDescription;
import dev.afterimage.model.graph.LlamaShape;

/**
 * How a model lies on a device.
 *
 * @param cell        of the KV cache, and of weights unless they are kept in 4 bits
 * @param fourBits    whether matrices are kept in 4 bits; the table of embeddings never is
 * @param pageTokens  tokens of a page of the cache
 * @param cacheTokens tokens that all sessions together have room for
 * @param chunkTokens most tokens computed at once: more need more memory for what lies between the layers
 */
public record GpuSettings(Cell cell, boolean fourBits, int pageTokens, int cacheTokens, int chunkTokens) {

    private static final int PAGE_TOKENS = 16;
    private static final int CHUNK_TOKENS = 512;
    private static final int LEAST_CONTEXT = 8192;
    private static final int MOST_CONTEXTS = 32;

    public GpuSettings {
        if (pageTokens < 1 || cacheTokens < pageTokens || chunkTokens < 1) {
            throw new IllegalArgumentException("pages of " + pageTokens + " tokens in a cache of " + cacheTokens + ", " + chunkTokens
                    + " computed at once");
        }
    }

    /** With weights in cells. */
    public GpuSettings(Cell cell, int pageTokens, int cacheTokens, int chunkTokens) {
        this(cell, false, pageTokens, cacheTokens, chunkTokens);
    }

    /**
     * In halves, or with weights in 4 bits where halves do not fit; with a cache that leaves a third of what the weights leave free: for
     * prompts, products, and others on the device.
     *
     * @throws AfterimageException when not even one whole context would fit
     */
    static GpuSettings fitting(Device device, PackDescription pack) {
        LlamaShape shape = pack.shape();
        long free = device.freeBytes();
        int needed = Math.min(shape.contextLength(), LEAST_CONTEXT);
        for (boolean fourBits : new boolean[] {false, true}) {
            long tokens = (free - weights(pack, fourBits)) / 3 * 2 / token(shape);
            if (tokens >= needed) {
                return new GpuSettings(Cell.F16, fourBits, PAGE_TOKENS, (int) Math.min(tokens, (long) MOST_CONTEXTS
                        * shape.contextLength()), CHUNK_TOKENS);
            }
        }
        throw new AfterimageException(ErrorCode.MODEL_GPU_MEMORY, "the GPU has " + (free >> 20) + " MiB free, and the model needs "
                + (weights(pack, true) + needed * token(shape) * 3 / 2 >> 20) + " with weights in 4 bits",
                "use a smaller model, or run on the CPU");
    }

    /** Bytes of the KV of a token. */
    private static long token(LlamaShape shape) {
        return 2L * Cell.F16.bytes() * shape.layers() * shape.keyWidth();
    }

    /** Bytes of the weights: layers, once more where memory is read with others, head, and embeddings. */
    private static long weights(PackDescription pack, boolean fourBits) {
        LlamaShape shape = pack.shape();
        long layers = (long) shape.layers() * shape.width() * (shape.qkvWidth() + shape.queryWidth() + 3L * shape.feedForward());
        long table = (long) shape.vocabulary() * shape.width();
        long multiplied = layers * (pack.recalls() ? 2 : 1) + table;
        // A least and a step in halves for every 32 weights.
        return Cell.F16.bytes() * table + (fourBits ? multiplied * 5 / 8 : Cell.F16.bytes() * multiplied);
    }
}
