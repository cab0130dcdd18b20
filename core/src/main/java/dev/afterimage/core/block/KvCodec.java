package dev.afterimage.core.block;

import java.util.List;
import java.util.Optional;

/**
 * How a store keeps KV, for who makes it: what was computed is put into the store's form once, and goes on as it will be read again. Safe
 * for use by several threads.
 */
@FunctionalInterface
public interface KvCodec {

    /** Of a store that keeps numbers as they are. */
    KvCodec EXACT = computed -> computed;

    /** What the store gives back of it. */
    StoredKeyValues kept(KeyValues computed);

    /** How numbers are kept, for who makes them smaller where they are computed; empty where only {@link #kept(KeyValues)} can. */
    default Optional<NumberForm> numbers() {
        return Optional.empty();
    }

    /**
     * The same as {@link #kept(KeyValues)} of numbers that are in the form of {@link #numbers} already.
     *
     * @param pieces all layers, in their order
     */
    default StoredKeyValues kept(KvLayout layout, int tokens, TokenPositions positions, List<StoredKeyValues.Piece> pieces) {
        throw new UnsupportedOperationException("no form of numbers is told");
    }
}
