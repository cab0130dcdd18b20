package dev.afterimage.flink.supervision;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.frame.Frame;
import dev.afterimage.core.frame.FrameSource;
import dev.afterimage.core.source.AddedSources;
import dev.afterimage.core.store.ForwardingStore;
import dev.afterimage.core.store.Gaps;
import dev.afterimage.core.store.Thumbnail;
import dev.afterimage.core.stream.Gap;
import dev.afterimage.core.stream.ReadingSettings;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo.Status;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.core.watch.LiveFeed;
import dev.afterimage.core.watch.Outage;
import dev.afterimage.core.watch.Watching.WatchSummary;
import dev.afterimage.flink.fake.SyntheticSource;
import dev.afterimage.memory.fake.InMemorySegmentStore;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

class SupervisedWatchingTest {

    private static final StreamId DOOR = new StreamId("door");
    private static final SourceSettings CAMERA = settings("door", "synthetic:9:0:end:rtsp://camera/door");
    private static final SourceSettings FILE = settings("door", "synthetic:9:0:end");

    private final HandAlarms alarms = new HandAlarms();
    private final RoomyStore store = new RoomyStore();
    private final ScriptedWatching watching = new ScriptedWatching(store);
    private final AwaitedFrames frames = new AwaitedFrames(new SyntheticSource());
    private final Map<StreamId, SourceSettings> kept = new LinkedHashMap<>();
    private final Map<StreamId, SourceSettings> changed = new LinkedHashMap<>();
    private final List<String> notices = new ArrayList<>();
    private final LiveFeed feed = new LiveFeed();
    private AfterimageException silence;
    private Error probeError;
    private int asked;
    private final SupervisedWatching supervised = new SupervisedWatching(new Supervision(watching, store, feed, frames, settings -> {
        asked++;
        throwProbeError();
        return CompletableFuture.completedFuture(Optional.ofNullable(silence));
    }, keptSources(), alarms, new Backoff(new Random(1)), (stream, notice) -> notices.add(stream + ": " + notice)));

    @Test
    void aLostCameraIsTriedAgainForEverAtMostTenSecondsApart() {
        configured(CAMERA);
        picture(CAMERA);
        watching.fail(DOOR, unreachable());
        silence = unreachable();
        alarms.pass(Duration.ofHours(1));
        assertThat(watching.started).as("no job is begun for a camera that does not answer").hasSize(1);
        assertThat(asked).isGreaterThan(360);
        assertThat(alarms.pending()).as("alarms held").isEqualTo(1);
        silence = null;
        alarms.pass(Duration.ofSeconds(10));
        assertThat(watching.started).hasSize(2);
        picture(CAMERA);
        assertThat(now().status()).isEqualTo(Status.WATCHING);
        assertThat(supervised.outages()).isEmpty();
        assertThat(notices).hasSize(2);
        assertThat(notices.get(1)).startsWith("door: back after 36");
    }

    @Test
    void aConnectionThatIsMadeAgainIsCountedAndTheFirstOneIsNot() {
        watching.refusal = unreachable();
        configured(CAMERA);
        watching.refusal = null;
        alarms.pass(Duration.ofSeconds(10));
        picture(CAMERA);
        assertThat(feed.load(DOOR).now().reconnects()).isZero();
        watching.fail(DOOR, unreachable());
        alarms.pass(Duration.ofSeconds(10));
        picture(CAMERA);
        assertThat(feed.load(DOOR).now().reconnects()).isEqualTo(1);
    }

    @Test
    void waitsGrowToTenSecondsAndAreNotTheSameForAll() {
        Backoff backoff = new Backoff(new Random(7));
        List<Long> waits = IntStream.rangeClosed(1, 40).mapToObj(backoff::after).map(Duration::toMillis).toList();
        assertThat(waits.get(0)).isBetween(500L, 1000L);
        assertThat(waits.get(1)).isBetween(1000L, 2000L);
        assertThat(waits.subList(4, 40)).allMatch(wait -> wait >= 5_000 && wait <= 10_000);
        assertThat(waits.subList(4, 40).stream().distinct().count()).isGreaterThan(30);
    }

