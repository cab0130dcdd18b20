package dev.afterimage.memory.block;

import dev.afterimage.core.block.KeyValues;
import dev.afterimage.core.block.KvLayout;

/** What retrieval keeps of a block's keys. */
public final class BlockKeys {

    private BlockKeys() { }

    /**
     * ReKV's representative of a block (section 3.2): per layer the mean over its tokens of the keys before RoPE, KV heads side by side.
     *
     * @return (layers, kvHeads x headDim)
     */
    public static float[] mean(KeyValues block) {
        KvLayout layout = block.layout();
        int tokens = block.tokens();
        int headDim = layout.headDim();
        float[] mean = new float[layout.layers() * layout.keyWidth()];
        for (int head = 0; head < layout.layers() * layout.kvHeads(); head++) { // layers and heads lie alike on both sides
            for (int token = 0; token < tokens; token++) {
                int from = (head * tokens + token) * headDim;
                for (int d = 0; d < headDim; d++) {
                    mean[head * headDim + d] += block.keys()[from + d] / tokens;
                }
            }
        }
        return mean;
    }

    /**
     * One layer's keys before RoPE, token by token.
     *
     * @return (tokens, kvHeads x headDim)
     */
    public static float[] ofTokens(KeyValues block, int layer) {
        KvLayout layout = block.layout();
        int tokens = block.tokens();
        int headDim = layout.headDim();
        float[] keys = new float[tokens * layout.keyWidth()];
        for (int head = 0; head < layout.kvHeads(); head++) {
            for (int token = 0; token < tokens; token++) {
                int from = ((layer * layout.kvHeads() + head) * tokens + token) * headDim;
                System.arraycopy(block.keys(), from, keys, token * layout.keyWidth() + head * headDim, headDim);
            }
        }
        return keys;
    }
}
