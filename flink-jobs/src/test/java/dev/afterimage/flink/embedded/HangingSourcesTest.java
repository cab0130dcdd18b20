package dev.afterimage.flink.embedded;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.watch.LiveFeed;
import dev.afterimage.flink.fake.HangingSource;
import dev.afterimage.flink.fake.Streams;
import dev.afterimage.flink.source.OpenedSources;
import dev.afterimage.memory.fake.InMemorySegmentStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Sources that hang in a call which nothing can break off. */
class HangingSourcesTest {

    private static final Duration LONG = Duration.ofMinutes(5);

    @TempDir
    private Path data;
    private final SegmentStore store = new InMemorySegmentStore();
    private final HangingSource source = new HangingSource();

    @AfterEach
    void letGo() {
        source.letGo();
    }

    @Test
    void aSourceThatDoesNotOpenFailsAtTheDeadlineAndLeavesNothing() {
        try (EmbeddedWatching watching = watching(Duration.ofMillis(300))) {
            assertThat(refusal(watching, "door", "open:hangs")).isEqualTo(ErrorCode.INPUT_STALLED);
            assertThat(store.streams()).isEmpty();
        }
    }

    @Test
    void streamsComeAndGoWhileOthersHang() throws Exception {
        try (EmbeddedWatching watching = watching(LONG)) {
            CompletableFuture<ErrorCode> hanging = CompletableFuture.supplyAsync(() -> refusal(watching, "hanging", "open:hangs"));
            Streams.await("one hangs", () -> source.hanging() == 1);
            watching.start(Streams.settings("door", "frames:100000"));
            Streams.await("frames", () -> Streams.hasFrames(store, "door"));
            watching.stop(new StreamId("door"));
            assertThat(hanging).isNotDone();
            watching.stop(new StreamId("hanging"));
            assertThat(hanging.get(30, TimeUnit.SECONDS)).as("told that it was stopped").isEqualTo(ErrorCode.USAGE_STREAM_STATE);
        }
    }

    @Test
    void aStreamThatHangsWhileItReadsCanBeStopped() throws Exception {
        try (EmbeddedWatching watching = watching(LONG)) {
            CompletableFuture<?> done = watching.start(Streams.settings("door", "frames:5"));
            Streams.await("it hangs behind the fifth frame", () -> source.hanging() == 1);
            watching.stop(new StreamId("door"));
            assertThat(done).isDone();
            assertThat(source.letGoYet()).isFalse();
        }
    }

    @Test
    void moreThanCanBeOpenedAtOnceAreRefusedUntilOneComesBack() throws Exception {
        try (EmbeddedWatching watching = watching(Duration.ofMillis(300))) {
            List<CompletableFuture<ErrorCode>> hanging = IntStream.range(0, OpenedSources.TRIED_AT_ONCE)
                    .mapToObj(number -> CompletableFuture.supplyAsync(() -> refusal(watching, "hangs-" + number, "open:hangs"))).toList();
            hanging.forEach(one -> assertThat(one.join()).isEqualTo(ErrorCode.INPUT_STALLED));
            assertThat(refusal(watching, "door", "frames:3")).isEqualTo(ErrorCode.INPUT_BUSY);
            source.letGo();
            Streams.await("the threads came back", () -> source.hanging() == 0);
            Streams.await("added", () -> refusal(watching, "door", "frames:3") != ErrorCode.INPUT_BUSY);
            assertThat(store.stream(new StreamId("door"))).isPresent();
        }
    }

    @Test
    void aSourceIsOpenedOnceAndClosedOnce() throws Exception {
        try (EmbeddedWatching watching = watching(LONG)) {
            source.letGo();
            watching.start(Streams.settings("door", "frames:5")).get(60, TimeUnit.SECONDS);
            assertThat(source.opened()).isEqualTo(1);
            Streams.await("closed", () -> source.closed() == 1);
        }
    }

    @Test
    void aJobThatIsNotAcceptedClosesItsSource() throws Exception {
        EmbeddedWatching watching = watching(LONG);
        watching.close();
        assertThatThrownBy(() -> watching.start(Streams.settings("door", "frames:5"))).isInstanceOf(AfterimageException.class);
        assertThat(source.opened()).isEqualTo(source.closed());
    }

    private EmbeddedWatching watching(Duration openWithin) {
        return new EmbeddedWatching(data, Streams.parts(source, store, new LiveFeed()), new EmbeddedWatching.Limits(32, openWithin));
    }

    private static ErrorCode refusal(EmbeddedWatching watching, String name, String uri) {
        try {
            watching.start(Streams.settings(name, uri));
            return null;
        } catch (AfterimageException refused) {
            return refused.code();
        }
    }
}