    @Test
    void whileNoPictureComesTheStatusSaysSo() {
        configured(CAMERA);
        assertThat(now().status()).isEqualTo(Status.STARTING);
        picture(CAMERA);
        assertThat(now().status()).isEqualTo(Status.WATCHING);
        watching.fail(DOOR, unreachable());
        silence = unreachable();
        alarms.pass(Duration.ofSeconds(40));
        assertThat(now().status()).isEqualTo(Status.RECONNECTING);
        assertThat(now().failure()).startsWith("unreachable for 40 s: INPUT_UNREACHABLE: the camera is off");
        assertThat(supervised.outages()).extracting(Outage::stream).containsExactly(DOOR);
    }

    @Test
    void aFolderInWhichNothingNewLiesIsWatchedAllTheSame() {
        configured(settings("door", "/recordings/"));
        assertThat(now().status()).as("its first recording is awaited").isEqualTo(Status.STARTING);
        store.putFrame(DOOR, 0, new Thumbnail(4, new byte[1]));
        supervised.stop(DOOR);
        configured(settings("door", "/recordings/"));
        assertThat(now().status()).isEqualTo(Status.WATCHING);
    }

    @Test
    void aConfiguredCameraMayBeUnreachableAtFirst() {
        watching.refusal = unreachable();
        CompletableFuture<WatchSummary> done = configured(CAMERA);
        assertThat(now().status()).isEqualTo(Status.RECONNECTING);
        alarms.pass(Duration.ofMinutes(5));
        assertThat(done).isNotDone();
        watching.refusal = null;
        alarms.pass(Duration.ofSeconds(10));
        picture(CAMERA);
        assertThat(now().status()).isEqualTo(Status.WATCHING);
        assertThat(notices.get(0)).startsWith("door: not reached yet, and tried until it answers");
        assertThat(notices.get(1)).startsWith("door: there after 3");
    }

    @Test
    void anErrorLosesACameraOnlyForNow() {
        watching.error = new NoClassDefFoundError("as the test wants it");
        CompletableFuture<WatchSummary> done = configured(CAMERA);
        assertThat(now().status()).isEqualTo(Status.RECONNECTING);
        alarms.pass(Duration.ofMinutes(5));
        assertThat(done).isNotDone();
        watching.error = null;
        alarms.pass(Duration.ofSeconds(10));
        picture(CAMERA);
        assertThat(now().status()).isEqualTo(Status.WATCHING);
    }

    @Test
    void aCameraThatCannotBeAskedIsOpenedAllTheSame() {
        configured(CAMERA);
        picture(CAMERA);
        watching.fail(DOOR, unreachable());
        probeError = new NoClassDefFoundError("as the test wants it");
        alarms.pass(Duration.ofSeconds(10));
        assertThat(watching.started).hasSize(2);
        picture(CAMERA);
        assertThat(now().status()).isEqualTo(Status.WATCHING);
    }

    @Test
    void anAddedCameraThatCannotBeReachedIsRefusedAndLeavesNothing() {
        watching.refusal = unreachable();
        assertThat(supervised.start(CAMERA)).isCompletedExceptionally();
        watching.refusal = null;
        CompletableFuture<WatchSummary> later = supervised.start(CAMERA);
        assertThat(kept).containsKey(DOOR);
        watching.fail(DOOR, unreachable());
        assertThat(later).isCompletedExceptionally();
        assertThat(kept).isEmpty();
        assertThat(store.streams()).isEmpty();
        assertThat(alarms.pending()).isZero();
    }

    @Test
    void anAddedCameraIsTriedAgainForEverOnceItsFirstPictureHasCome() {
        CompletableFuture<WatchSummary> done = supervised.start(CAMERA);
        picture(CAMERA);
        watching.fail(DOOR, unreachable());
        alarms.pass(Duration.ofSeconds(1));
        assertThat(watching.started).hasSize(2);
        assertThat(done).isNotDone();
        assertThat(kept.values()).containsExactly(CAMERA);
    }

    @Test
    void aLostCameraKeepsItsPlace() {
        watching.most = 1;
        configured(CAMERA);
        picture(CAMERA);
        watching.fail(DOOR, unreachable());
        SourceSettings other = new SourceSettings(new StreamId("yard"), "synthetic:9:0:end", 2, SourceSettings.Pace.ASAP, false,
                ReadingSettings.DEFAULT);
        assertThatThrownBy(() -> supervised.start(other)).isInstanceOfSatisfying(AfterimageException.class,
                refused -> assertThat(refused.code()).isEqualTo(ErrorCode.USAGE_TOO_MANY_STREAMS));
        assertThat(store.stream(other.stream())).isEmpty();
        supervised.stop(DOOR);
        supervised.start(other);
        assertThat(watching.running).containsOnlyKeys(other.stream());
    }

