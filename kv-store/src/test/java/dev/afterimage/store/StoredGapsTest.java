package dev.afterimage.store;

import static dev.afterimage.store.Blocks.IDENTITY;
import static dev.afterimage.store.Blocks.TABLE;
import static dev.afterimage.store.Blocks.block;
import static dev.afterimage.store.Blocks.info;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.store.Gaps;
import dev.afterimage.core.stream.Gap.Cause;
import dev.afterimage.core.stream.Gap;
import dev.afterimage.core.stream.StreamId;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredGapsTest {

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

    @Test
    void gapsComeBackInOrderOfTimeAndAnOpenOneIsStillOpen() {
        store.putGap(new Gap(TABLE, 303.2, 395.04, Cause.UNREACHABLE));
        store.putGap(new Gap(TABLE, 20, 21, Cause.OVERLOADED));
        store.putGap(Gap.from(TABLE, 500, Cause.NOT_RUNNING));
        reopen();
        assertThat(store.gaps(TABLE, 1e9)).containsExactly(new Gap(TABLE, 20, 21, Cause.OVERLOADED),
                new Gap(TABLE, 303.2, 395.04, Cause.UNREACHABLE), new Gap(TABLE, 500, Gap.OPEN, Cause.NOT_RUNNING));
        assertThat(store.gaps(TABLE, 303.2)).hasSize(2);
        assertThat(Gaps.open(store, TABLE)).hasValueSatisfying(gap -> assertThat(gap.start()).isEqualTo(500));
    }

    @Test
    void anOutageThatIsNoticedTwiceKeepsItsBeginningAndItsCause() {
        Gaps.begin(store, TABLE, 10, Cause.STALLED);
        Gaps.begin(store, TABLE, 10.5, Cause.NOT_RUNNING);
        Gaps.end(store, TABLE, 9.5);
        assertThat(store.gaps(TABLE, 99)).as("a frame from before it ends nothing").containsExactly(Gap.from(TABLE, 10, Cause.STALLED));
        Gaps.end(store, TABLE, 40);
        Gaps.end(store, TABLE, 40.5);
        assertThat(store.gaps(TABLE, 99)).containsExactly(new Gap(TABLE, 10, 40, Cause.STALLED));
    }

    @Test
    void gapsAreDeletedWithTheirStreamAndOthersStay() {
        store.putStream(info(STREET));
        store.putGap(Gap.from(TABLE, 1, Cause.STALLED));
        store.putGap(Gap.from(STREET, 2, Cause.DISK_FULL));
        store.deleteStream(TABLE);
        assertThatThrownBy(() -> store.gaps(TABLE, 9)).hasFieldOrPropertyWithValue("code", ErrorCode.STREAM_UNKNOWN);
        assertThatThrownBy(() -> store.putGap(Gap.from(TABLE, 1, Cause.STALLED)))
                .hasFieldOrPropertyWithValue("code", ErrorCode.STREAM_UNKNOWN);
        store.putStream(info(TABLE));
        assertThat(store.gaps(TABLE, 9)).isEmpty();
        assertThat(store.gaps(STREET, 9)).hasSize(1);
    }

    @Test
    void aStoreFromBeforeThereWereGapsOpensToReadAndToWrite() {
        store.commit(block(TABLE, 0));
        store.close();
        try (RocksDatabase db = RocksDatabase.open(directory, false, true)) {
            db.dropFamily(Column.GAPS.family(), "the gaps");
        }
        try (RocksSegmentStore reader = RocksSegmentStore.openReadOnly(directory, IDENTITY)) {
            assertThat(reader.gaps(TABLE, 99)).isEmpty();
            assertThat(reader.lastEntry(TABLE)).isPresent();
        }
        store = RocksSegmentStore.open(directory, IDENTITY, false);
        assertThat(store.gaps(TABLE, 99)).isEmpty();
        store.putGap(Gap.from(TABLE, 0.5, Cause.NOT_RUNNING));
        reopen();
        assertThat(store.gaps(TABLE, 99)).hasSize(1);
        assertThat(store.lastEntry(TABLE)).isPresent();
    }
}
