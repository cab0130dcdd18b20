package dev.afterimage.flink.embedded;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.watch.LiveFeed;
import dev.afterimage.flink.fake.Streams;
import dev.afterimage.flink.fake.SyntheticSource;
import dev.afterimage.memory.fake.InMemorySegmentStore;
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

class ManyStreamsTest {

    /** A source that goes on long enough. */
    private static final String ON = "synthetic:100000:100:end";

    @TempDir
    private Path data;
    private final SegmentStore store = new InMemorySegmentStore();

    @Test
    void asManyStreamsRunAsAreAllowedAndOneMoreIsRefused() throws Exception {
        int most = 40;
        try (EmbeddedWatching watching = watching(most)) {
            List<String> names = IntStream.range(0, most).mapToObj(number -> "camera-" + number).toList();
            names.parallelStream().forEach(name -> watching.start(Streams.settings(name, ON)));
            Streams.await("frames of every stream", () -> names.stream().allMatch(name -> Streams.hasFrames(store, name)));
            assertRefused(watching, "one-more", ErrorCode.USAGE_TOO_MANY_STREAMS);
            assertThat(store.stream(new StreamId("one-more"))).as("nothing was stored").isEmpty();
            assertThat(data.resolve("checkpoints").resolve("one-more")).doesNotExist();
        }
    }

    @Test
    void aStreamThatEndsOrIsStoppedOrCannotBeOpenedGivesItsPlaceBack() throws Exception {
        try (EmbeddedWatching watching = watching(1)) {
            watching.start(Streams.settings("short", "synthetic:3:0:end")).get(60, TimeUnit.SECONDS);
            assertThatThrownBy(() -> watching.start(Streams.settings("broken", "synthetic:none"))).isInstanceOf(RuntimeException.class);
            for (int round = 0; round < 3; round++) {
                String name = "round-" + round;
                watching.start(Streams.settings(name, ON));
                assertRefused(watching, "other", ErrorCode.USAGE_TOO_MANY_STREAMS);
                Streams.await("frames of " + name, () -> Streams.hasFrames(store, name));
                watching.stop(new StreamId(name));
            }
        }
    }

    @Test
    void ofManyAdditionsOfOneNameAtOnceExactlyOneWins() {
        try (EmbeddedWatching watching = watching(40)) {
            List<CompletableFuture<ErrorCode>> outcomes = IntStream.range(0, 8)
                    .mapToObj(number -> CompletableFuture.supplyAsync(() -> outcome(watching, "door"))).toList();
            assertThat(outcomes.stream().map(CompletableFuture::join).filter(code -> code == null)).as("won").hasSize(1);
            assertThat(outcomes.stream().map(CompletableFuture::join).filter(code -> code == ErrorCode.USAGE_STREAM_EXISTS)).hasSize(7);
        }
    }

    private static ErrorCode outcome(EmbeddedWatching watching, String name) {
        try {
            watching.start(Streams.settings(name, ON));
            return null;
        } catch (AfterimageException refused) {
            return refused.code();
        }
    }

    private EmbeddedWatching watching(int most) {
        return new EmbeddedWatching(data, Streams.parts(new SyntheticSource(), store, new LiveFeed()),
                new EmbeddedWatching.Limits(most, Duration.ofSeconds(15)));
    }

    private static void assertRefused(EmbeddedWatching watching, String name, ErrorCode code) {
        assertThatThrownBy(() -> watching.start(Streams.settings(name, ON)))
                .isInstanceOfSatisfying(AfterimageException.class, refused -> {
                    assertThat(refused.code()).isEqualTo(code);
                    assertThat(refused.remedy()).contains("max_streams");
                });
    }
}
