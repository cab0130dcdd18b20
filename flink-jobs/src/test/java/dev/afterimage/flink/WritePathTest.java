package dev.afterimage.flink;

import dev.afterimage.core.block.BlockEntry;
import dev.afterimage.core.block.KvBlock;
import dev.afterimage.core.encode.SpeechReader;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.evidence.Evidence;
import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.core.stream.Gap;
import dev.afterimage.core.stream.ReadingSettings;
import dev.afterimage.core.stream.Scene;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.core.stream.StreamLoad;
import dev.afterimage.core.watch.LiveFeed;
import dev.afterimage.core.watch.Watching.WatchSummary;
import dev.afterimage.flink.embedded.EmbeddedCluster;
import dev.afterimage.flink.embedded.EmbeddedWatching;
import dev.afterimage.flink.fake.CountingEar;
import dev.afterimage.flink.fake.CountingEncoder;
import dev.afterimage.flink.fake.SyntheticSource;
import dev.afterimage.flink.parts.WritePathParts;
import dev.afterimage.memory.block.BlockPrefiller;
import dev.afterimage.memory.fake.FakeLanguageModel;
import dev.afterimage.memory.fake.FakeTextEmbedder;
import dev.afterimage.memory.fake.InMemorySegmentStore;
import dev.afterimage.memory.prompt.NotesPrompt;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class WritePathTest {

    private static final StreamId STREAM = new StreamId("door");

    private final LiveFeed feed = new LiveFeed();
    @TempDir
    private Path data;
    private final SyntheticSource source = new SyntheticSource();
    private final FakeLanguageModel model = new FakeLanguageModel();
    private final NotesPrompt prompt = new NotesPrompt(model);
    private Optional<SpeechReader.Factory> speech = Optional.empty();

    @Test
    void everyFrameIsStoredAndEveryThirdBecomesABlock() throws Exception {
        SegmentStore store = new InMemorySegmentStore();
        WatchSummary summary = watch(store, "synthetic:60:0:end");
        assertThat(summary.frames()).isEqualTo(60);
        assertThat(summary.blocks()).isEqualTo(20);
        assertThat(summary.encodeFps()).isPositive();
        assertThat(summary.tokensDropped()).isEqualTo(IntStream.rangeClosed(1, 60).filter(seen -> seen % 3 != 1)
                .mapToLong(seen -> model.tokenize("seen " + seen + " frames").length).sum());
        assertThat(store.entries(STREAM, 0, 100)).extracting(BlockEntry::note).startsWith("seen 1 frames", "seen 4 frames")
                .endsWith("seen 58 frames");
        assertThat(store.stream(STREAM)).get().extracting(StreamInfo::status).isEqualTo(StreamInfo.Status.ENDED);
        assertThat(feed.load(STREAM).now()).as("all frames came through").isEqualTo(new StreamLoad.Snapshot(60, 0, 0, 0, 0, 0));
    }

    @Test
    void whatIsSaidGetsABlockOfItsOwnWithItsOwnTimes() throws Exception {
        speech = Optional.of(new CountingEar.Factory());
        SegmentStore store = new InMemorySegmentStore();
        watch(store, "synthetic:30:0:end");
        List<BlockEntry> spoken = store.entries(STREAM, 0, 100).stream().filter(entry -> entry.note().startsWith("said")).toList();
        assertThat(spoken).extracting(BlockEntry::note).containsExactly("said: \"heard 32000 samples\"", "said: \"heard 64000 samples\"",
                "said: \"heard 96000 samples\"", "said: \"heard 128000 samples\"", "said: \"heard 160000 samples\"",
                "said: \"heard 192000 samples\"",
                "said: \"in all 240000 samples\"");
        assertThat(spoken.get(0).seconds()).as("the frame by which it was known").isEqualTo(3);
        assertThat(spoken.get(0).evidence()).containsExactly(new Evidence(Evidence.Kind.SPEECH, "heard 32000 samples", 1, List.of(), 0.5, 1,
                2));
        assertThat(spoken.get(6).seconds()).isEqualTo(14.5);
        assertThat(spoken.get(6).evidence().get(0).end()).isEqualTo(15);
        assertThat(store.entries(STREAM, 0, 100)).extracting(BlockEntry::seconds).isSorted();
        assertThat(store.entries(STREAM, 0, 100)).hasSize(10 + 7);
    }

    @Test
    void aSourceToldNotToListenStoresNoWord() throws Exception {
        speech = Optional.of(new CountingEar.Factory());
        SegmentStore store = new InMemorySegmentStore();
        try (EmbeddedWatching watching = watching(store)) {
            ReadingSettings deaf = new ReadingSettings(Set.of(), Map.of(), -1, true, false);
            watching.start(new SourceSettings(STREAM, "synthetic:30:0:end", 2, SourceSettings.Pace.ASAP, false, deaf)).join();
        }
        assertThat(store.entries(STREAM, 0, 100)).hasSize(10).noneMatch(entry -> entry.note().startsWith("said"));
    }

    @Test
    void aTaskManagerLostOnTheWayChangesNoWord() throws Exception {
        speech = Optional.of(new CountingEar.Factory());
        SegmentStore undisturbed = new InMemorySegmentStore();
        watch(undisturbed, "synthetic:160:0:end");
        SegmentStore disturbed = new InMemorySegmentStore();
        MiniCluster cluster = EmbeddedCluster.start();
        try (EmbeddedWatching watching = new EmbeddedWatching(data, failures -> parts(disturbed, failures), EmbeddedWatching.Limits.DEFAULT,
                cluster)) {
            CompletableFuture<WatchSummary> done = watching.start(settings("synthetic:160:60:end"));
            awaitBlocks(disturbed, 60);
            cluster.terminateTaskManager(0).get();
            cluster.startTaskManager();
            done.get(120, TimeUnit.SECONDS);
        }
        assertSameBlocks(disturbed, undisturbed);
    }

    @Test
    void scenesEndWhereThePictureChanges() throws Exception {
        SegmentStore store = new InMemorySegmentStore();
        watch(store, "synthetic:60:0:end");
        assertThat(store.scenes(STREAM, 100)).extracting(Scene::start).containsExactly(0.0, 10.0, 20.0);
        assertThat(store.scenes(STREAM, 100)).extracting(Scene::closed).containsOnly(true);
    }

    @Test
    void aTaskManagerLostOnTheWayChangesNoBlock() throws Exception {
        SegmentStore undisturbed = new InMemorySegmentStore();
        watch(undisturbed, "synthetic:200:0:end");
        SegmentStore disturbed = new InMemorySegmentStore();
        MiniCluster cluster = EmbeddedCluster.start();
        try (EmbeddedWatching watching = new EmbeddedWatching(data, failures -> parts(disturbed, failures), EmbeddedWatching.Limits.DEFAULT,
                cluster)) {
            CompletableFuture<WatchSummary> done = watching.start(settings("synthetic:200:60:end"));
            awaitBlocks(disturbed, 35);
            cluster.terminateTaskManager(0).get();
            cluster.startTaskManager();
            done.get(120, TimeUnit.SECONDS);
        }
        assertSameBlocks(disturbed, undisturbed);
    }

    @Test
    void aStreamThatWasInterruptedGoesOnWhereItsCheckpointStands() throws Exception {
        SegmentStore undisturbed = new InMemorySegmentStore();
        watch(undisturbed, "synthetic:160:0:end");
        SegmentStore interrupted = new InMemorySegmentStore();
        try (EmbeddedWatching watching = watching(interrupted)) {
            CompletableFuture<WatchSummary> done = watching.start(settings("synthetic:160:80:end"));
            awaitBlocks(interrupted, 28);
            watching.stop(STREAM);
            WatchSummary summary = done.get(60, TimeUnit.SECONDS);
            assertThat(summary.encodeFps()).as("frames a second until then").isPositive();
            assertThat(summary.tokensDropped()).isPositive();
            assertThat(interrupted.stream(STREAM)).get().extracting(StreamInfo::status).isEqualTo(StreamInfo.Status.INTERRUPTED);
        }
        try (EmbeddedWatching watching = watching(interrupted)) {
            watching.start(settings("synthetic:160:80:end")).get(120, TimeUnit.SECONDS);
            assertThat(source.openedAt()).as("the second run did not begin at the first frame").isPositive();
        }
        assertSameBlocks(interrupted, undisturbed);
    }

    @Test
    void framesBeforeAFaultStayAndTheFaultIsTold() {
        SegmentStore store = new InMemorySegmentStore();
        assertThatThrownBy(() -> watch(store, "synthetic:30:0:stall")).isInstanceOf(CompletionException.class)
                .cause().isInstanceOfSatisfying(AfterimageException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INPUT_STALLED));
        assertThat(store.entries(STREAM, 0, 100)).hasSize(10);
        assertThat(store.stream(STREAM)).get().satisfies(info -> {
            assertThat(info.frames()).isEqualTo(30);
            assertThat(info.status()).isEqualTo(StreamInfo.Status.FAILED);
            assertThat(info.failure()).contains("INPUT_STALLED", "check the camera");
        });
    }

    @Test
    void aCameraThatFailedAndIsWatchedAgainLosesNothing() {
        SegmentStore store = new InMemorySegmentStore();
        String camera = "synthetic:30:0:stall:rtsp://";
        assertThatThrownBy(() -> watch(store, camera)).isInstanceOf(CompletionException.class);
        List<KvBlock> before = store.entries(STREAM, 0, 1e9).stream().map(entry -> store.read(STREAM, entry.number())).toList();
        assertThatThrownBy(() -> watch(store, camera)).isInstanceOf(CompletionException.class);
        List<BlockEntry> after = store.entries(STREAM, 0, 1e9);
        assertThat(after).hasSize(20).extracting(BlockEntry::number).isSorted().doesNotHaveDuplicates();
        assertThat(after).extracting(BlockEntry::seconds).isSorted();
        before.forEach(block -> assertThat(store.read(STREAM, block.entry().number())).usingRecursiveComparison().isEqualTo(block));
        assertThat(store.scenes(STREAM, 1e9)).extracting(Scene::number).isSorted().doesNotHaveDuplicates();
        assertThat(store.scenes(STREAM, 1e9)).extracting(Scene::start).isSorted();
    }

    @Test
    void watchingTheSameFileAgainChangesNothing() throws Exception {
        SegmentStore store = new InMemorySegmentStore();
        watch(store, "synthetic:30:0:end");
        WatchSummary again = watch(store, "synthetic:30:0:end");
        assertThat(again.frames()).isEqualTo(30);
        assertThat(again.blocks()).isEqualTo(10);
    }

    @Test
    void aStreamNeverMixesTwoSources() throws Exception {
        SegmentStore store = new InMemorySegmentStore();
        watch(store, "synthetic:30:0:end");
        assertThatThrownBy(() -> watch(store, "synthetic:31:0:end"))
                .isInstanceOfSatisfying(AfterimageException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.USAGE_STREAM_EXISTS));
    }

    @Test
    void aNameThatGotNoFrameFromAMistypedAddressTakesAnother() throws Exception {
        SegmentStore store = new InMemorySegmentStore();
        StreamInfo mistyped = StreamInfo.begun(settings("rtsp://cmaera/door"), Instant.now());
        store.putStream(mistyped.with(StreamInfo.Status.FAILED, "INPUT_UNREACHABLE"));
        store.putGap(Gap.from(STREAM, 0, Gap.Cause.UNREACHABLE));
        assertThat(watch(store, "synthetic:30:0:end").frames()).isEqualTo(30);
        assertThat(store.stream(STREAM)).get().extracting(StreamInfo::uri).isEqualTo("synthetic:30:0:end");
        assertThat(store.gaps(STREAM, 1e9)).as("of the other address").isEmpty();
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
        return new WritePathParts(source, new CountingEncoder.Factory(), speech, model,
                () -> new BlockPrefiller(model, prompt, new FakeTextEmbedder()), store, feed, failures);
    }

    private static SourceSettings settings(String uri) {
        return new SourceSettings(STREAM, uri, 2, SourceSettings.Pace.ASAP, false, ReadingSettings.DEFAULT);
    }

    static void awaitBlocks(SegmentStore store, int blocks) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (store.entries(STREAM, 0, 1e9).size() < blocks) {
            assertThat(System.nanoTime()).as("blocks arrive").isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    static void assertSameBlocks(SegmentStore actual, SegmentStore expected) {
        List<BlockEntry> entries = expected.entries(STREAM, 0, 1e9);
        assertThat(actual.entries(STREAM, 0, 1e9)).hasSameSizeAs(entries);
        for (BlockEntry entry : entries) {
            KvBlock left = actual.read(STREAM, entry.number());
            KvBlock right = expected.read(STREAM, entry.number());
            assertThat(left.entry()).usingRecursiveComparison().isEqualTo(right.entry());
            assertThat(left.keyValues().keys()).containsExactly(right.keyValues().keys());
            assertThat(left.keyValues().values()).containsExactly(right.keyValues().values());
        }
        assertThat(actual.stream(STREAM)).get().extracting(StreamInfo::frames, StreamInfo::blocks)
                .isEqualTo(List.of(expected.stream(STREAM).orElseThrow().frames(), expected.stream(STREAM).orElseThrow().blocks()));
    }
}
