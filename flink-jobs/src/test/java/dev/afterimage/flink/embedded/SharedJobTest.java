package dev.afterimage.flink.embedded;

import dev.afterimage.core.block.BlockEntry;
import dev.afterimage.core.encode.EncodedFrame;
import dev.afterimage.core.encode.FrameEncoder;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.frame.Frame;
import dev.afterimage.core.frame.FrameSource;
import dev.afterimage.core.frame.Sound;
import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.core.watch.LiveFeed;
import dev.afterimage.core.watch.Watching.WatchSummary;
import dev.afterimage.flink.fake.CountingEncoder;
import dev.afterimage.flink.fake.Streams;
import dev.afterimage.flink.fake.SyntheticSource;
import dev.afterimage.flink.parts.WritePathParts;
import dev.afterimage.memory.fake.InMemorySegmentStore;
import org.apache.flink.runtime.client.JobStatusMessage;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** All streams share a job, and what happens to one of them is no other's business. */
class SharedJobTest {

    private static final String ON = "synthetic:100000:50:end";
    private static final StreamId DOOR = new StreamId("door");

    @TempDir
    private Path data;
    private final SegmentStore store = new InMemorySegmentStore();
    private final AtomicInteger failuresLeft = new AtomicInteger();
    private final LiveFeed feed = new LiveFeed();
    private Error error;

    /** Its encoder fails at the tenth frame, as often as is left. */
    private final class Failing implements FrameEncoder {

        private final FrameEncoder encoder = new CountingEncoder();

        @Override
        public EncodedFrame encode(Frame frame) {
            EncodedFrame encoded = encoder.encode(frame);
            if (frame.index() == 10 && failuresLeft.getAndDecrement() > 0) {
                throwError();
                throw new IllegalStateException("as the test wants it");
            }
            return encoded;
        }

        @Override
        public byte[] snapshot() {
            return encoder.snapshot();
        }

        @Override
        public void restore(byte[] snapshot) {
            encoder.restore(snapshot);
        }

        @Override
        public void close() {
            encoder.close();
        }
    }

    private void throwError() {
        if (error != null) {
            throw error;
        }
    }

    private EmbeddedWatching watching() {
        return watching(null);
    }

    private EmbeddedWatching watching(MiniCluster cluster) {
        Function<BiConsumer<StreamId, AfterimageException>, WritePathParts> made =
                Streams.parts(this::open, store, feed);
        return new EmbeddedWatching(data, failures -> {
            WritePathParts parts = made.apply(failures);
            return new WritePathParts(parts.frames(), new FrameEncoder.Factory() {
                @Override
                public FrameEncoder create(SourceSettings settings) {
                    return settings.stream().equals(DOOR) ? new Failing() : new CountingEncoder();
                }

                @Override
                public String version() {
                    return "failing-1";
                }
            }, parts.speech(), parts.model(), parts.prefillers(), store, parts.feed(), failures);
        }, EmbeddedWatching.Limits.DEFAULT, cluster);
    }

    @Test
    void aStreamThatFailsUnexpectedlyGoesOnWithTheFrameItFailedAtAndOthersNoticeNothing() throws Exception {
        failuresLeft.set(3);
        try (EmbeddedWatching watching = watching()) {
            CompletableFuture<WatchSummary> beside = watching.start(Streams.settings("beside", "synthetic:60:20:end"));
            WatchSummary summary = watching.start(Streams.settings("door", "synthetic:30:0:end")).get(60, TimeUnit.SECONDS);
            assertThat(summary.frames()).isEqualTo(30);
            assertCounted("door", 10);
            assertThat(beside.get(60, TimeUnit.SECONDS).frames()).isEqualTo(60);
            assertCounted("beside", 20);
        }
    }

