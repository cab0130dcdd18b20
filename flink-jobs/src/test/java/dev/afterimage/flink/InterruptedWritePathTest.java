package dev.afterimage.flink;

import dev.afterimage.core.block.BlockEntry;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.store.Gaps;
import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.core.store.Thumbnail;
import dev.afterimage.core.stream.Gap.Cause;
import dev.afterimage.core.stream.Gap;
import dev.afterimage.core.stream.ReadingSettings;
import dev.afterimage.core.stream.Scene;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.core.watch.LiveFeed;
import dev.afterimage.flink.embedded.EmbeddedWatching;
import dev.afterimage.flink.fake.ChangeEncoder;
import dev.afterimage.flink.fake.ScriptedCamera;
import dev.afterimage.flink.parts.WritePathParts;
import dev.afterimage.memory.block.BlockPrefiller;
import dev.afterimage.memory.fake.FakeLanguageModel;
import dev.afterimage.memory.fake.FakeTextEmbedder;
import dev.afterimage.memory.fake.InMemorySegmentStore;
import dev.afterimage.memory.prompt.NotesPrompt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

/** What becomes of a camera's stream that was not watched for a while. */
class InterruptedWritePathTest {

    private static final StreamId DOOR = new StreamId("door");
    private static final String CAMERA = "rtsp://camera/door";

    @TempDir
    private Path data;
    @TempDir
    private Path old;
    private final InMemorySegmentStore store = new InMemorySegmentStore();
    private final FakeLanguageModel model = new FakeLanguageModel();
    private final Instant began = Instant.now().minusSeconds(1000);
    private final ScriptedCamera camera = new ScriptedCamera(began);

    private EmbeddedWatching watching() {
        NotesPrompt prompt = new NotesPrompt(model);
        return new EmbeddedWatching(data, failures -> parts(prompt, failures));
    }

    private WritePathParts parts(NotesPrompt prompt, BiConsumer<StreamId, AfterimageException> failures) {
        return new WritePathParts(camera, new ChangeEncoder.Factory(), Optional.empty(), model,
                () -> new BlockPrefiller(model, prompt, new FakeTextEmbedder()), store, new LiveFeed(), failures);
    }

    private static SourceSettings settings(String uri) {
        return new SourceSettings(DOOR, uri, 2, SourceSettings.Pace.ASAP, false, ReadingSettings.DEFAULT);
    }

    private void await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("it happens in time").isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    private void awaitSeconds(double seconds) throws InterruptedException {
        await(() -> store.stream(DOOR).filter(info -> info.lastSeconds() == seconds).isPresent());
    }

    private List<Gap> gaps() {
        return store.gaps(DOOR, Double.POSITIVE_INFINITY);
    }

    @Test
    void anOutageIsKnownWhileItLastsAndEndsWithTheFirstFrameAfterIt() throws Exception {
        try (EmbeddedWatching watching = watching()) {
            watching.start(settings(CAMERA));
            camera.show(0, 5);
            camera.show(0.5, 5);
            awaitSeconds(0.5);
            assertThat(gaps()).isEmpty();
            assertThat(store.stream(DOOR).orElseThrow().started()).as("second 0 is when the first picture came").isEqualTo(began);

            camera.lose(0.75, Cause.UNREACHABLE);
            assertThat(gaps()).containsExactly(Gap.from(DOOR, 0.75, Cause.UNREACHABLE));

            camera.show(90, 5);
            camera.show(90.5, 5);
            awaitSeconds(90.5);
            assertThat(gaps()).containsExactly(new Gap(DOOR, 0.75, 90, Cause.UNREACHABLE));
            assertThat(store.entries(DOOR, 0, 1e9)).as("the same picture is told anew behind the gap").extracting(BlockEntry::seconds)
                    .containsExactly(0.0, 90.0);
            assertThat(store.scenes(DOOR, 1e9)).as("no scene spans it").extracting(Scene::start, Scene::end)
                    .containsExactly(tuple(0.0, 0.5), tuple(90.0, 90.5));
        }
    }

