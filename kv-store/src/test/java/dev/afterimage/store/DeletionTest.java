package dev.afterimage.store;

import static dev.afterimage.store.Blocks.TABLE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.core.stream.StreamId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeletionTest {

    private static final StreamId STREET = new StreamId("street");
    private static final int BLOCKS = 100;

    @TempDir
    private Path directory;

    @Test
    void theSpaceOfADeletedStreamIsGivenBackAtOnceAndTheOtherStreamStays() throws IOException {
        try (RocksSegmentStore store = RocksSegmentStore.open(directory, WritingChild.IDENTITY, true)) {
            for (StreamId stream : List.of(TABLE, STREET)) {
                store.putStream(Blocks.info(stream));
            }
            for (int number = 0; number < BLOCKS; number++) {
                for (StreamId stream : List.of(TABLE, STREET)) {
                    store.commit(Blocks.block(stream, number, WritingChild.LAYOUT, WritingChild.TOKENS));
                }
            }
            long ofOne = store.stream(TABLE).orElseThrow().kvBytes();
            assertThat(bytes()).isGreaterThan(2 * ofOne);
            store.deleteStream(TABLE);
            assertThat(bytes()).isBetween(ofOne, ofOne + ofOne / 3);
            RocksSegmentStoreTest.assertSame(store.read(STREET, 42), Blocks.block(STREET, 42, WritingChild.LAYOUT, WritingChild.TOKENS));
            store.deleteStream(STREET);
            assertThat(bytes()).isLessThan(ofOne / 10);
            store.deleteStream(STREET);
        }
    }

    @Test
    void aDeletionThatWasCutShortIsFinishedWhenTheStoreOpens() {
        try (RocksDatabase db = RocksDatabase.open(directory, true, true)) {
            db.createFamily(Column.blocksOf(TABLE), "stream 'table'");
        }
        RocksSegmentStore.open(directory, WritingChild.IDENTITY, false).close();
        try (RocksDatabase db = RocksDatabase.open(directory, false, false)) {
            assertThat(db.families()).noneMatch(Column::holdsBlocks);
        }
    }

    private long bytes() throws IOException {
        try (var files = Files.walk(directory)) {
            return files.filter(file -> file.toString().matches(".*\\.(sst|blob|log)")).mapToLong(file -> file.toFile().length()).sum();
        }
    }
}