    @Test
    void whatCannotPassIsNotTriedAgain() {
        for (ErrorCode code : List.of(ErrorCode.INPUT_NOT_FOUND, ErrorCode.INPUT_UNREADABLE, ErrorCode.INPUT_NO_VIDEO,
                ErrorCode.USAGE_CONFIG,
                ErrorCode.USAGE, ErrorCode.MODEL_FAILED, ErrorCode.STORAGE_CORRUPT, ErrorCode.USAGE_STREAM_EXISTS)) {
            CompletableFuture<WatchSummary> done = configured(CAMERA);
            picture(CAMERA);
            watching.fail(DOOR, new AfterimageException(code, "it cannot be", "change it"));
            assertThat(done).as(code.name()).isCompletedExceptionally();
            assertThat(alarms.pending()).as(code.name()).isZero();
            assertThat(now().status()).as(code.name()).isEqualTo(Status.FAILED);
        }
        CompletableFuture<WatchSummary> cutOff = configured(FILE);
        picture(FILE);
        watching.fail(DOOR, new AfterimageException(ErrorCode.INPUT_TRUNCATED, "the file is cut off", "copy it again"));
        assertThat(cutOff).isCompletedExceptionally();
    }

    @Test
    void aFullDiskIsTriedAgainEveryTwoSecondsWithoutBeginningAJob() {
        configured(FILE);
        picture(FILE);
        store.full = true;
        watching.running.remove(DOOR).completeExceptionally(full());
        alarms.pass(Duration.ofMinutes(10));
        assertThat(watching.started).hasSize(1);
        assertThat(now().status()).as("though the store could not be told").isEqualTo(Status.DISK_FULL);
        assertThat(now().failure()).startsWith("nothing could be stored for 10 min: STORAGE_FULL");
        store.full = false;
        alarms.pass(Duration.ofSeconds(2));
        assertThat(watching.started).hasSize(2);
        picture(FILE);
        assertThat(now().status()).isEqualTo(Status.WATCHING);
    }

    @Test
    void theStretchOfAFullDiskIsAGapWithItsCause() {
        configured(CAMERA);
        picture(CAMERA);
        store.putFrame(DOOR, 0, new Thumbnail(7, new byte[1]));
        store.full = true;
        watching.running.remove(DOOR).completeExceptionally(full());
        store.full = false;
        alarms.pass(Duration.ofSeconds(2));
        assertThat(store.gaps(DOOR, 100)).singleElement().satisfies(gap -> {
            assertThat(gap.cause()).isEqualTo(Gap.Cause.DISK_FULL);
            assertThat(gap.start()).isEqualTo(7);
        });
    }

    @Test
    void aFileThatHasEndedIsNotKept() {
        CompletableFuture<WatchSummary> done = supervised.start(FILE);
        picture(FILE);
        assertThat(kept).containsKey(DOOR);
        watching.end(DOOR, Status.ENDED);
        assertThat(done).isCompleted();
        assertThat(kept).isEmpty();
    }

    @Test
    void aDeletedStreamIsForgottenWithItsAddress() {
        supervised.start(CAMERA);
        picture(CAMERA);
        watching.fail(DOOR, unreachable());
        supervised.forget(DOOR);
        assertThat(kept).isEmpty();
        assertThat(watching.forgotten).containsExactly(DOOR);
        alarms.pass(Duration.ofHours(1));
        assertThat(watching.started).hasSize(1);
        supervised.start(CAMERA);
        assertThat(watching.started).hasSize(2);
    }

    @Test
    void whatIsWatchedWhenTheServiceStopsIsKept() {
        CompletableFuture<WatchSummary> done = supervised.start(CAMERA);
        picture(CAMERA);
        supervised.close();
        assertThat(done).isCompleted();
        assertThat(kept).containsKey(DOOR);
        assertThat(alarms.pending()).isZero();
    }

    @Test
    void aNameIsWatchedOnceOnly() {
        configured(CAMERA);
        assertThatThrownBy(() -> supervised.start(CAMERA)).hasFieldOrPropertyWithValue("code", ErrorCode.USAGE_STREAM_EXISTS);
        watching.fail(DOOR, unreachable());
        assertThatThrownBy(() -> supervised.start(CAMERA)).hasFieldOrPropertyWithValue("code", ErrorCode.USAGE_STREAM_EXISTS);
    }

