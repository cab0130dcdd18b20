package dev.afterimage.flink.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.core.block.BlockEntry;
import dev.afterimage.core.block.KeyValues;
import dev.afterimage.core.frame.FrameSource;
import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.flink.embedded.EmbeddedCluster;
import dev.afterimage.flink.fake.Streams;
import dev.afterimage.flink.fake.SyntheticSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The cluster's job, with its real source, state and stores, fails, or is stopped with a savepoint and goes on elsewhere. */
class MovedStreamsTest {

    private static final List<String> NAMES = List.of("door", "hall", "yard");
    private static final int FRAMES = 60;
    /** Milliseconds that a frame takes. */
    private static final int PAUSE = 30;

    @TempDir
    private Path directory;
    /** By stream, the frames that captures were opened at. */
    private final Map<String, List<Long>> openedAt = new ConcurrentHashMap<>();

    private MachineParts machine(String name, int delayMillis) {
        SyntheticSource source = new SyntheticSource();
        FrameSource noting = new FrameSource() {
            @Override
            public Capture open(SourceSettings settings, double afterSeconds, long nextIndex) {
                return open(settings, afterSeconds, nextIndex, afterSeconds);
            }

            @Override
            public Capture open(SourceSettings settings, double afterSeconds, long nextIndex, double heardSeconds) {
                openedAt.computeIfAbsent(settings.stream().name(), none -> new ArrayList<>()).add(nextIndex);
                return source.open(settings, afterSeconds, nextIndex, heardSeconds);
            }
        };
        return new MachineParts(directory.resolve(name), noting, NAMES.stream()
                .map(stream -> Streams.settings(stream, "synthetic:" + FRAMES + ":" + delayMillis + ":end")).toList());
    }

    private JobID submit(MiniCluster cluster, MachineParts parts, int subtasks, Optional<String> savepoint) throws Exception {
        Configuration configuration = new Configuration();
        configuration.set(CoreOptions.DEFAULT_PARALLELISM, subtasks);
        configuration.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, directory.resolve("checkpoints").toUri().toString());
        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(200));
        savepoint.ifPresent(path -> configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, path));
        try (StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment(configuration)) {
            ClusterJob.define(environment, parts);
            JobGraph graph = environment.getStreamGraph().getJobGraph();
            graph.setSavepointRestoreSettings(SavepointRestoreSettings.fromConfiguration(configuration));
            return cluster.submitJob(graph).get().getJobID();
        }
    }

    private static void awaitFrames(SegmentStore store, int frames) throws InterruptedException {
        for (String name : NAMES) {
            Streams.await(frames + " frames of " + name, () -> store.stream(new StreamId(name))
                    .filter(info -> info.frames() >= frames).isPresent());
        }
    }

    private static void awaitEnds(SegmentStore store) throws InterruptedException {
        for (String name : NAMES) {
            Streams.await("the end of " + name, () -> store.stream(new StreamId(name))
                    .filter(info -> info.status() == StreamInfo.Status.ENDED).isPresent());
        }
    }

    private Map<String, List<String>> undisturbed(MiniCluster cluster) throws Exception {
        MachineParts parts = machine("undisturbed", 0);
        JobID job = submit(cluster, parts, 1, Optional.empty());
        awaitEnds(parts.store());
        cluster.cancelJob(job).get();
        cluster.requestJobResult(job).get();
        Map<String, List<String>> stored = stored(parts.store());
        parts.close();
        openedAt.clear();
        return stored;
    }

    /** By stream, all that is stored of its blocks. */
    private static Map<String, List<String>> stored(SegmentStore store) {
        Map<String, List<String>> stored = new HashMap<>();
        for (String name : NAMES) {
            List<String> blocks = new ArrayList<>();
            for (BlockEntry entry : store.entries(new StreamId(name), 0, Double.MAX_VALUE)) {
                KeyValues values = store.read(entry.stream(), entry.number()).keyValues();
                blocks.add(entry.number() + " " + entry.seconds() + " " + entry.windowStart() + " " + entry.note() + " "
                        + Arrays.hashCode(values.keys()) + " " + Arrays.hashCode(values.values()));
            }
            stored.put(name, blocks);
        }
        return stored;
    }

    private String stop(MiniCluster cluster, JobID job, MachineParts parts, String savepoint) throws Exception {
        String path = cluster.triggerSavepoint(job, directory.resolve(savepoint).toUri().toString(), true, SavepointFormatType.CANONICAL)
                .get();
        cluster.requestJobResult(job).get();
        parts.close();
        return path;
    }

    @Test
    void streamsGoOnWithMoreAndFewerSubtasksOnOtherMachinesAsIfNothingHadHappened() throws Exception {
        try (MiniCluster cluster = EmbeddedCluster.start()) {
            Map<String, List<String>> undisturbed = undisturbed(cluster);
            MachineParts first = machine("first", PAUSE);
            JobID job = submit(cluster, first, 1, Optional.empty());
            awaitFrames(first.store(), 15);
            String savepoint = stop(cluster, job, first, "savepoints");
            MachineParts second = machine("second", PAUSE);
            job = submit(cluster, second, 3, Optional.of(savepoint));
            awaitFrames(second.store(), 25);
            cluster.terminateTaskManager(0).get();
            cluster.startTaskManager();
            awaitFrames(second.store(), 40);
            savepoint = stop(cluster, job, second, "savepoints");
            MachineParts third = machine("third", PAUSE);
            job = submit(cluster, third, 2, Optional.of(savepoint));
            awaitEnds(third.store());
            assertThat(stored(third.store())).isEqualTo(undisturbed);
            cluster.cancelJob(job).get();
            cluster.requestJobResult(job).get();
            third.close();
        }
        assertThat(openedAt.values()).hasSize(NAMES.size()).allSatisfy(opened -> {
            assertThat(opened).as("nothing before a savepoint or a checkpoint is read twice").hasSize(4).isSorted();
            assertThat(opened.get(1)).isGreaterThanOrEqualTo(15);
            assertThat(opened.get(3)).isGreaterThanOrEqualTo(40);
        });
    }
}
