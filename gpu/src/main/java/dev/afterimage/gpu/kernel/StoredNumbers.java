package dev.afterimage.gpu.kernel;

import dev.afterimage.core.block.StoredKeyValues;

/**
 * Where the numbers of a stored block lie among its bytes; see blocks.cu for what they mean.
 *
 * @param form   0 floats, 1 halves, 2 a byte a number, 3 half a byte
 * @param keys   (layers, kvHeads, tokens, headDim), before RoPE
 * @param values the same shape
 */
public record StoredNumbers(int form, int layers, int tokens, Numbers keys, Numbers values) {

    public static final int FLOATS = 0;
    public static final int HALVES = 1;
    public static final int BYTES = 2;
    public static final int HALF_BYTES = 3;
    public static final int PER_CHANNEL = 0;
    public static final int PER_TOKEN = 1;

    /**
     * @param grouping {@link #PER_CHANNEL} or {@link #PER_TOKEN}; anything where the form has no groups
     * @param leasts   offset of the groups' least numbers, in halves
     * @param steps    offset of their steps, in halves
     * @param numbers  offset of the numbers themselves
     */
    public record Numbers(int grouping, long leasts, long steps, long numbers) { }

    /** As a store keeps them. */
    public static StoredNumbers of(StoredKeyValues.Piece piece, int tokens) {
        int form = switch (piece.bits()) {
            case 16 -> HALVES;
            case 8 -> BYTES;
            case 4 -> HALF_BYTES;
            default -> throw new IllegalArgumentException("numbers of " + piece.bits() + " bits are not known");
        };
        return new StoredNumbers(form, piece.layers(), tokens, numbers(piece.keys()), numbers(piece.values()));
    }

    private static Numbers numbers(StoredKeyValues.Numbers numbers) {
        return new Numbers(numbers.perChannel() ? PER_CHANNEL : PER_TOKEN, numbers.leasts(), numbers.steps(), numbers.numbers());
    }

    /** Keys as floats, and behind them values. */
    public static StoredNumbers floats(int layers, int tokens, int kvHeads, int headDim) {
        return new StoredNumbers(FLOATS, layers, tokens, new Numbers(0, 0, 0, 0), new Numbers(0, 0, 0,
                (long) layers * tokens * kvHeads * headDim * Float.BYTES));
    }
}
