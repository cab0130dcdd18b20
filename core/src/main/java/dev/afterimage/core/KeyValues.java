package dev.afterimage.core;

/**
 * The KV cache of consecutive tokens, position-free: keys are kept before RoPE, so the block can be given any positions when it is
 * loaded (ReKV). Not to be confused with a prefix cache, which holds only after its prefix.
 *
 * @param keys   (layers, kvHeads, tokens, headDim), before RoPE
 * @param values (layers, kvHeads, tokens, headDim)
 */
public record KeyValues(KvLayout layout, int tokens, float[] keys, float[] values) {

    public KeyValues {
        int size = layout.size(tokens);
        if (keys.length != size || values.length != size) {
            throw new IllegalArgumentException("keys " + keys.length + " and values " + values.length + " floats, not " + size);
        }
    }
}
