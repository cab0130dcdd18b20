package dev.afterimage.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.afterimage.core.block.BlockEntry;
import dev.afterimage.core.block.KvBlock;
import dev.afterimage.core.block.KvLayout;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.recording.Recordings;
import dev.afterimage.core.retention.Holding;
import dev.afterimage.core.retention.Kept;
import dev.afterimage.core.retention.Limit;
import dev.afterimage.core.retention.Limits;
import dev.afterimage.core.store.Thumbnail;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real RocksDB and real files; what counts is what the directory takes on the disk. */
class RetentionTest {

    /** Some 690 KB a block. */
    private static final KvLayout LARGE = new KvLayout(30, 3, 64);
    private static final StoreIdentity IDENTITY = new StoreIdentity("notes-135m", "id", "1", LARGE);
    private static final StreamId TABLE = Blocks.TABLE;
    private static final StreamId STREET = new StreamId("street");
    private static final Limit LEAST = new Limit(Limit.LEAST_BYTES, Double.POSITIVE_INFINITY);
    private static final int TOKENS = 30;
    /** Twice what the smallest limit keeps. */
    private static final int BLOCKS = 190;
    /** Bytes of a block's KV. */
    private static final long BLOCK = 2L * 2 * 30 * 3 * 64 * TOKENS;

    @TempDir
    private Path data;

    @Test
    void aStreamNeverTakesMoreThanItsLimitAndUsesItUp() {
        try (RocksSegmentStore store = opened(TABLE)) {
            store.setLimits(TABLE, new Limits(LEAST, Map.of()));
            long most = 0;
            long least = Long.MAX_VALUE;
            for (int number = 0; number < BLOCKS; number++) {
                store.commit(Blocks.block(TABLE, number, LARGE, TOKENS));
                store.putFrame(TABLE, number, new Thumbnail(number * 0.5, new byte[12_000]));
                most = Math.max(most, onDisk());
                least = number > 130 ? Math.min(least, onDisk()) : least;
            }
            assertThat(most).isLessThanOrEqualTo(Limit.LEAST_BYTES);
            assertThat(least).isGreaterThan(Limit.LEAST_BYTES * 9 / 10);
            assertKept(store);
        }
        try (RocksSegmentStore again = RocksSegmentStore.open(data, IDENTITY, false)) {
            assertThat(again.limits(TABLE).all()).isEqualTo(LEAST);
            assertKept(again);
        }
    }

    /** What was seen is known of all blocks; KV is there from the first that is kept on, and nothing is damaged. */
    private static void assertKept(RocksSegmentStore store) {
        long first = store.firstKept(TABLE);
        assertThat(first).isBetween(80L, BLOCKS - 60L);
        List<BlockEntry> entries = store.entries(TABLE, 0, Double.MAX_VALUE);
        assertThat(entries).hasSize(BLOCKS).allSatisfy(entry -> {
            BlockEntry made = Blocks.block(TABLE, entry.number(), LARGE, TOKENS).entry();
            assertThat(entry.evidence()).isEqualTo(made.evidence());
            assertThat(entry.textVector()).hasSize(384);
            assertThat(entry.meanKeys().length > 0).isEqualTo(entry.number() >= first);
        });
        assertThatThrownBy(() -> store.read(TABLE, first - 1)).isInstanceOfSatisfying(AfterimageException.class,
                removed -> assertThat(removed.code()).isEqualTo(ErrorCode.STORAGE_REMOVED));
        for (long number = first; number < BLOCKS; number += 7) {
            assertThat(store.read(TABLE, number).keyValues().tokens()).isEqualTo(TOKENS);
        }
        assertThat(store.stream(TABLE).orElseThrow().blocks()).isEqualTo(BLOCKS);
        assertThat(store.stream(TABLE).orElseThrow().kvBytes()).isBetween(30_000_000L, Limit.LEAST_BYTES);
    }

    @Test
    void aLimitThatIsSetLaterGivesTheSpaceBackAtOnceAndTouchesNoOtherStream() {
        try (RocksSegmentStore store = opened(TABLE, STREET)) {
            write(store, TABLE, 150);
            write(store, STREET, 40);
            long before = onDisk();
            assertThat(store.holdings().stream().mapToLong(Holding::bytes).sum()).as("what RocksDB wrote out of its log counts once")
                    .isBetween(190 * BLOCK, before + RocksSettings.BUFFERED_BYTES);
            store.setLimits(TABLE, new Limits(Limit.NONE, Map.of(Kept.KV, LEAST)));
            assertThat(onDisk()).isLessThan(before - 30_000_000);
            assertThat(store.firstKept(STREET)).isZero();
            assertThat(store.read(STREET, 0).keyValues().tokens()).isEqualTo(TOKENS);
        }
    }

