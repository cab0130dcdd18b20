package dev.afterimage.flink;

import dev.afterimage.core.block.BlockEntry;
import dev.afterimage.core.block.EvidenceEntry;
import dev.afterimage.core.block.KvCodec;
import dev.afterimage.core.encode.FrameEncoder;
import dev.afterimage.core.encode.SpeechReader;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.evidence.Evidence.Kind;
import dev.afterimage.core.evidence.Evidence;
import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.core.stream.ReadingSettings;
import dev.afterimage.core.stream.Scene;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.watch.LiveFeed;
import dev.afterimage.core.watch.Watching.WatchSummary;
import dev.afterimage.encoder.visual.CompressionSettings.Mode;
import dev.afterimage.encoder.visual.CompressionSettings;
import dev.afterimage.encoder.visual.VisualEncoderFactory;
import dev.afterimage.flink.embedded.EmbeddedCluster;
import dev.afterimage.flink.embedded.EmbeddedWatching;
import dev.afterimage.flink.fake.CountingEar;
import dev.afterimage.flink.fake.LightReader;
import dev.afterimage.flink.fake.StripeTower;
import dev.afterimage.flink.fake.SyntheticSource;
import dev.afterimage.flink.parts.WritePathParts;
import dev.afterimage.memory.block.BlockPrefiller;
import dev.afterimage.memory.fake.FakeTextEmbedder;
import dev.afterimage.memory.fake.FakeVisualModel;
import dev.afterimage.memory.fake.InMemorySegmentStore;
import dev.afterimage.memory.prompt.StreamPrompt;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.stream.LongStream;

import static org.assertj.core.api.Assertions.assertThat;

/** The write path with a model that looks at the frames itself. */
class VisualWritePathTest {

    private static final StreamId STREAM = new StreamId("door");
    private static final int WINDOW = 120;

    @TempDir
    private Path data;
    private final SyntheticSource source = new SyntheticSource();
    private final FakeVisualModel model = new FakeVisualModel(new StripeTower(), WINDOW);
    private final StreamPrompt prompt = StreamPrompt.of(model);
    private CompressionSettings compression = CompressionSettings.of(Mode.DROP, 0);
    private FrameEncoder.Factory readers;
    private Optional<SpeechReader.Factory> speech = Optional.empty();

    @Test
    void everyFrameIsABlockOfAllItsTokensWhereNothingIsCompressed() throws Exception {
        compression = CompressionSettings.of(Mode.NONE, 0);
        SegmentStore store = new InMemorySegmentStore();
        WatchSummary summary = watch(store, "synthetic:20:0:end");
        assertThat(summary.blocks()).isEqualTo(20);
        assertThat(summary.tokensDropped()).isZero();
        assertThat(store.entries(STREAM, 0, 100)).extracting(BlockEntry::note).containsOnly("");
    }

    @Test
    void whatIsDroppedIsCountedAndScenesEndWhereThePictureChanges() throws Exception {
        SegmentStore store = new InMemorySegmentStore();
        WatchSummary summary = watch(store, "synthetic:60:0:end");
        assertThat(summary.blocks()).isEqualTo(60);
        assertThat(summary.tokensDropped()).as("three of four rows, but for the three frames that begin a scene").isEqualTo(57 * 12);
        assertThat(store.scenes(STREAM, 100)).extracting(Scene::start).containsExactly(0.0, 10.0, 20.0);
    }

    @Test
    void evidenceIsKeptBesideTheBlocksOfPictures() throws Exception {
        readers = new LightReader.Factory(encoders());
        speech = Optional.of(new CountingEar.Factory());
        SegmentStore store = new InMemorySegmentStore();
        WatchSummary summary = watch(store, "synthetic:60:0:end");
        assertThat(store.entries(STREAM, 0, 100)).as("blocks are those of the pictures").hasSize(60).extracting(BlockEntry::note)
                .containsOnly("");
        List<EvidenceEntry> kept = store.evidence(STREAM, 0, 100);
        assertThat(kept).extracting(EvidenceEntry::number).containsExactlyElementsOf(LongStream.range(0, kept.size()).boxed().toList());
        assertThat(kept).extracting(EvidenceEntry::seconds).isSorted();
        assertThat(kept).filteredOn(entry -> entry.note().startsWith("light")).as("only where it changed much").hasSizeBetween(2, 10);
        assertThat(kept).filteredOn(entry -> entry.note().startsWith("said")).isNotEmpty()
                .allSatisfy(entry -> assertThat(entry.evidence()).singleElement().extracting(Evidence::kind).isEqualTo(Kind.SPEECH));
        assertThat(kept).allSatisfy(entry -> assertThat(entry.looked()).containsExactlyInAnyOrder(Kind.OBJECT, Kind.TEXT, Kind.SPEECH));
        assertThat(summary.readers().objects()).as("what they took is told").isEqualTo(60 * LightReader.NANOS);
    }

