package dev.afterimage.store;

import static dev.afterimage.store.Blocks.TABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.retention.Kept;
import dev.afterimage.core.retention.Limit;
import dev.afterimage.core.retention.Limits;
import dev.afterimage.core.stream.StreamId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which limits hold, and how long. */
class LimitsTest {

    private static final StreamId STREET = new StreamId("street");
    private static final Limits WEEK = new Limits(new Limit(Long.MAX_VALUE, 7), Map.of());
    private static final Limits MONTH = new Limits(new Limit(Long.MAX_VALUE, 30), Map.of(Kept.KV, new Limit(Limit.LEAST_BYTES, 20)));

    @TempDir
    private Path data;

    private RocksSegmentStore opened() {
        RocksSegmentStore store = RocksSegmentStore.open(data, Blocks.IDENTITY, true);
        store.putStream(Blocks.info(TABLE));
        store.putStream(Blocks.info(STREET));
        return store;
    }

    @Test
    void theyOutliveTheProcessInAFileOfTheUsersOwn() throws Exception {
        try (RocksSegmentStore store = opened()) {
            store.setLimits(TABLE, MONTH);
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("limits.json")))).isEqualTo("rw-------");
        try (RocksSegmentStore store = opened()) {
            assertThat(store.limits(TABLE)).isEqualTo(MONTH);
            assertThat(store.limits(STREET)).isEqualTo(Limits.NONE);
        }
    }

    @Test
    void aStreamOfTheNameOfADeletedOneBeginsWithoutLimits() throws Exception {
        String written;
        try (RocksSegmentStore store = opened()) {
            store.setLimits(TABLE, WEEK);
            written = Files.readString(data.resolve("limits.json"));
            store.deleteStream(TABLE);
            store.putStream(Blocks.info(TABLE));
            assertThat(store.limits(TABLE)).isEqualTo(Limits.NONE);
            store.deleteStream(TABLE);
        }
        // As a process that was killed while it deleted the stream leaves it.
        Files.writeString(data.resolve("limits.json"), written);
        try (RocksSegmentStore store = opened()) {
            assertThat(store.limits(TABLE)).isEqualTo(Limits.NONE);
        }
    }

    @Test
    void whatAConfigurationNoLongerSaysIsLiftedAndWhatSomebodySetStays() {
        try (RocksSegmentStore store = opened()) {
            store.configureLimits(Map.of(TABLE, WEEK, STREET, WEEK));
            store.setLimits(STREET, MONTH);
        }
        try (RocksSegmentStore store = opened()) {
            assertThat(store.limits(TABLE)).isEqualTo(WEEK);
            store.configureLimits(Map.of());
            assertThat(store.limits(TABLE)).isEqualTo(Limits.NONE);
            assertThat(store.limits(STREET)).isEqualTo(MONTH);
            store.configureLimits(Map.of(STREET, WEEK));
            assertThat(store.limits(STREET)).as("the configuration has priority at each start").isEqualTo(WEEK);
        }
        try (RocksSegmentStore store = opened()) {
            assertThat(store.limits(TABLE)).isEqualTo(Limits.NONE);
        }
    }

    @Test
    void aFileOfAnOlderVersionIsRead() throws Exception {
        opened().close();
        Files.writeString(data.resolve("limits.json"), """
                {"version": 1, "streams": {"table": {"all": {"bytes": null, "days": 7.0}}}}""");
        try (RocksSegmentStore store = opened()) {
            assertThat(store.limits(TABLE)).isEqualTo(WEEK);
        }
    }

    @Test
    void aStoreThatDoesNotOpenForThemLeavesNoThreadAndOpensOnceTheyAreGone() throws Exception {
        opened().close();
        Files.writeString(data.resolve("limits.json"), "no limits");
        long before = sweepers();
        assertThatThrownBy(this::opened).hasFieldOrPropertyWithValue("code", ErrorCode.STORAGE_FORMAT);
        assertThat(sweepers()).isEqualTo(before);
        Files.delete(data.resolve("limits.json"));
        opened().close();
    }

    private static long sweepers() {
        return Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().equals("retention")).count();
    }
}
