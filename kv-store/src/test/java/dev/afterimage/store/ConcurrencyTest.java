package dev.afterimage.store;

import static dev.afterimage.store.Blocks.IDENTITY;
import static dev.afterimage.store.Blocks.TABLE;
import static dev.afterimage.store.Blocks.block;
import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.core.block.BlockEntry;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.stream.StreamId;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConcurrencyTest {

    private static final int BLOCKS = 300;

    @TempDir
    private Path directory;
    private RocksSegmentStore store;

    @BeforeEach
    void open() {
        store = RocksSegmentStore.open(directory, IDENTITY, true);
        store.putStream(Blocks.info(TABLE));
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void aBlockIsReadableByEveryThreadTheMomentItsCommitReturns() {
        AtomicLong committed = new AtomicLong(-1);
        CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
            for (int number = 0; number < BLOCKS; number++) {
                store.commit(block(TABLE, number));
                committed.set(number);
            }
        });
        List<CompletableFuture<Void>> readers = List.of(CompletableFuture.runAsync(() -> readUntilDone(committed)),
                CompletableFuture.runAsync(() -> readUntilDone(committed)));
        writer.join();
        readers.forEach(CompletableFuture::join);
    }

    private void readUntilDone(AtomicLong committed) {
        long newest;
        do {
            newest = committed.get();
            if (newest >= 0) {
                RocksSegmentStoreTest.assertSame(store.read(TABLE, newest), block(TABLE, newest));
                assertThat(store.lastEntry(TABLE).orElseThrow().number()).isGreaterThanOrEqualTo(newest);
                List<BlockEntry> entries = store.entries(TABLE, 0, newest * 0.5);
                assertThat(entries).hasSize((int) newest + 1);
                assertThat(entries.get((int) newest).number()).isEqualTo(newest);
                assertThat(store.stream(TABLE).orElseThrow().blocks()).isGreaterThan(newest);
            }
        } while (newest < BLOCKS - 1);
    }

    @Test
    void streamsAreWrittenSideBySideAndCountedEachForItself() {
        List<StreamId> streams = List.of(TABLE, new StreamId("street"), new StreamId("door"));
        streams.forEach(stream -> store.putStream(Blocks.info(stream)));
        CompletableFuture.allOf(streams.stream().map(stream -> CompletableFuture.runAsync(() -> {
            for (int number = 0; number < 60; number++) {
                store.putFrame(stream, number, Blocks.thumbnail(number * 0.5));
                store.commit(block(stream, number));
            }
        })).toArray(CompletableFuture[]::new)).join();
        assertThat(store.streams()).hasSize(3).allSatisfy(info -> {
            assertThat(info.frames()).isEqualTo(60);
            assertThat(info.blocks()).isEqualTo(60);
            assertThat(info.tokens()).isEqualTo(180);
        });
    }

    @Test
    void closingAndDeletingUnderReadersGivesErrorsAndNoCrash() {
        for (int number = 0; number < 50; number++) {
            store.commit(block(TABLE, number));
        }
        CompletableFuture<Integer> reader = CompletableFuture.supplyAsync(() -> {
            int read = 0;
            try {
                while (true) {
                    store.read(TABLE, read % 50);
                    store.entries(TABLE, 0, 99).forEach(BlockEntry::note);
                    store.thumbnail(TABLE, 3);
                    read++;
                }
            } catch (AfterimageException gone) {
                return read;
            }
        });
        CompletableFuture.runAsync(() -> store.deleteStream(TABLE), CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS)).join();
        assertThat(reader.join()).isPositive();
        store.close();
    }
}
