package dev.afterimage.core.block;

import java.util.List;

/**
 * KV that is to be loaded: numbers, or bytes as a store keeps them, for who turns them into numbers elsewhere than in this process's memory
 * (on a GPU, whose bus carries bytes of 4 bits four times as fast as halves).
 */
public interface StoredKeyValues {

    KvLayout layout();

    int tokens();

    /** Where the tokens stand relative to the first; null for one after the other. */
    TokenPositions positions();

    /** The numbers. Takes as long as reading them; who needs them twice keeps them. */
    KeyValues decoded();

    /** The bytes, one piece behind the other all layers; empty where there are only numbers. */
    List<Piece> pieces();

    /**
     * Some layers as one value of the store; all in it is little-endian.
     *
     * @param bits  of a number: 16 for halves, 8, or 4, of which two share a byte
     * @param bytes the value; not changed any more
     */
    record Piece(int layers, int bits, Numbers keys, Numbers values, byte[] bytes) { }

    /**
     * Where in a piece keys or values lie, (layers, kvHeads, tokens, headDim). In 8 and 4 bits a number is {@code least + step * q}.
     *
     * @param perChannel whether one channel of a head over all tokens has a least and a step, and not one token's channels of a head
     * @param leasts     offset of the least numbers, in halves; 0 for halves
     * @param steps      offset of the steps, in halves; 0 for halves
     * @param numbers    offset of the numbers; of two that share a byte, channel {@code c} is low and {@code c + ceil(headDim / 2)} high
     */
    record Numbers(boolean perChannel, int leasts, int steps, int numbers) { }
}