    @Test
    void aStreamThatNobodyWatchesIsNotShownAsWatched() {
        StreamInfo left = StreamInfo.begun(CAMERA, alarms.now());
        store.putStream(left);
        assertThat(now().status()).isEqualTo(Status.INTERRUPTED);
    }

    @Test
    void aHundredDeadCamerasTakeNoThread() {
        watching.refusal = unreachable();
        silence = unreachable();
        int before = Thread.activeCount();
        for (int i = 0; i < 100; i++) {
            supervised.watchConfigured(settings("camera" + i, "rtsp://camera/" + i));
        }
        alarms.pass(Duration.ofMinutes(10));
        assertThat(Thread.activeCount()).isLessThanOrEqualTo(before + 1);
        assertThat(watching.started).as("one try each").hasSize(100);
        assertThat(supervised.outages()).hasSize(100);
    }

    @Test
    void aPausedStreamIsAGapOfItsOwnUntilItIsResumed() {
        store.putStream(StreamInfo.begun(CAMERA, alarms.now()));
        configured(CAMERA);
        picture(CAMERA);
        store.putFrame(DOOR, 0, new Thumbnail(4, new byte[1]));
        supervised.pause(DOOR);
        assertThat(watching.running).isEmpty();
        assertThat(now().status()).isEqualTo(Status.PAUSED);
        assertThat(store.gaps(DOOR, 100)).extracting(Gap::start, Gap::cause, Gap::open).containsExactly(tuple(4.0, Gap.Cause.PAUSED, true));
        alarms.pass(Duration.ofHours(1));
        assertThat(watching.started).hasSize(1);
        assertThat(supervised.outages()).isEmpty();
        supervised.pause(DOOR);
        assertThatThrownBy(() -> supervised.retry(DOOR)).hasMessageContaining("is paused");
        assertThatThrownBy(() -> supervised.start(CAMERA)).hasMessageContaining("is paused");
        supervised.resume(DOOR);
        alarms.pass(Duration.ZERO);
        assertThat(watching.started).containsExactly(CAMERA, CAMERA);
        assertThatThrownBy(() -> supervised.resume(DOOR)).hasMessageContaining("is not paused");
    }

    @Test
    void aPauseBeginsNowAndWhatWasNotLookedAtBeforeIsMissingForAnotherReason() {
        store.putStream(StreamInfo.begun(CAMERA, alarms.now()));
        configured(CAMERA);
        picture(CAMERA);
        store.putFrame(DOOR, 0, new Thumbnail(4, new byte[1]));
        alarms.pass(Duration.ofSeconds(6));
        supervised.pause(DOOR);
        assertThat(store.gaps(DOOR, 100)).containsExactly(Gap.from(DOOR, 6, Gap.Cause.PAUSED));
        supervised.resume(DOOR);
        alarms.pass(Duration.ZERO);
        picture(CAMERA);
        store.putFrame(DOOR, 1, new Thumbnail(7, new byte[1]));
        Gaps.end(store, DOOR, 7);
        alarms.pass(Duration.ofSeconds(20));
        supervised.pause(DOOR);
        assertThat(store.gaps(DOOR, 100)).containsExactly(new Gap(DOOR, 6, 7, Gap.Cause.PAUSED),
                new Gap(DOOR, 7, 26, Gap.Cause.OVERLOADED), Gap.from(DOOR, 26, Gap.Cause.PAUSED));
    }

    @Test
    void aTryThatFailsWhileAStreamIsPausedLeavesItPaused() {
        store.putStream(StreamInfo.begun(CAMERA, alarms.now()));
        configured(CAMERA);
        picture(CAMERA);
        store.putFrame(DOOR, 0, new Thumbnail(4, new byte[1]));
        store.onGap = () -> watching.fail(DOOR, unreachable());
        supervised.pause(DOOR);
        alarms.pass(Duration.ofHours(1));
        assertThat(now().status()).isEqualTo(Status.PAUSED);
        assertThat(store.gaps(DOOR, 10_000)).containsExactly(Gap.from(DOOR, 4, Gap.Cause.PAUSED));
        assertThat(watching.started).hasSize(1);
    }