    @Test
    void aFrameThatWasWaitingWhenTheCameraWasLostEndsNoGap() throws Exception {
        try (EmbeddedWatching watching = watching()) {
            watching.start(settings(CAMERA));
            camera.show(0, 5);
            awaitSeconds(0);
            camera.lose(2, Cause.STALLED);
            camera.show(1.5, 5);
            awaitSeconds(1.5);
            assertThat(gaps()).containsExactly(Gap.from(DOOR, 2, Cause.STALLED));
            camera.show(30, 5);
            awaitSeconds(30);
            assertThat(gaps()).containsExactly(new Gap(DOOR, 2, 30, Cause.STALLED));
        }
    }

    @Test
    void twoOutagesShortlyAfterEachOtherAreTwo() throws Exception {
        try (EmbeddedWatching watching = watching()) {
            watching.start(settings(CAMERA));
            camera.show(0, 5);
            awaitSeconds(0);
            camera.lose(0.5, Cause.STALLED);
            camera.lose(0.5, Cause.UNREACHABLE);
            camera.lose(12, Cause.UNREACHABLE);
            assertThat(gaps()).hasSize(2);
            camera.show(10, 5);
            camera.show(40, 5);
            awaitSeconds(40);
            assertThat(gaps()).containsExactly(new Gap(DOOR, 0.5, 10, Cause.STALLED), new Gap(DOOR, 12, 40, Cause.UNREACHABLE));
        }
    }

    @Test
    void aStreamWhoseProcessWasKilledBeginsAgainBehindAGap() throws Exception {
        killedAt(5);
        try (EmbeddedWatching watching = watching()) {
            watching.start(settings(CAMERA));
            assertThat(gaps()).as("before any new frame").containsExactly(Gap.from(DOOR, 5, Cause.NOT_RUNNING));
            await(() -> !Double.isNaN(camera.openedAfter()));
            assertThat(camera.openedAfter()).as("the camera's clock went on").isEqualTo(1000, within(60.0));
            camera.show(1000, 5);
            awaitSeconds(1000);
            assertThat(gaps()).containsExactly(new Gap(DOOR, 5, 1000, Cause.NOT_RUNNING));
        }
    }

    /** Nothing could be written at the end. */
    private void killedAt(double seconds) {
        store.putStream(new StreamInfo(DOOR, CAMERA, 2, began, 1, 1, true, StreamInfo.Status.WATCHING, 0, 0, 0, 0, -1, ""));
        store.putFrame(DOOR, 9, new Thumbnail(seconds, new byte[] {1}));
    }

    @Test
    void killedAgainBeforeTheCameraWasBackTheGapGoesOn() throws Exception {
        killedAt(5);
        store.putGap(Gap.from(DOOR, 4.75, Cause.UNREACHABLE));
        try (EmbeddedWatching watching = watching()) {
            watching.start(settings(CAMERA));
            camera.show(1000, 5);
            awaitSeconds(1000);
            assertThat(gaps()).containsExactly(new Gap(DOOR, 4.75, 1000, Cause.UNREACHABLE));
        }
    }

    @Test
    void aCameraThatWasNeverReachedIsNotWatchedFromTheBeginning() throws Exception {
        store.putStream(new StreamInfo(DOOR, CAMERA, 2, began, 0, 0, true, StreamInfo.Status.FAILED, 0, 0, 0, 0, -1,
                "INPUT_UNREACHABLE: rtsp://camera/door cannot be opened; check the address."));
        try (EmbeddedWatching watching = watching()) {
            watching.start(settings(CAMERA));
            assertThat(gaps()).containsExactly(Gap.from(DOOR, 0, Cause.UNREACHABLE));
            camera.show(1000, 5);
            awaitSeconds(1000);
            assertThat(gaps()).containsExactly(new Gap(DOOR, 0, 1000, Cause.UNREACHABLE));
        }
    }

