package dev.afterimage.flink;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.core.stream.ReadingSettings;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.watch.LiveFeed;
import dev.afterimage.core.watch.Watching.WatchSummary;
import dev.afterimage.encoder.visual.CompressionSettings.Mode;
import dev.afterimage.encoder.visual.CompressionSettings;
import dev.afterimage.encoder.visual.VisualEncoderFactory;
import dev.afterimage.flink.embedded.EmbeddedCluster;
import dev.afterimage.flink.embedded.EmbeddedWatching;
import dev.afterimage.flink.fake.StripeTower;
import dev.afterimage.flink.fake.SyntheticSource;
import dev.afterimage.flink.parts.WritePathParts;
import dev.afterimage.memory.block.BlockPrefiller;
import dev.afterimage.memory.fake.FakeBridge;
import dev.afterimage.memory.fake.FakeTextEmbedder;
import dev.afterimage.memory.fake.FakeVisualModel;
import dev.afterimage.memory.prompt.StreamPrompt;
import dev.afterimage.store.RocksSegmentStore;
import dev.afterimage.store.StoreIdentity;
import dev.afterimage.store.codec.KvForm;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

import static org.assertj.core.api.Assertions.assertThat;

/** The write path of a model with a bridge, in a real cluster on a real store: recurrent memory survives whatever happens to the job. */
class RememberingWritePathTest {

    private static final StreamId STREAM = new StreamId("door");
    private static final int FRAMES = 160;

    @TempDir
    private Path data;
    private final SyntheticSource source = new SyntheticSource();
    private final StripeTower tower = new StripeTower();
    private final FakeVisualModel model = new FakeVisualModel(tower, 0, context -> "", new FakeBridge(tower.width()));
    private final StreamPrompt prompt = StreamPrompt.of(model);

    @Test
    void aTaskManagerLostOnTheWayChangesNoMemory() throws Exception {
        try (SegmentStore undisturbed = store("undisturbed"); SegmentStore disturbed = store("disturbed")) {
            watch("undisturbed", undisturbed);
            MiniCluster cluster = EmbeddedCluster.start();
            try (EmbeddedWatching watching = new EmbeddedWatching(data.resolve("disturbed"), failures -> parts(disturbed, failures),
                    EmbeddedWatching.Limits.DEFAULT,
                    cluster)) {
                CompletableFuture<WatchSummary> done = watching.start(settings(60));
                WritePathTest.awaitBlocks(disturbed, 90);
                cluster.terminateTaskManager(0).get();
                cluster.startTaskManager();
                done.get(120, TimeUnit.SECONDS);
            }
            assertSameMemories(disturbed, undisturbed);
        }
    }

    @Test
    void aStreamThatIsStoppedAndGoesOnInAReopenedStoreRemembersTheSame() throws Exception {
        try (SegmentStore undisturbed = store("undisturbed")) {
            watch("undisturbed", undisturbed);
            try (SegmentStore interrupted = store("interrupted"); EmbeddedWatching watching = watching("interrupted", interrupted)) {
                CompletableFuture<WatchSummary> done = watching.start(settings(80));
                WritePathTest.awaitBlocks(interrupted, 80);
                watching.stop(STREAM);
                done.get(60, TimeUnit.SECONDS);
            }
            try (SegmentStore reopened = store("interrupted"); EmbeddedWatching watching = watching("interrupted", reopened)) {
                watching.start(settings(80)).get(120, TimeUnit.SECONDS);
                assertThat(source.openedAt()).as("the second run did not begin at the first frame").isPositive();
                assertSameMemories(reopened, undisturbed);
            }
        }
    }

    private static void assertSameMemories(SegmentStore actual, SegmentStore expected) {
        assertThat(actual.lastEntry(STREAM).orElseThrow().number()).isEqualTo(FRAMES - 1L);
        for (long number = 0; number < FRAMES; number++) {
            assertThat(actual.memory(STREAM, number).orElseThrow().tokens()).as("after block %s", number)
                    .containsExactly(expected.memory(STREAM, number).orElseThrow().tokens());
            assertThat(actual.memory(STREAM, number).orElseThrow().noted()).isEqualTo((int) number + 1);
        }
        assertThat(expected.memory(STREAM, FRAMES - 1).orElseThrow().tokens()).as("memory goes on")
                .isNotEqualTo(expected.memory(STREAM, FRAMES - 2).orElseThrow().tokens());
    }

    private SegmentStore store(String name) {
        return RocksSegmentStore.open(data.resolve(name), new StoreIdentity("fake", model.identity(), "1", model.layout()), true);
    }

    private void watch(String name, SegmentStore store) throws Exception {
        try (EmbeddedWatching watching = watching(name, store)) {
            watching.start(settings(0)).get(120, TimeUnit.SECONDS);
        }
    }

    private EmbeddedWatching watching(String name, SegmentStore store) {
        return new EmbeddedWatching(data.resolve(name), failures -> parts(store, failures));
    }

    private WritePathParts parts(SegmentStore store, BiConsumer<StreamId, AfterimageException> failures) {
        return new WritePathParts(source, new VisualEncoderFactory(model, CompressionSettings.of(Mode.NONE, 0)), Optional.empty(), model,
                () -> new BlockPrefiller(model, prompt, new FakeTextEmbedder(), 0, KvForm.FP16),
                store,
                new LiveFeed(), failures);
    }

    /** @param pause milliseconds a frame takes to come, or as {@link SyntheticSource} reads it */
    private static SourceSettings settings(int pause) {
        return new SourceSettings(STREAM, "synthetic:" + FRAMES + ":" + pause + ":end", 2, SourceSettings.Pace.ASAP, false,
                ReadingSettings.DEFAULT);
    }
}