    @Test
    void messagesNameAStreamAsItIsShown() {
        configured(CAMERA);
        picture(CAMERA);
        store.rename(DOOR, "Front door");
        supervised.pause(DOOR);
        assertThatThrownBy(() -> supervised.start(CAMERA)).isInstanceOfSatisfying(AfterimageException.class, refused -> {
            assertThat(refused).hasMessage("the stream 'Front door' is paused");
            assertThat(refused.remedy()).contains("'afterimage streams resume \"Front door\"'");
        });
    }

    @Test
    void aPausedStreamThatCannotBeResumedForAFullDiskIsResumedLater() {
        configured(CAMERA);
        picture(CAMERA);
        supervised.pause(DOOR);
        store.full = true;
        assertThatThrownBy(() -> supervised.resume(DOOR)).isInstanceOf(AfterimageException.class);
        assertThat(supervised.watches(DOOR)).isFalse();
        store.full = false;
        supervised.resume(DOOR);
        alarms.pass(Duration.ZERO);
        assertThat(watching.started).containsExactly(CAMERA, CAMERA);
    }

    @Test
    void aLostStreamThatIsPausedAndThenNotReachedHasThreeGaps() {
        store.putStream(StreamInfo.begun(CAMERA, alarms.now()));
        configured(CAMERA);
        picture(CAMERA);
        store.putFrame(DOOR, 0, new Thumbnail(4, new byte[1]));
        watching.fail(DOOR, unreachable());
        Gaps.begin(store, store.stream(DOOR).orElseThrow());
        silence = unreachable();
        alarms.pass(Duration.ofSeconds(100));
        supervised.pause(DOOR);
        alarms.pass(Duration.ofSeconds(100));
        supervised.resume(DOOR);
        watching.refusal = unreachable();
        alarms.pass(Duration.ofSeconds(20));
        assertThat(store.gaps(DOOR, 1000)).extracting(Gap::cause, Gap::open).containsExactly(tuple(Gap.Cause.UNREACHABLE, false),
                tuple(Gap.Cause.PAUSED, false), tuple(Gap.Cause.UNREACHABLE, true));
        assertThat(store.gaps(DOOR, 1000)).extracting(Gap::start).containsExactly(4.0, 100.0, 200.0);
    }

    @Test
    void aPausedStreamStaysSoWhenTheServiceStartsAgain() {
        configured(CAMERA);
        supervised.pause(DOOR);
        SupervisedWatching next = another();
        assertThat(next.paused(DOOR)).isTrue();
        next.leavePaused(CAMERA);
        assertThat(next.asOfNow(store.stream(DOOR).orElseThrow()).status()).isEqualTo(Status.PAUSED);
        next.resume(DOOR);
        alarms.pass(Duration.ZERO);
        assertThat(watching.started).hasSize(2);
        assertThat(another().paused(DOOR)).isFalse();
    }

    @Test
    void aLostStreamIsTriedAtOnceWhenSomebodyAsksForThat() {
        configured(CAMERA);
        picture(CAMERA);
        watching.fail(DOOR, unreachable());
        silence = unreachable();
        alarms.pass(Duration.ofMinutes(10));
        int begun = watching.started.size();
        silence = null;
        supervised.retry(DOOR);
        supervised.retry(DOOR);
        alarms.pass(Duration.ZERO);
        assertThat(watching.started).as("one try").hasSize(begun + 1);
        picture(CAMERA);
        supervised.retry(DOOR);
        alarms.pass(Duration.ofMinutes(1));
        assertThat(watching.started).as("a stream that is watched is left alone").hasSize(begun + 1);
        watching.end(DOOR, Status.ENDED);
        assertThatThrownBy(() -> supervised.retry(DOOR)).hasMessageContaining("has ended");
    }

    @Test
    void aStreamThatWasGivenUpIsBegunAgain() {
        configured(CAMERA);
        picture(CAMERA);
        watching.fail(DOOR, new AfterimageException(ErrorCode.MODEL_FAILED, "the model broke", "mend it"));
        assertThat(now().status()).isEqualTo(Status.FAILED);
        supervised.retry(DOOR);
        alarms.pass(Duration.ZERO);
        assertThat(watching.started).hasSize(2);
    }