    @Test
    void whoStopsWatchingACameraLeavesAGapAndOfAFullDiskItIsSaid() throws Exception {
        try (EmbeddedWatching watching = watching()) {
            watching.start(settings(CAMERA));
            camera.show(0, 5);
            awaitSeconds(0);
            watching.stop(DOOR);
            assertThat(gaps()).containsExactly(Gap.from(DOOR, 0, Cause.NOT_RUNNING));
        }
        StreamId other = new StreamId("other");
        store.putStream(new StreamInfo(other, CAMERA, 2, began, 1, 1, true, StreamInfo.Status.FAILED, 1, 0, 0, 0, 3,
                "STORAGE_FULL: no space is left; free some."));
        Gaps.begin(store, store.stream(other).orElseThrow());
        assertThat(store.gaps(other, 1e9)).extracting(Gap::cause).containsExactly(Cause.DISK_FULL);
    }

    @Test
    void aFileThatIsReadOnLaterHasNoGaps() throws Exception {
        for (int round = 0; round < 2; round++) {
            try (EmbeddedWatching watching = watching()) {
                watching.start(settings("film.mp4"));
                camera.show(round * 10, 5);
                camera.show(round * 10 + 0.5, 5);
                awaitSeconds(round * 10 + 0.5);
                watching.stop(DOOR);
            }
        }
        assertThat(gaps()).isEmpty();
    }

    @Test
    void whatWasStoredBehindTheLastCheckpointIsNotWrittenOver() throws Exception {
        SegmentStore seen = store;
        try (EmbeddedWatching watching = watching()) {
            watching.start(settings(CAMERA));
            camera.show(0, 0);
            awaitSeconds(0);
            await(this::checkpointed);
            for (int second = 1; second < 6; second++) {
                camera.show(second, second);
                awaitSeconds(second);
            }
        }
        List<BlockEntry> before = List.copyOf(seen.entries(DOOR, 0, 1e9));
        try (EmbeddedWatching watching = watching()) {
            watching.start(settings(CAMERA));
            camera.show(1000, 99);
            awaitSeconds(1000);
        }
        assertThat(seen.entries(DOOR, 0, 1e9)).startsWith(before.toArray(BlockEntry[]::new)).hasSize(before.size() + 1);
    }

    @Test
    void scenesBehindTheLastCheckpointAreNotWrittenOver() throws Exception {
        try (EmbeddedWatching watching = watching()) {
            watching.start(settings(CAMERA));
            camera.show(0, 0);
            awaitSeconds(0);
            Instant shown = Instant.now();
            await(() -> newestCheckpoint().isAfter(shown.plusSeconds(1)));
            copyCheckpoint();
            camera.lose(1, Cause.STALLED);
            camera.show(30, 0);
            camera.show(31, 0);
            awaitSeconds(31);
        }
        // As where a kill came before the next checkpoint.
        try (EmbeddedWatching watching = new EmbeddedWatching(old, failures -> parts(new NotesPrompt(model), failures))) {
            watching.start(settings(CAMERA));
            camera.show(1000, 0);
            awaitSeconds(1000);
        }
        assertThat(store.scenes(DOOR, 1e9)).extracting(Scene::number, Scene::start, Scene::end, Scene::closed)
                .containsExactly(tuple(0L, 0.0, 0.0, true), tuple(1L, 30.0, 31.0, true), tuple(2L, 1000.0, 1000.0, false));
    }

    private Instant newestCheckpoint() {
        try (Stream<Path> files = Files.walk(data)) {
            return files.filter(file -> file.endsWith("_metadata")).map(file -> file.toFile().lastModified()).max(Long::compare)
                    .map(Instant::ofEpochMilli).orElse(Instant.EPOCH);
        } catch (UncheckedIOException | IOException beingWritten) {
            return Instant.EPOCH;
        }
    }

    private void copyCheckpoint() throws IOException {
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : (Iterable<Path>) files.filter(file -> !file.equals(data))::iterator) {
                Files.copy(file, old.resolve(data.relativize(file).toString()));
            }
        }
    }

    private boolean checkpointed() {
        try (Stream<Path> files = Files.walk(data)) {
            return files.anyMatch(file -> file.endsWith("_metadata"));
        } catch (IOException | UncheckedIOException beingWritten) {
            return false;
        }
    }
}