    @Test
    void whatIsSwitchedOffIsNotLookedForAndThatIsKnown() throws Exception {
        speech = Optional.of(new CountingEar.Factory());
        SegmentStore store = new InMemorySegmentStore();
        try (EmbeddedWatching watching = watching(store)) {
            watching.start(new SourceSettings(STREAM, "synthetic:30:0:end", 2, SourceSettings.Pace.ASAP, false,
                    new ReadingSettings(Set.of(), Map.of(), -1, false, true, false))).join();
        }
        assertThat(store.evidence(STREAM, 0, 100)).singleElement()
                .satisfies(entry -> assertThat(entry.looked()).containsExactly(Kind.TEXT));
    }

    @Test
    void aTaskManagerLostOnTheWayChangesNoEvidence() throws Exception {
        readers = new LightReader.Factory(encoders());
        speech = Optional.of(new CountingEar.Factory());
        SegmentStore undisturbed = new InMemorySegmentStore();
        watch(undisturbed, "synthetic:160:0:end");
        SegmentStore disturbed = new InMemorySegmentStore();
        MiniCluster cluster = EmbeddedCluster.start();
        try (EmbeddedWatching watching = new EmbeddedWatching(data, failures -> parts(disturbed, failures), EmbeddedWatching.Limits.DEFAULT,
                cluster)) {
            CompletableFuture<WatchSummary> done = watching.start(settings("synthetic:160:60:end"));
            WritePathTest.awaitBlocks(disturbed, 80);
            cluster.terminateTaskManager(0).get();
            cluster.startTaskManager();
            done.get(120, TimeUnit.SECONDS);
        }
        assertThat(disturbed.evidence(STREAM, 0, 1000)).isEqualTo(undisturbed.evidence(STREAM, 0, 1000));
    }

    @Test
    void aTaskManagerLostOnTheWayChangesNoBlock() throws Exception {
        compression = CompressionSettings.of(Mode.DYNAMIC, 1200);
        SegmentStore undisturbed = new InMemorySegmentStore();
        watch(undisturbed, "synthetic:200:0:end");
        SegmentStore disturbed = new InMemorySegmentStore();
        MiniCluster cluster = EmbeddedCluster.start();
        try (EmbeddedWatching watching = new EmbeddedWatching(data, failures -> parts(disturbed, failures), EmbeddedWatching.Limits.DEFAULT,
                cluster)) {
            CompletableFuture<WatchSummary> done = watching.start(settings("synthetic:200:60:end"));
            WritePathTest.awaitBlocks(disturbed, 100);
            cluster.terminateTaskManager(0).get();
            cluster.startTaskManager();
            done.get(120, TimeUnit.SECONDS);
        }
        WritePathTest.assertSameBlocks(disturbed, undisturbed);
    }

    @Test
    void aStreamThatWasInterruptedGoesOnWhereItsCheckpointStands() throws Exception {
        SegmentStore undisturbed = new InMemorySegmentStore();
        WatchSummary whole = watch(undisturbed, "synthetic:160:0:end");
        SegmentStore interrupted = new InMemorySegmentStore();
        try (EmbeddedWatching watching = watching(interrupted)) {
            CompletableFuture<WatchSummary> done = watching.start(settings("synthetic:160:80:end"));
            WritePathTest.awaitBlocks(interrupted, 80);
            watching.stop(STREAM);
            done.get(60, TimeUnit.SECONDS);
        }
        try (EmbeddedWatching watching = watching(interrupted)) {
            WatchSummary resumed = watching.start(settings("synthetic:160:80:end")).get(120, TimeUnit.SECONDS);
            assertThat(resumed.tokensDropped()).as("what was dropped before the stop counts too").isEqualTo(whole.tokensDropped());
            assertThat(source.openedAt()).as("the second run did not begin at the first frame").isPositive();
        }
        WritePathTest.assertSameBlocks(interrupted, undisturbed);
    }

    private WatchSummary watch(SegmentStore store, String uri) throws Exception {
        try (EmbeddedWatching watching = watching(store)) {
            return watching.start(settings(uri)).join();
        }
    }

    private EmbeddedWatching watching(SegmentStore store) {
        return new EmbeddedWatching(data, failures -> parts(store, failures));
    }

    private WritePathParts parts(SegmentStore store, BiConsumer<StreamId, AfterimageException> failures) {
        return new WritePathParts(source, readers == null ? encoders() : readers, speech, model,
                () -> new BlockPrefiller(model, prompt, new FakeTextEmbedder(), model.windowTokens(), KvCodec.EXACT), store,
                new LiveFeed(),
                failures);
    }

    private FrameEncoder.Factory encoders() {
        return new VisualEncoderFactory(model, compression);
    }

    private static SourceSettings settings(String uri) {
        return new SourceSettings(STREAM, uri, 2, SourceSettings.Pace.ASAP, false, ReadingSettings.DEFAULT);
    }
}
