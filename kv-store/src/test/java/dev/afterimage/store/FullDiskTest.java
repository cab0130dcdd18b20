package dev.afterimage.store;

import static dev.afterimage.store.Blocks.TABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.afterimage.core.AfterimageException;
import dev.afterimage.core.ErrorCode;
import dev.afterimage.core.KvBlock;
import dev.afterimage.core.Thumbnail;
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
            assertThatThrownBy(() -> store.putFrame(TABLE, 1, new Thumbnail(1, new byte[4 << 20]))).hasFieldOrPropertyWithValue("code", ErrorCode.STORAGE_FULL);
        }
        fillUp();
        assertThatThrownBy(() -> RocksSegmentStore.open(data, WritingChild.IDENTITY, false)).hasFieldOrPropertyWithValue("code", ErrorCode.STORAGE_FULL);
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