    @Test
    void theOldestOfAllStreamsGoesForALimitOfAllTogether() {
        try (RocksSegmentStore store = opened(TABLE, STREET)) {
            write(store, TABLE, 60);
            write(store, STREET, 60);
            store.setTotalLimits(new Limits(LEAST, Map.of()));
            assertThat(store.firstKept(TABLE)).isPositive().isCloseTo(store.firstKept(STREET), org.assertj.core.api.Assertions.within(6L));
            assertThat(onDisk()).isLessThan(Limit.LEAST_BYTES);
        }
    }

    @Test
    void whatIsOlderThanItsDaysGoesAndTheNewestBlocksStay() {
        try (RocksSegmentStore store = opened(TABLE)) {
            write(store, TABLE, 20);
            try (Recordings.Writer piece = store.recordings().begin(TABLE, 0)) {
                piece.append(new byte[1000], 8);
            }
            store.setLimits(TABLE, new Limits(new Limit(Long.MAX_VALUE, 1), Map.of()));
            assertThat(store.firstKept(TABLE)).isEqualTo(15);
            assertThat(store.thumbnailTimes(TABLE, 0, 99)).containsExactly(9.5);
            assertThat(store.recordings().pieces(TABLE, 0, 99)).as("written just now").hasSize(1);
            assertThat(store.entries(TABLE, 0, 99)).hasSize(20);
            assertThat(store.commit(Blocks.block(TABLE, 20, LARGE, TOKENS))).isTrue();
        }
    }

    @Test
    void aBlockThatComesAgainAfterItsKvWasGivenUpIsNotedAndItsKvStaysGone() {
        KvBlock other = Blocks.block(TABLE, 2, LARGE, TOKENS + 1);
        long first;
        StreamInfo before;
        try (RocksSegmentStore store = opened(TABLE)) {
            write(store, TABLE, 20);
            store.setLimits(TABLE, new Limits(new Limit(Long.MAX_VALUE, 1), Map.of()));
            first = store.firstKept(TABLE);
            before = store.stream(TABLE).orElseThrow();
            assertThat(store.commit(Blocks.block(TABLE, 1, LARGE, TOKENS))).as("the same again").isFalse();
            assertThat(store.commit(other)).as("another of its number").isTrue();
            assertThat(store.stream(TABLE).orElseThrow().kvBytes()).isEqualTo(before.kvBytes());
            assertThat(store.stream(TABLE).orElseThrow().tokens()).isEqualTo(before.tokens() + 1);
            assertGivenUp(store, first, other);
        }
        try (RocksSegmentStore again = RocksSegmentStore.open(data, IDENTITY, false)) {
            assertGivenUp(again, first, other);
        }
    }

    private static void assertGivenUp(RocksSegmentStore store, long first, KvBlock other) {
        assertThat(store.firstKept(TABLE)).isEqualTo(first);
        for (long number : new long[] {1, 2, first - 1}) {
            assertThatThrownBy(() -> store.read(TABLE, number)).hasFieldOrPropertyWithValue("code", ErrorCode.STORAGE_REMOVED);
        }
        assertThat(store.entries(TABLE, 2, 99).get(0)).satisfies(entry -> {
            assertThat(entry.tokens()).isEqualTo(other.entry().tokens());
            assertThat(entry.meanKeys()).isEmpty();
        });
        assertThat(store.read(TABLE, first).keyValues().tokens()).isEqualTo(TOKENS);
    }

    @Test
    void aStreamWhoseNewestBlockIsDamagedHindersNoOther() {
        try (RocksSegmentStore store = opened(TABLE, STREET)) {
            write(store, TABLE, 5);
            write(store, STREET, 1);
        }
        try (RocksDatabase db = RocksDatabase.open(data, false, true)) {
            db.write(true, "damage", batch -> batch.put(Column.INDEX, Keys.numbered(STREET, 0), new byte[] {1, 2, 3}));
        }
        try (RocksSegmentStore store = RocksSegmentStore.open(data, IDENTITY, false)) {
            store.setTotalLimits(new Limits(LEAST, Map.of()));
            assertThat(store.commit(Blocks.block(TABLE, 5, LARGE, TOKENS))).isTrue();
        }
    }

    private RocksSegmentStore opened(StreamId... streams) {
        RocksSegmentStore store = RocksSegmentStore.open(data, IDENTITY, true);
        for (StreamId stream : streams) {
            store.putStream(Blocks.info(stream));
        }
        return store;
    }

    private static void write(RocksSegmentStore store, StreamId stream, int blocks) {
        for (int number = 0; number < blocks; number++) {
            store.commit(Blocks.block(stream, number, LARGE, TOKENS));
            store.putFrame(stream, number, new Thumbnail(number * 0.5, new byte[12_000]));
        }
    }

    private long onDisk() {
        try (Stream<Path> files = Files.walk(data)) {
            return files.filter(Files::isRegularFile).mapToLong(RetentionTest::size).sum();
        } catch (IOException | UncheckedIOException gone) {
            // RocksDB took a file away between the look at the directory and its turn.
            return onDisk();
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (NoSuchFileException gone) {
            return 0;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
