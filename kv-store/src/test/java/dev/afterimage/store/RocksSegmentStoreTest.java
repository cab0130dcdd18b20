package dev.afterimage.store;

import static dev.afterimage.store.Blocks.IDENTITY;
import static dev.afterimage.store.Blocks.TABLE;
import static dev.afterimage.store.Blocks.block;
import static dev.afterimage.store.Blocks.info;
import static dev.afterimage.store.Blocks.thumbnail;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.afterimage.core.block.BlockEntry;
import dev.afterimage.core.block.KvBlock;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.store.codec.KeyValuesCodec;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RocksSegmentStoreTest {

    private static final StreamId STREET = new StreamId("street");

    @TempDir
    private Path directory;
    private RocksSegmentStore store;

    @BeforeEach
    void open() {
        store = RocksSegmentStore.open(directory, IDENTITY, true);
        store.putStream(info(TABLE));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void reopen() {
        store.close();
        store = RocksSegmentStore.open(directory, IDENTITY, false);
    }

    private void commit(StreamId stream, int blocks) {
        for (int number = 0; number < blocks; number++) {
            store.commit(block(stream, number));
        }
    }

    static void assertSame(KvBlock read, KvBlock written) {
        var form = KeyValuesCodec.storedForm(written.keyValues());
        assertThat(read.keyValues().keys()).isEqualTo(form.keys());
        assertThat(read.keyValues().values()).isEqualTo(form.values());
        assertThat(read.keyValues().layout()).isEqualTo(form.layout());
        assertSame(read.entry(), written.entry());
    }

    static void assertSame(BlockEntry read, BlockEntry written) {
        assertThat(read).usingRecursiveComparison().ignoringFields("meanKeys", "tokenKeys").isEqualTo(written);
        assertThat(read.meanKeys()).usingComparatorWithPrecision(0.005f).containsExactly(written.meanKeys());
        assertThat(read.tokenKeys()).usingComparatorWithPrecision(0.005f).containsExactly(written.tokenKeys());
    }

    @Test
    void aBlockComesBackAsItWasCommitted() {
        assertThat(store.commit(block(TABLE, 0))).isTrue();
        assertSame(store.read(TABLE, 0), block(TABLE, 0));
        reopen();
        assertSame(store.read(TABLE, 0), block(TABLE, 0));
    }

    @Test
    void anotherBlockOfTheSameNumberReplacesItAndCountsAsTheDifference() {
        commit(TABLE, 2);
        KvBlock longer = block(TABLE, 1, Blocks.SMALL, 7);
        assertThat(store.commit(longer)).isTrue();
        assertSame(store.read(TABLE, 1), longer);
        assertSame(store.entries(TABLE, 1, 99).get(0), longer.entry());
        StreamInfo info = store.stream(TABLE).orElseThrow();
        assertThat(info.blocks()).isEqualTo(2);
        assertThat(info.tokens()).isEqualTo(3 + 7);
        assertThat(info.kvBytes()).isEqualTo(store.storedBytes(TABLE, 0) + store.storedBytes(TABLE, 1));
    }

    @Test
    void aDeletedStreamIsGoneAndMayBeginAnew() {
        store.putStream(info(STREET));
        commit(TABLE, 5);
        commit(STREET, 5);
        List<BlockEntry> old = store.entries(TABLE, 0, 99);
        store.deleteStream(TABLE);
        assertThatThrownBy(() -> store.read(TABLE, 0)).hasFieldOrPropertyWithValue("code", ErrorCode.STREAM_UNKNOWN);
        assertThatThrownBy(() -> old.get(0)).hasFieldOrPropertyWithValue("code", ErrorCode.STREAM_UNKNOWN);
        assertThatThrownBy(() -> store.commit(block(TABLE, 5))).hasFieldOrPropertyWithValue("code", ErrorCode.STREAM_UNKNOWN);
        reopen();
        assertThat(store.stream(TABLE)).isEmpty();
        assertThat(store.entries(STREET, 0, 99)).hasSize(5);
        store.putStream(info(TABLE));
        assertThat(store.stream(TABLE).orElseThrow().blocks()).isZero();
        assertThat(store.commit(block(TABLE, 0))).isTrue();
        assertThat(store.entries(TABLE, 0, 99)).hasSize(1);
    }

    @Test
    void aClosedStoreRefusesInsteadOfCrashing() {
        store.close();
        store.close();
        assertThatThrownBy(() -> store.read(TABLE, 0)).isInstanceOf(AfterimageException.class);
        assertThatThrownBy(() -> store.putFrame(TABLE, 0, thumbnail(0))).hasFieldOrPropertyWithValue("code", ErrorCode.STORAGE_FAILED);
    }
}
