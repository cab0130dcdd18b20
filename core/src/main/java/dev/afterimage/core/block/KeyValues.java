package dev.afterimage.core.block;

import java.util.Arrays;
import java.util.List;

/**
 * The KV cache of consecutive tokens, position-free: keys are kept before RoPE, so the block can be given any positions when it is
 * loaded (ReKV). Not to be confused with a prefix cache, which holds only after its prefix.
 *
 * @param keys      (layers, kvHeads, tokens, headDim), before RoPE
 * @param values    (layers, kvHeads, tokens, headDim)
 * @param positions where the tokens stand relative to the first; null for one after the other
 */
public record KeyValues(KvLayout layout, int tokens, float[] keys, float[] values, TokenPositions positions)
        implements StoredKeyValues {

    public KeyValues {
        if (positions != null && positions.tokens() != tokens) {
            throw new IllegalArgumentException(tokens + " tokens have " + positions.tokens() + " positions");
        }
        int size = layout.size(tokens);
        if (keys.length != size || values.length != size) {
            throw new IllegalArgumentException("keys " + keys.length + " and values " + values.length + " floats, not " + size);
        }
    }

    /** Of tokens that stand one after the other. */
    public KeyValues(KvLayout layout, int tokens, float[] keys, float[] values) {
        this(layout, tokens, keys, values, null);
    }

    @Override
    public KeyValues decoded() {
        return this;
    }

    @Override
    public List<Piece> pieces() {
        return List.of();
    }

    /** One layer's part, of a layout with one layer. */
    public KeyValues layer(int layer) {
        KvLayout one = new KvLayout(1, layout.kvHeads(), layout.headDim());
        int size = one.size(tokens);
        return new KeyValues(one, tokens, Arrays.copyOfRange(keys, layer * size, (layer + 1) * size),
                Arrays.copyOfRange(values, layer * size, (layer + 1) * size), positions);
    }
}
