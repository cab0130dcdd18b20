package dev.afterimage.flink.embedded;

import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.watch.LiveFeed;
import dev.afterimage.flink.fake.Streams;
import dev.afterimage.flink.fake.SyntheticSource;
import dev.afterimage.memory.fake.InMemorySegmentStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/** What a further stream costs in threads. */
class ThreadsTest {

    private static final String ON = "synthetic:100000:20:end";

    @TempDir
    private Path data;
    private final SegmentStore store = new InMemorySegmentStore();

    @Test
    void aFurtherStreamCostsFourThreadsAtMostAndAllShareOneJob() throws Exception {
        try (EmbeddedWatching watching = new EmbeddedWatching(data, Streams.parts(new SyntheticSource(), store, new LiveFeed()))) {
            watch(watching, 0, 1);
            List<Thread> one = threads();
            watch(watching, 1, 2);
            assertThat(added(one)).as("threads that the second stream adds").hasSizeLessThanOrEqualTo(4);
            List<Thread> two = threads();
            watch(watching, 2, 8);
            assertThat(added(two)).as("threads that six more add").hasSizeLessThanOrEqualTo(6 * 4);
            assertThat(named("Source: capture ->")).as("one a core, for all steps of all streams")
                    .hasSize(EmbeddedCluster.subtasks(EmbeddedCluster.DEFAULT_STREAMS));
            assertThat(named("Checkpoint Timer")).as("jobs").hasSize(1);
            assertThat(named("OutputFlusher")).as("nothing passes from task to task").isEmpty();
        }
    }

    @Test
    void whatAStreamAddedGoesWithIt() throws Exception {
        try (EmbeddedWatching watching = new EmbeddedWatching(data, Streams.parts(new SyntheticSource(), store, new LiveFeed()))) {
            watch(watching, 0, 1);
            watch(watching, 1, 3);
            watching.stop(new StreamId(name(1)));
            watching.stop(new StreamId(name(2)));
            Streams.await("its threads end", () -> threads().stream().map(Thread::getName)
                    .noneMatch(name -> name.contains(name(1)) || name.contains(name(2))));
            assertThat(named("read-" + name(0))).hasSize(1);
        }
    }

    /** Until the streams have frames, and all of this a checkpoint: for that a subtask has a thread of its own as well. */
    private void watch(EmbeddedWatching watching, int from, int until) throws InterruptedException {
        List<String> names = IntStream.range(from, until).mapToObj(ThreadsTest::name).toList();
        names.forEach(name -> watching.start(Streams.settings(name, ON)));
        Streams.await("frames of every stream", () -> names.stream().allMatch(name -> Streams.hasFrames(store, name)));
        Optional<Path> before = latest();
        Streams.await("a checkpoint", () -> latest().isPresent() && !latest().equals(before));
    }

    private Optional<Path> latest() {
        return new Checkpoints(data).latest(EmbeddedCluster.subtasks(EmbeddedCluster.DEFAULT_STREAMS));
    }

    private static String name(int number) {
        return "camera-" + number;
    }

    private static List<String> added(List<Thread> before) {
        return threads().stream().filter(thread -> !before.contains(thread)).map(Thread::getName).toList();
    }

    private static List<Thread> named(String prefix) {
        return threads().stream().filter(thread -> thread.getName().startsWith(prefix)).toList();
    }

    private static List<Thread> threads() {
        return List.copyOf(Thread.getAllStackTraces().keySet());
    }
}
