package dev.afterimage.store;

import static dev.afterimage.store.Blocks.IDENTITY;
import static dev.afterimage.store.Blocks.TABLE;
import static dev.afterimage.store.Blocks.block;
import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.core.block.BlockEntry;
import dev.afterimage.core.block.KvBlock;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EntryCacheTest {

    private static final long FIVE_ENTRIES = 5 * 2500;

    @TempDir
    private Path directory;

    @Test
    void entriesBeyondTheBudgetComeFromTheDiskAndAreTheSame() {
        try (RocksSegmentStore store = RocksSegmentStore.open(directory, IDENTITY, true, true, FIVE_ENTRIES)) {
            store.putStream(Blocks.info(TABLE));
            for (int number = 0; number < 20; number++) {
                store.commit(block(TABLE, number));
                assertAll(store, number + 1);
            }
            KvBlock replaced = block(TABLE, 3, Blocks.SMALL, 5);
            store.commit(replaced);
            RocksSegmentStoreTest.assertSame(store.entries(TABLE, 0, 99).get(3), replaced.entry());
        }
        try (RocksSegmentStore store = RocksSegmentStore.open(directory, IDENTITY, false, true, FIVE_ENTRIES)) {
            store.commit(block(TABLE, 3));
            assertAll(store, 20);
            store.commit(block(TABLE, 20));
            assertAll(store, 21);
        }
    }

    @Test
    void anEntryIsTheSameBeforeAndAfterARestart() {
        float[] before;
        try (RocksSegmentStore store = RocksSegmentStore.open(directory, IDENTITY, true)) {
            store.putStream(Blocks.info(TABLE));
            store.commit(block(TABLE, 0));
            before = store.lastEntry(TABLE).orElseThrow().tokenKeys();
        }
        try (RocksSegmentStore store = RocksSegmentStore.open(directory, IDENTITY, false)) {
            assertThat(store.lastEntry(TABLE).orElseThrow().tokenKeys()).isEqualTo(before);
        }
    }

    private static void assertAll(RocksSegmentStore store, int count) {
        List<BlockEntry> entries = store.entries(TABLE, 0, 99);
        assertThat(entries).hasSize(count);
        for (int number = 0; number < count; number++) {
            RocksSegmentStoreTest.assertSame(entries.get(number), block(TABLE, number).entry());
        }
    }
}
