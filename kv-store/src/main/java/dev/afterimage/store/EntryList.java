package dev.afterimage.store;

import dev.afterimage.core.block.BlockEntry;
import java.util.AbstractList;
import java.util.RandomAccess;
import java.util.function.LongFunction;

/**
 * Index entries by number, each fetched when it is looked at: days of entries are never in memory at once. Which numbers are in it is fixed
 * when it is made.
 */
final class EntryList extends AbstractList<BlockEntry> implements RandomAccess {

    private final long[] numbers;
    private final LongFunction<BlockEntry> entry;

    EntryList(long[] numbers, LongFunction<BlockEntry> entry) {
        this.numbers = numbers;
        this.entry = entry;
    }

    @Override
    public BlockEntry get(int index) {
        return entry.apply(numbers[index]);
    }

    @Override
    public int size() {
        return numbers.length;
    }
}
