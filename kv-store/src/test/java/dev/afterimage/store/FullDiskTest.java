package dev.afterimage.store;

import static dev.afterimage.store.Blocks.TABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.afterimage.core.block.KvBlock;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.store.Thumbnail;
import dev.afterimage.core.stream.Gap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FullDiskTest {

    private static final int BALLAST = 4 << 20;

    @TempDir
    private Path mountPoint;
    private Path ballast;
    private boolean mounted;

    @BeforeEach
    void mountASmallDisk() throws Exception {
        mounted = run("mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", mountPoint.toString()) == 0;
        Assumptions.assumeTrue(mounted, "skipped: only root can mount the small disk that this test fills");
        ballast = Files.write(mountPoint.resolve("ballast"), new byte[BALLAST]);
    }

    @AfterEach
    void unmount() throws Exception {
        if (mounted) {
            assertThat(run("umount", mountPoint.toString())).isZero();
        }
    }

    @Test
    void nothingCommittedIsLostAndOnceSpaceIsFreedWritingGoesOn() throws Exception {
        Path data = mountPoint.resolve("data");
        long kept = 0;
        try (RocksSegmentStore store = RocksSegmentStore.open(data, WritingChild.IDENTITY, true)) {
            store.putStream(Blocks.info(TABLE));
            AfterimageException full = null;
            while (full == null) {
                KvBlock next = block(kept);
                full = catchThrowableOfType(AfterimageException.class, () -> store.commit(next));
                kept += full == null ? 1 : 0;
            }
            assertThat(full.code()).isEqualTo(ErrorCode.STORAGE_FULL);
            assertThat(full.line()).contains("block " + kept + " of stream 'table'", "every block committed before is", "free some space");
            assertThat(store.stream(TABLE).orElseThrow().blocks()).isEqualTo(kept);
            assertKept(store, kept);
            assertThatThrownBy(() -> store.putFrame(TABLE, 1, new Thumbnail(1, new byte[4 << 20])))
                    .hasFieldOrPropertyWithValue("code", ErrorCode.STORAGE_FULL);
        }
        fillUp();
        assertThatThrownBy(() -> RocksSegmentStore.open(data, WritingChild.IDENTITY, false))
                .hasFieldOrPropertyWithValue("code", ErrorCode.STORAGE_FULL);
        Files.delete(ballast);
        Files.delete(mountPoint.resolve("rest"));
        try (RocksSegmentStore store = RocksSegmentStore.open(data, WritingChild.IDENTITY, false)) {
            assertKept(store, kept);
            for (int more = 0; more < 10; more++) {
                store.commit(block(kept++));
            }
        }
        try (RocksSegmentStore store = RocksSegmentStore.open(data, WritingChild.IDENTITY, false)) {
            assertKept(store, kept);
        }
    }

    @Test
    void aStoreThatIsOpenGoesOnOnceSpaceIsFreed() throws Exception {
        try (RocksSegmentStore store = RocksSegmentStore.open(mountPoint.resolve("data"), WritingChild.IDENTITY, true)) {
            store.putStream(Blocks.info(TABLE));
            long kept = commitUntilFull(store);
            assertThatThrownBy(store::requireRoom).hasFieldOrPropertyWithValue("code", ErrorCode.STORAGE_FULL);
            Files.delete(ballast);
            store.requireRoom();
            assertThat(store.commit(block(kept))).isTrue();
            assertSomeKept(store, kept + 1);
        }
    }

    @Test
    void aGapThatCannotBeWrittenIsKnownAllTheSameAndIsKeptOnceThereIsRoom() throws Exception {
        Path data = mountPoint.resolve("data");
        Gap lost = Gap.from(TABLE, 7, Gap.Cause.DISK_FULL);
        try (RocksSegmentStore store = RocksSegmentStore.open(data, WritingChild.IDENTITY, true)) {
            store.putStream(Blocks.info(TABLE));
            fillUp();
            assertThat(catchThrowableOfType(AfterimageException.class, () -> writeUntilFull(store, lost)).code())
                    .isEqualTo(ErrorCode.STORAGE_FULL);
            assertThat(store.gaps(TABLE, Double.POSITIVE_INFINITY)).as("one that memory alone has").contains(lost);
            assertThat(store.gaps(TABLE, 6)).doesNotContain(lost);
            Files.delete(ballast);
            store.putGap(lost.closed(9));
        }
        try (RocksSegmentStore store = RocksSegmentStore.open(data, WritingChild.IDENTITY, false)) {
            assertThat(store.gaps(TABLE, Double.POSITIVE_INFINITY)).contains(lost.closed(9)).doesNotContain(lost);
        }
    }

    /** RocksDB writes into space that it has taken already, so a few get through. */
    private static void writeUntilFull(RocksSegmentStore store, Gap gap) {
        for (int times = 0; times < 1_000_000; times++) {
            store.putGap(gap);
        }
    }

    @Test
    void aStreamCanBeDeletedWhileTheDiskIsFull() throws Exception {
        Path data = mountPoint.resolve("data");
        try (RocksSegmentStore store = RocksSegmentStore.open(data, WritingChild.IDENTITY, true)) {
            store.putStream(Blocks.info(TABLE));
            commitUntilFull(store);
            store.deleteStream(TABLE);
            assertThat(store.streams()).isEmpty();
            store.putStream(Blocks.info(TABLE));
            assertThat(store.commit(block(0))).isTrue();
        }
        try (RocksSegmentStore store = RocksSegmentStore.open(data, WritingChild.IDENTITY, false)) {
            assertSomeKept(store, 1);
        }
    }

    /** Without what is held back, RocksDB itself meets the end of the disk and takes nothing more until it is opened again. */
    @Test
    void aStoreThatMetTheEndOfTheDiskGoesOnToo() throws Exception {
        System.setProperty("afterimage.store.reserve-mb", "0");
        long kept;
        Path data = mountPoint.resolve("data");
        try (RocksSegmentStore store = RocksSegmentStore.open(data, WritingChild.IDENTITY, true)) {
            store.putStream(Blocks.info(TABLE));
            kept = commitUntilFull(store);
            long next = kept;
            assertThatThrownBy(() -> store.commit(block(next))).hasFieldOrPropertyWithValue("code", ErrorCode.STORAGE_FULL);
            assertSomeKept(store, kept);
            Files.delete(ballast);
            for (int more = 0; more < 10; more++) {
                assertThat(store.commit(block(kept++))).isTrue();
            }
            assertSomeKept(store, kept);
        } finally {
            System.clearProperty("afterimage.store.reserve-mb");
        }
        try (RocksSegmentStore store = RocksSegmentStore.open(data, WritingChild.IDENTITY, false)) {
            assertSomeKept(store, kept);
        }
    }

    /** The first, the last and one between. */
    private static void assertSomeKept(RocksSegmentStore store, long kept) {
        assertThat(store.stream(TABLE).orElseThrow().blocks()).isEqualTo(kept);
        for (long number : new long[] {0, kept / 2, kept - 1}) {
            RocksSegmentStoreTest.assertSame(store.read(TABLE, number), block(number));
        }
    }

    private static long commitUntilFull(RocksSegmentStore store) {
        for (long kept = 0; ; kept++) {
            KvBlock next = block(kept);
            AfterimageException full = catchThrowableOfType(AfterimageException.class, () -> store.commit(next));
            if (full != null) {
                assertThat(full.code()).isEqualTo(ErrorCode.STORAGE_FULL);
                return kept;
            }
        }
    }

    private void fillUp() throws IOException {
        try (var rest = Files.newOutputStream(mountPoint.resolve("rest"))) {
            while (true) {
                rest.write(new byte[1024]);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space");
        }
    }

    private static void assertKept(RocksSegmentStore store, long kept) {
        assertThat(store.stream(TABLE).orElseThrow().blocks()).isGreaterThanOrEqualTo(kept);
        for (long number = 0; number < kept; number++) {
            RocksSegmentStoreTest.assertSame(store.read(TABLE, number), block(number));
        }
    }

    private static KvBlock block(long number) {
        return Blocks.block(TABLE, number, WritingChild.LAYOUT, WritingChild.TOKENS);
    }

    private static int run(String... command) throws Exception {
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor();
    }
}
