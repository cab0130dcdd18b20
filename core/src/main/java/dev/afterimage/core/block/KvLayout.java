package dev.afterimage.core.block;

/** The shape of a model's KV cache: keys and values each (layers, kvHeads, tokens, headDim). */
public record KvLayout(int layers, int kvHeads, int headDim) {

    /** Floats of the keys (or of the values) of this many tokens. */
    public int size(int tokens) {
        return Math.multiplyExact(Math.multiplyExact(layers, kvHeads * headDim), tokens);
    }

    /** Floats of one token's key in one layer, all KV heads. */
    public int keyWidth() {
        return kvHeads * headDim;
    }
}
