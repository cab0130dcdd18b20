package dev.afterimage.flink.embedded;

import dev.afterimage.core.AfterimageException;
import dev.afterimage.core.ErrorCode;
import dev.afterimage.core.SegmentStore;
import dev.afterimage.core.SourceSettings;
import dev.afterimage.core.StreamInfo;
import dev.afterimage.core.Watching.WatchSummary;
import dev.afterimage.flink.PartsProvider;
import dev.afterimage.flink.WritePathJob;
import dev.afterimage.flink.operator.PrefillAndStore;
import dev.afterimage.flink.source.VideoSource;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.OptionalFailure;
import org.apache.flink.util.SerializedValue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The write path of one stream as a job of the embedded cluster: from its latest checkpoint if there is one. */
final class StreamJob {

    static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(5);
    private static final int RESTARTS = 3;

    private final SourceSettings settings;
    private final StreamInfo before;
    private final PartsProvider parts;
    private final Checkpoints checkpoints;
    private final long startedNanos = System.nanoTime();

    StreamJob(SourceSettings settings, StreamInfo before, PartsProvider parts, Checkpoints checkpoints) {
        this.settings = settings;
        this.before = before;
        this.parts = parts;
        this.checkpoints = checkpoints;
    }

    SourceSettings settings() {
        return settings;
    }

    JobID submit(MiniCluster cluster) {
        Configuration configuration = configuration();
        try (StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment(configuration)) {
            List<SourceSettings> sources = List.of(settings);
            WritePathJob.define(environment, source(sources), sources, parts);
            JobGraph graph = environment.getStreamGraph().getJobGraph();
            graph.setSavepointRestoreSettings(SavepointRestoreSettings.fromConfiguration(configuration));
            return cluster.submitJob(graph).get().getJobID();
        } catch (Exception e) {
            throw new AfterimageException(ErrorCode.INTERNAL, "the job of stream '" + settings.stream() + "' was not accepted: " + e.getMessage(),
                    "run again with AFTERIMAGE_LOG=debug", e);
        }
    }

    /** A file is replayed and gives the same blocks again; what a camera showed never comes back, so its stream goes on. */
    private VideoSource source(List<SourceSettings> sources) {
        VideoSource source = new VideoSource(sources, parts);
        return before.live() && before.frames() > 0 ? source.goingOn(before.stream().name(), before.lastSeconds(), before.frames()) : source;
    }

    private Configuration configuration() {
        Configuration configuration = new Configuration();
        configuration.set(CoreOptions.DEFAULT_PARALLELISM, 1);
        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, CHECKPOINT_INTERVAL);
        configuration.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
        configuration.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoints.directory(settings.stream()).toUri().toString());
        configuration.set(CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION, ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, RESTARTS);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(200));
        checkpoints.latest(settings.stream()).ifPresent(checkpoint -> {
            configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, checkpoint.toUri().toString());
            configuration.set(StateRecoveryOptions.RESTORE_MODE, RecoveryClaimMode.CLAIM);
        });
        return configuration;
    }

    /**
     * What a job did, to its end or until it was cancelled.
     *
     * @param millis from when its operators stood until the last frame was stored
     */
    record Work(long frames, long tokensDropped, long millis) {

        double framesPerSecond() {
            return millis <= 0 ? 0 : frames * 1000.0 / millis;
        }
    }

    CompletableFuture<Work> completion(MiniCluster cluster, JobID id) {
        return cluster.requestJobResult(id).thenApply(StreamJob::work);
    }

    private static Work work(JobResult result) {
        ClassLoader loader = StreamJob.class.getClassLoader();
        boolean cancelled = result.getJobStatus().filter(status -> status == JobStatus.CANCELED).isPresent();
        result.getSerializedThrowable().filter(thrown -> !cancelled).ifPresent(thrown -> {
            throw AfterimageException.of(thrown.deserializeError(loader));
        });
        long frames = count(result, PrefillAndStore.FRAMES);
        return new Work(frames, count(result, PrefillAndStore.TOKENS_DROPPED),
                frames == 0 ? 0 : count(result, PrefillAndStore.STORED) - count(result, PrefillAndStore.BEGUN));
    }

    /** 0 of a job that was cancelled before its operators stood. */
    private static long count(JobResult result, String accumulator) {
        SerializedValue<OptionalFailure<Object>> counted = result.getAccumulatorResults().get(accumulator);
        try {
            return counted == null ? 0 : (Long) counted.deserializeValue(StreamJob.class.getClassLoader()).getUnchecked();
        } catch (IOException | ClassNotFoundException e) {
            throw AfterimageException.of(e);
        }
    }

    /** Asks for the end; a job that has just ended by itself is as good. */
    static void cancel(MiniCluster cluster, JobID id) {
        cluster.cancelJob(id).exceptionally(ended -> null).join();
    }

    WatchSummary summary(SegmentStore store, Work work) {
        StreamInfo after = store.stream(settings.stream()).orElse(before);
        double seconds = (System.nanoTime() - startedNanos) / 1e9;
        return new WatchSummary(after.stream(), after.frames(), after.blocks(), store.scenes(after.stream(), Double.POSITIVE_INFINITY),
                after.tokens(), work.tokensDropped(), after.kvBytes(), work.framesPerSecond(), seconds);
    }
}
