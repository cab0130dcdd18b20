package dev.afterimage.store;

import static dev.afterimage.store.Blocks.IDENTITY;
import static dev.afterimage.store.Blocks.TABLE;
import static dev.afterimage.store.Blocks.block;
import static dev.afterimage.store.Blocks.info;
import static dev.afterimage.store.Blocks.thumbnail;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.afterimage.core.AfterimageException;
import dev.afterimage.core.BlockEntry;
import dev.afterimage.core.ErrorCode;
import dev.afterimage.core.KvBlock;
import dev.afterimage.core.Scene;
import dev.afterimage.core.StreamId;
import dev.afterimage.core.StreamInfo;
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
    void theSameBlockTwiceIsKeptAndCountedOnce() {
        commit(TABLE, 3);
        StreamInfo before = store.stream(TABLE).orElseThrow();
        assertThat(store.commit(block(TABLE, 1))).isFalse();
        reopen();
        assertThat(store.commit(block(TABLE, 2))).isFalse();
        assertThat(store.stream(TABLE).orElseThrow()).isEqualTo(before);
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
    void countersAreTheStoresOwnAndSurviveReopening() {
        commit(TABLE, 4);
        store.putFrame(TABLE, 0, thumbnail(0));
        store.putFrame(TABLE, 1, thumbnail(9.5));
        store.putFrame(TABLE, 1, thumbnail(9.5));
        store.putStream(new StreamInfo(TABLE, "file:x", 4, info(TABLE).started(), 320, 200, false, StreamInfo.Status.ENDED, 77, 77, 77, 77, 77, "done"));
        reopen();
        StreamInfo info = store.stream(TABLE).orElseThrow();
        assertThat(info.frames()).isEqualTo(2);
        assertThat(info.blocks()).isEqualTo(4);
        assertThat(info.tokens()).isEqualTo(12);
        assertThat(info.kvBytes()).isEqualTo(4 * store.storedBytes(TABLE, 0));
        assertThat(info.lastSeconds()).isEqualTo(9.5);
        assertThat(info.uri()).isEqualTo("file:x");
        assertThat(info.status()).isEqualTo(StreamInfo.Status.ENDED);
        assertThat(info.failure()).isEqualTo("done");
    }

    @Test
    void entriesAreCutByNumberAndTime() {
        commit(TABLE, 10);
        assertThat(store.entries(TABLE, 2, 3.0)).extracting(BlockEntry::number).containsExactly(2L, 3L, 4L, 5L, 6L);
        assertThat(store.entries(TABLE, 0, -1)).isEmpty();
        reopen();
        assertThat(store.entries(TABLE, 8, 99)).extracting(BlockEntry::number).containsExactly(8L, 9L);
        assertSame(store.entries(TABLE, 0, 99).get(7), block(TABLE, 7).entry());
        assertSame(store.lastEntry(TABLE).orElseThrow(), block(TABLE, 9).entry());
    }

    @Test
    void scenesAndThumbnailsAreFoundByTime() {
        store.putScene(new Scene(TABLE, 0, 0, 4, "a bottle", false));
        store.putScene(new Scene(TABLE, 0, 0, 5, "a bottle", true));
        store.putScene(new Scene(TABLE, 1, 5.5, 8, "", false));
        for (double seconds : new double[] {0.5, 1.5, 300}) {
            store.putFrame(TABLE, (long) seconds, thumbnail(seconds));
        }
        reopen();
        assertThat(store.scenes(TABLE, 5)).containsExactly(new Scene(TABLE, 0, 0, 5, "a bottle", true));
        assertThat(store.scenes(TABLE, 99)).hasSize(2);
        assertThat(store.thumbnail(TABLE, 1.4).orElseThrow().seconds()).isEqualTo(0.5);
        assertThat(store.thumbnail(TABLE, 0.1).orElseThrow().seconds()).isEqualTo(0.5);
        assertThat(store.thumbnail(TABLE, 1e6).orElseThrow().jpeg()).isEqualTo(thumbnail(300).jpeg());
        assertThat(store.thumbnailTimes(TABLE, 0, 2)).containsExactly(0.5, 1.5);
    }

    @Test
    void streamsDoNotSeeEachOther() {
        store.putStream(info(STREET));
        store.putStream(info(new StreamId("table2")));
        commit(TABLE, 3);
        commit(new StreamId("table2"), 2);
        store.putFrame(new StreamId("table2"), 0, thumbnail(1));
        assertThat(store.thumbnail(TABLE, 5)).isEmpty();
        assertThat(store.entries(TABLE, 0, 99)).hasSize(3);
        assertThat(store.lastEntry(STREET)).isEmpty();
        assertThat(store.streams()).extracting(StreamInfo::stream).containsExactly(STREET, TABLE, new StreamId("table2"));
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
    void aBlockThatLeavesAGapIsRefused() {
        assertThatThrownBy(() -> store.commit(block(TABLE, 1))).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("does not follow");
    }

    @Test
    void anUnknownStreamIsToldByName() {
        assertThatThrownBy(() -> store.entries(STREET, 0, 1)).isInstanceOf(AfterimageException.class).hasMessageContaining("street");
    }

    @Test
    void aClosedStoreRefusesInsteadOfCrashing() {
        store.close();
        store.close();
        assertThatThrownBy(() -> store.read(TABLE, 0)).isInstanceOf(AfterimageException.class);
        assertThatThrownBy(() -> store.putFrame(TABLE, 0, thumbnail(0))).hasFieldOrPropertyWithValue("code", ErrorCode.STORAGE_FAILED);
    }
}
