package dev.afterimage.gpu.llama;

import dev.afterimage.core.block.NumberForm;
import dev.afterimage.core.block.StoredKeyValues;
import dev.afterimage.gpu.device.Cell;
import dev.afterimage.gpu.kernel.StoredNumbers;

/**
 * Where the numbers of one layer of a block lie that are in a store's form: leasts, steps and numbers of the keys, and behind them those of
 * the values. Layers lie one behind the other.
 */
record PackedLayer(int kvHeads, int headDim, int tokens, NumberForm form) {

    boolean halves() {
        return form.bits() == 16;
    }

    StoredNumbers.Numbers keys() {
        return numbers(0, form.keysPerChannel());
    }

    StoredNumbers.Numbers values() {
        return numbers(bytes(form.keysPerChannel()), form.valuesPerChannel());
    }

    /** Even, so that halves lie where a device reads them. */
    int bytes() {
        int all = bytes(form.keysPerChannel()) + bytes(form.valuesPerChannel());
        return Math.addExact(all, all % 2);
    }

    private StoredNumbers.Numbers numbers(int start, boolean perChannel) {
        int groups = groupBytes(perChannel);
        return new StoredNumbers.Numbers(perChannel ? StoredNumbers.PER_CHANNEL : StoredNumbers.PER_TOKEN, start, start + groups,
                start + 2L * groups);
    }

    private int groupBytes(boolean perChannel) {
        return halves() ? 0 : Cell.F16.bytes() * kvHeads * (perChannel ? headDim : tokens);
    }

    private int bytes(boolean perChannel) {
        int line = halves() ? Cell.F16.bytes() * headDim : form.bits() == 8 ? headDim : (headDim + 1) / 2;
        return Math.addExact(2 * groupBytes(perChannel), Math.multiplyExact(kvHeads * tokens, line));
    }

    /** @param bytes of all layers */
    StoredKeyValues.Piece piece(int layer, byte[] bytes) {
        int start = Math.multiplyExact(layer, bytes());
        return new StoredKeyValues.Piece(1, form.bits(), placed(start, keys(), form.keysPerChannel()),
                placed(start, values(), form.valuesPerChannel()), bytes);
    }

    private static StoredKeyValues.Numbers placed(int start, StoredNumbers.Numbers numbers, boolean perChannel) {
        return new StoredKeyValues.Numbers(perChannel, start + (int) numbers.leasts(), start + (int) numbers.steps(),
                start + (int) numbers.numbers());
    }
}