    @Test
    void aCameraIsWatchedFromAnotherAddressAsTheSameStream() {
        configured(CAMERA);
        picture(CAMERA);
        store.putFrame(DOOR, 0, new Thumbnail(4, new byte[1]));
        SourceSettings moved = settings("door", "synthetic:9:0:end:rtsp://camera/other");
        store.putGap(Gap.from(DOOR, 4, Gap.Cause.NOT_RUNNING));
        supervised.change(moved);
        assertThat(store.gaps(DOOR, 100)).as("nobody paused it").containsExactly(Gap.from(DOOR, 4, Gap.Cause.CHANGED));
        alarms.pass(Duration.ZERO);
        assertThat(watching.started).containsExactly(CAMERA, moved);
        assertThat(store.stream(DOOR).orElseThrow().uri()).isEqualTo(moved.uri());
        assertThat(supervised.source(DOOR)).contains(moved);
        supervised.pause(DOOR);
        supervised.change(CAMERA);
        alarms.pass(Duration.ofHours(1));
        assertThat(watching.started).as("a paused stream stays paused").hasSize(2);
        SupervisedWatching next = another();
        next.leavePaused(CAMERA);
        assertThat(next.source(DOOR)).contains(CAMERA);
    }

    @Test
    void aFileThatWasBegunIsReadInOneWay() {
        configured(FILE);
        picture(FILE);
        store.putFrame(DOOR, 0, new Thumbnail(4, new byte[1]));
        assertThatThrownBy(() -> supervised.change(new SourceSettings(DOOR, FILE.uri(), 5, FILE.pace(), false, FILE.reading())))
                .hasMessageContaining("is a file");
        assertThat(watching.running).containsKey(DOOR);
    }

    private SupervisedWatching another() {
        return new SupervisedWatching(new Supervision(watching, store, feed, new AwaitedFrames(new SyntheticSource()),
                settings -> CompletableFuture.completedFuture(Optional.empty()), keptSources(), alarms, new Backoff(new Random(1)),
                (stream, notice) -> { }));
    }

    private void throwProbeError() {
        if (probeError != null) {
            throw probeError;
        }
    }

    private CompletableFuture<WatchSummary> configured(SourceSettings settings) {
        CompletableFuture<WatchSummary> done = supervised.watchConfigured(settings);
        alarms.pass(Duration.ZERO);
        return done;
    }

    private StreamInfo now() {
        return supervised.asOfNow(store.stream(DOOR).orElseThrow());
    }

    /** One picture, as the job would read it. */
    private void picture(SourceSettings settings) {
        try (FrameSource.Capture capture = frames.open(settings, -1, 0)) {
            Frame frame = capture.next();
            assertThat(frame).isNotNull();
        }
    }

    private static SourceSettings settings(String stream, String uri) {
        return new SourceSettings(new StreamId(stream), uri, 2, SourceSettings.Pace.ASAP, false, ReadingSettings.DEFAULT);
    }

    private static AfterimageException unreachable() {
        return new AfterimageException(ErrorCode.INPUT_UNREACHABLE, "the camera is off", "switch it on");
    }

    private static AfterimageException full() {
        return new AfterimageException(ErrorCode.STORAGE_FULL, "the disk is full", "free some space");
    }

    private AddedSources keptSources() {
        return new AddedSources() {
            @Override
            public List<SourceSettings> all() {
                return List.copyOf(kept.values());
            }

            @Override
            public void keep(SourceSettings settings) {
                kept.put(settings.stream(), settings);
            }

            @Override
            public void forget(StreamId stream) {
                kept.remove(stream);
            }

            @Override
            public SourceSettings changed(SourceSettings configured) {
                return changed.getOrDefault(configured.stream(), configured);
            }

            @Override
            public void keepChanged(SourceSettings configured, SourceSettings settings) {
                changed.put(settings.stream(), settings);
            }
        };
    }

    /** Says that it is full when a test says so. */
    private static final class RoomyStore extends ForwardingStore {

        private boolean full;
        private Runnable onGap = () -> { };

        RoomyStore() {
            super(new InMemorySegmentStore());
        }

        @Override
        public void requireRoom() {
            if (full) {
                throw full();
            }
        }

        /** What happens at the same time, once. */
        @Override
        public void putGap(Gap gap) {
            super.putGap(gap);
            Runnable meanwhile = onGap;
            onGap = () -> { };
            meanwhile.run();
        }

        @Override
        public void putStream(StreamInfo info) {
            requireRoom();
            super.putStream(info);
        }
    }
}
