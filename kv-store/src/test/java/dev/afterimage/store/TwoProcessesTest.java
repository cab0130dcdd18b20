package dev.afterimage.store;

import static dev.afterimage.store.Blocks.TABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TwoProcessesTest {

    @TempDir
    private Path directory;

    @Test
    void aSecondWriterIsToldAndAReaderIsLetIn() throws Exception {
        try (ChildProcess writer = new ChildProcess(WritingChild.class, directory, 5)) {
            for (int number = 0; number < 5; number++) {
                assertThat(writer.line()).isEqualTo(String.valueOf(number));
            }
            assertThatThrownBy(() -> RocksSegmentStore.open(directory, WritingChild.IDENTITY, true))
                    .isInstanceOfSatisfying(AfterimageException.class, e -> {
                        assertThat(e.code()).isEqualTo(ErrorCode.STORAGE_IN_USE);
                        assertThat(e.line()).contains(directory.toString(), "another process");
                    });
            try (RocksSegmentStore reader = RocksSegmentStore.openReadOnly(directory, WritingChild.IDENTITY)) {
                assertThat(reader.stream(TABLE).orElseThrow().blocks()).isEqualTo(5);
                RocksSegmentStoreTest.assertSame(reader.read(TABLE, 4), Blocks.block(TABLE, 4, WritingChild.LAYOUT, WritingChild.TOKENS));
            }
            assertThat(StoreIdentity.of(directory)).contains(WritingChild.IDENTITY);
        }
        RocksSegmentStore.open(directory, WritingChild.IDENTITY, false).close();
    }

    @Test
    void aReaderOpensAtAnyMomentOfAnothersWriting() throws Exception {
        try (ChildProcess writer = new ChildProcess(WritingChild.class, directory, Integer.MAX_VALUE)) {
            for (int opened = 0; opened < 6; opened++) {
                long acknowledged = Long.parseLong(writer.line());
                try (RocksSegmentStore reader = RocksSegmentStore.openReadOnly(directory, WritingChild.IDENTITY)) {
                    assertThat(reader.stream(TABLE).orElseThrow().blocks()).isGreaterThan(acknowledged);
                    RocksSegmentStoreTest.assertSame(reader.lastEntry(TABLE).orElseThrow(), Blocks.block(TABLE,
                            reader.stream(TABLE).orElseThrow().blocks() - 1, WritingChild.LAYOUT, WritingChild.TOKENS).entry());
                }
                for (int skipped = 0; skipped < 12; skipped++) {
                    writer.line();
                }
            }
        }
    }

    @Test
    void aReaderSeesWhatWasThereWhenItOpenedAndWritesNothing() {
        try (RocksSegmentStore writer = RocksSegmentStore.open(directory, Blocks.IDENTITY, true)) {
            writer.putStream(Blocks.info(TABLE));
            writer.commit(Blocks.block(TABLE, 0));
            try (RocksSegmentStore reader = RocksSegmentStore.openReadOnly(directory, Blocks.IDENTITY)) {
                writer.commit(Blocks.block(TABLE, 1));
                assertThat(reader.entries(TABLE, 0, 99)).hasSize(1);
                assertThatThrownBy(() -> reader.commit(Blocks.block(TABLE, 1)))
                        .hasFieldOrPropertyWithValue("code", ErrorCode.STORAGE_FAILED)
                        .hasMessageContaining("open for reading");
                assertThatThrownBy(() -> reader.deleteStream(TABLE)).hasMessageContaining("open for reading");
            }
            assertThatThrownBy(() -> RocksSegmentStore.open(directory, Blocks.IDENTITY, true))
                    .hasFieldOrPropertyWithValue("code", ErrorCode.STORAGE_IN_USE);
        }
    }
}
