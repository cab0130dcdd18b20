package dev.afterimage.flink.embedded;

import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.core.stream.ReadingSettings;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.watch.LiveFeed;
import dev.afterimage.core.watch.Watching.WatchSummary;
import dev.afterimage.flink.fake.ListeningSockets;
import dev.afterimage.flink.fake.Streams;
import dev.afterimage.flink.fake.SyntheticSource;
import dev.afterimage.memory.fake.InMemorySegmentStore;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

class EmbeddedClusterTest {

    @TempDir
    private Path data;

    @Test
    void nothingListensWhileAJobRunsNorAfterItWasRestarted() throws Exception {
        Set<String> before = ListeningSockets.ofThisProcess();
        SegmentStore store = new InMemorySegmentStore();
        MiniCluster cluster = EmbeddedCluster.start();
        try (EmbeddedWatching watching = new EmbeddedWatching(data, Streams.parts(new SyntheticSource(), store, new LiveFeed()),
                EmbeddedWatching.Limits.DEFAULT, cluster)) {
            assertThat(ListeningSockets.ofThisProcess()).as("before the first job").isEqualTo(before);
            CompletableFuture<WatchSummary> done = watching.start(Streams.settings("door", "synthetic:120:30:end"));
            Streams.await("frames", () -> Streams.hasFrames(store, "door"));
            assertThat(ListeningSockets.ofThisProcess()).as("with a job").isEqualTo(before);
            cluster.terminateTaskManager(0).get();
            cluster.startTaskManager();
            assertThat(done.get(60, TimeUnit.SECONDS).frames()).isEqualTo(120);
            assertThat(ListeningSockets.ofThisProcess()).as("after a restart").isEqualTo(before);
        }
    }

    @Test
    void aJobTooLargeForOneMessageNeedsNoServerEither() throws Exception {
        SegmentStore store = new InMemorySegmentStore();
        ReadingSettings long2MiB = new ReadingSettings(Set.of("x".repeat(2 << 20)), Map.of(), -1, true, true);
        try (EmbeddedWatching watching = new EmbeddedWatching(data, Streams.parts(new SyntheticSource(), store, new LiveFeed()))) {
            watching.start(Streams.settings("door", "synthetic:6:0:end", long2MiB)).get(60, TimeUnit.SECONDS);
        }
        assertThat(store.stream(new StreamId("door"))).get().satisfies(info -> assertThat(info.frames()).isEqualTo(6));
    }
}