    @Test
    void aStreamThatFailsAgainAndAgainIsGivenUpAlone() throws Exception {
        failuresLeft.set(100);
        try (EmbeddedWatching watching = watching()) {
            CompletableFuture<WatchSummary> beside = watching.start(Streams.settings("beside", ON));
            CompletableFuture<WatchSummary> done = watching.start(Streams.settings("door", "synthetic:30:0:end"));
            assertThatThrownBy(() -> done.orTimeout(60, TimeUnit.SECONDS).join()).isInstanceOf(CompletionException.class)
                    .cause().isInstanceOfSatisfying(AfterimageException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERNAL));
            assertThat(store.stream(DOOR)).get().extracting(StreamInfo::status).isEqualTo(StreamInfo.Status.FAILED);
            assertThat(beside).isNotDone();
            goesOn("beside");
            failuresLeft.set(0);
            assertThat(watching.start(Streams.settings("door", "synthetic:30:0:end")).get(60, TimeUnit.SECONDS).frames()).isEqualTo(30);
            assertCounted("door", 10);
        }
    }

    /** A source whose fifth frame is no frame but an error, where its address says so. */
    private FrameSource.Capture open(SourceSettings settings, double afterSeconds, long nextIndex) {
        FrameSource.Capture capture = new SyntheticSource().open(settings, afterSeconds, nextIndex);
        return settings.uri().contains("broken") ? new Broken(capture) : capture;
    }

    private record Broken(FrameSource.Capture capture) implements FrameSource.Capture {

        @Override
        public Frame next() {
            Frame frame = capture.next();
            if (frame.index() == 5) {
                throw new OutOfMemoryError("as the test wants it");
            }
            return frame;
        }

        @Override
        public List<Sound> takeSound() {
            return List.of();
        }

        @Override
        public FrameSource.SourceFacts facts() {
            return capture.facts();
        }

        @Override
        public void close() {
            capture.close();
        }
    }

    @Test
    void anErrorInTheStepsOfOneStreamEndsThatOneAlone() throws Exception {
        failuresLeft.set(100);
        error = new NoClassDefFoundError("as the test wants it");
        try (EmbeddedWatching watching = watching()) {
            List<StreamId> others = List.of(new StreamId("beside"), new StreamId("behind"), new StreamId("above"));
            List<CompletableFuture<WatchSummary>> running = others.stream()
                    .map(other -> watching.start(Streams.settings(other.name(), ON))).toList();
            failsInternally(watching.start(Streams.settings("door", "synthetic:30:0:end")));
            assertThat(running).noneMatch(CompletableFuture::isDone);
            for (StreamId other : others) {
                goesOn(other.name());
                long read = feed.load(other).now().sampled();
                assertThat(read).as("none of its frames was read twice").isLessThanOrEqualTo(frames(other.name()) + 3);
            }
        }
    }

    @Test
    void anErrorInTheSourceOfACameraEndsItsStream() throws Exception {
        try (EmbeddedWatching watching = watching()) {
            CompletableFuture<WatchSummary> beside = watching.start(Streams.settings("beside", ON));
            failsInternally(watching.start(Streams.settings("door", "synthetic:30:0:broken:rtsp://camera/door")));
            assertThat(frames("door")).as("what came before it is kept").isEqualTo(5);
            goesOn("beside");
            assertThat(beside).isNotDone();
        }
    }

    private static void failsInternally(CompletableFuture<WatchSummary> watched) {
        assertThatThrownBy(() -> watched.orTimeout(30, TimeUnit.SECONDS).join()).isInstanceOf(CompletionException.class)
                .cause().isInstanceOfSatisfying(AfterimageException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERNAL));
    }

    @Test
    void whereAfterimageStopsWhileTheClusterStartsNothingIsPrinted() {
        PrintStream console = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try (EmbeddedWatching watching = watching()) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> watching.start(Streams.settings("door", "synthetic:30:0:end:rtsp://camera/door")))
                    .isInstanceOf(AfterimageException.class);
        } finally {
            Thread.interrupted();
            System.setErr(console);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8)).doesNotContain("loggers", "at org.apache.");
    }

    @Test
    void whereTheClusterItselfEndsTheNextStreamGetsANewOne() throws Exception {
        MiniCluster cluster = EmbeddedCluster.start();
        try (EmbeddedWatching watching = watching(cluster)) {
            CompletableFuture<WatchSummary> done = watching.start(Streams.settings("door", ON));
            Streams.await("frames", () -> frames("door") > 5);
            cluster.close();
            failsInternally(done);
            watching.start(Streams.settings("door", ON));
            goesOn("door");
        }
    }

    @Test
    void whereTheJobItselfEndsItsStreamsFailAndTheNextStreamGetsANewOne() throws Exception {
        MiniCluster cluster = EmbeddedCluster.start();
        try (EmbeddedWatching watching = watching(cluster)) {
            CompletableFuture<WatchSummary> done = watching.start(Streams.settings("door", ON));
            Streams.await("frames", () -> frames("door") > 5);
            for (JobStatusMessage job : cluster.listJobs().get()) {
                cluster.cancelJob(job.getJobId()).get();
            }
            assertThatThrownBy(() -> done.orTimeout(60, TimeUnit.SECONDS).join()).isInstanceOf(CompletionException.class)
                    .cause().isInstanceOfSatisfying(AfterimageException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERNAL));
            watching.start(Streams.settings("door", ON));
            goesOn("door");
        }
    }

    @Test
    void aDeletedStreamsNameBeginsAnewWhileOthersGoOn() throws Exception {
        try (EmbeddedWatching watching = watching()) {
            watching.start(Streams.settings("beside", ON));
            for (int round = 0; round < 2; round++) {
                watching.start(Streams.settings("door", ON));
                Streams.await("frames", () -> frames("door") > 5);
                assertThat(store.entries(DOOR, 0, 1e9).get(0).note()).as("nothing of the one before").isEqualTo("seen 1 frames");
                watching.forget(DOOR);
                store.deleteStream(DOOR);
            }
            goesOn("beside");
        }
    }

    @Test
    void aNameWhoseStreamWasDeletedWhileNobodyWatchedBeginsAnew() throws Exception {
        for (int round = 0; round < 2; round++) {
            try (EmbeddedWatching watching = watching()) {
                watching.start(Streams.settings("door", ON));
                Streams.await("frames", () -> frames("door") > 5);
                Streams.await("a checkpoint", this::checkpointed);
                assertThat(store.entries(DOOR, 0, 1e9).get(0).note()).isEqualTo("seen 1 frames");
            }
            store.deleteStream(DOOR);
        }
    }

    @Test
    void whatKilledJobsLeftOfCheckpointsIsRemoved() throws Exception {
        List<Path> left = new ArrayList<>();
        for (int round = 0; round < 2; round++) {
            left.add(Files.createDirectories(checkpoints().resolve("killed" + round).resolve("shared")).getParent());
            Files.write(Files.createDirectories(left.get(round).resolve("chk-7")).resolve("unfinished"), new byte[9]);
            try (EmbeddedWatching watching = watching()) {
                watching.start(Streams.settings("door", ON));
                Streams.await("a checkpoint", this::checkpointed);
            }
        }
        assertThat(left).noneMatch(Files::exists);
        try (Stream<Path> jobs = Files.list(checkpoints())) {
            assertThat(jobs).as("the last job's, and that of the one it went on from").hasSizeLessThanOrEqualTo(2);
        }
    }

    private Path checkpoints() {
        return new Checkpoints(data).directory(EmbeddedCluster.subtasks(EmbeddedCluster.DEFAULT_STREAMS));
    }

    @Test
    void aCheckpointThatCannotBeReadKeepsNobodyFromWatching() throws Exception {
        try (EmbeddedWatching watching = watching()) {
            watching.start(Streams.settings("door", "synthetic:30:0:end")).get(60, TimeUnit.SECONDS);
            Streams.await("a checkpoint", this::checkpointed);
        }
        Files.write(latest().resolve("_metadata"), new byte[] {1, 2, 3});
        try (EmbeddedWatching watching = watching()) {
            assertThat(watching.start(Streams.settings("door", "synthetic:30:0:end")).get(60, TimeUnit.SECONDS).frames()).isEqualTo(30);
        }
        assertCounted("door", 10);
    }

    private void goesOn(String name) throws InterruptedException {
        long before = frames(name);
        Streams.await("frames of " + name, () -> frames(name) > before + 5);
    }

    private long frames(String name) {
        return store.stream(new StreamId(name)).map(StreamInfo::frames).orElse(0L);
    }

    /** No frame was encoded twice or left out. */
    private void assertCounted(String name, int blocks) {
        List<BlockEntry> entries = store.entries(new StreamId(name), 0, 1e9);
        assertThat(entries).hasSize(blocks);
        for (int number = 0; number < blocks; number++) {
            assertThat(entries.get(number).note()).isEqualTo("seen " + (3 * number + 1) + " frames");
        }
    }

    private boolean checkpointed() {
        return new Checkpoints(data).latest(EmbeddedCluster.subtasks(EmbeddedCluster.DEFAULT_STREAMS)).isPresent();
    }

    private Path latest() throws IOException {
        return new Checkpoints(data).latest(EmbeddedCluster.subtasks(EmbeddedCluster.DEFAULT_STREAMS)).orElseThrow();
    }
}
