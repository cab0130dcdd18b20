package dev.afterimage.flink.embedded;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.flink.WritePathJob;
import dev.afterimage.flink.parts.PartsProvider;
import dev.afterimage.flink.source.StreamKey;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The job that watches all streams, in a cluster of this process: from its latest checkpoint if there is one. It runs from the first stream
 * on until this is closed; where it fails all the same, the next stream gets a new one.
 */
final class WatchJob implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WatchJob.class);
    private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(5);
    private static final int RESTARTS = 3;

    private final PartsProvider parts;
    private final Checkpoints checkpoints;
    private final int streams;
    private final int subtasks;
    private MiniCluster cluster;
    private JobID running;
    private boolean closed;

    /** @param cluster to run in; null for one of its own */
    WatchJob(PartsProvider parts, Checkpoints checkpoints, int streams, MiniCluster cluster) {
        this.parts = parts;
        this.checkpoints = checkpoints;
        this.streams = streams;
        this.subtasks = EmbeddedCluster.subtasks(streams);
        this.cluster = cluster;
    }

    /** @throws AfterimageException when the cluster does not start or take the job */
    synchronized void ensureRunning() {
        if (closed) {
            throw new AfterimageException(ErrorCode.USAGE, "nothing more is watched: Afterimage is stopping", "start it again");
        }
        if (running == null) {
            Optional<Path> from = checkpoints.latest(subtasks);
            checkpoints.tidy(subtasks, from);
            submit(from);
        }
    }

    private void submit(Optional<Path> from) {
        startCluster();
        Configuration configuration = configuration(from);
        parts.wanted().submitted();
        try (StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment(configuration)) {
            WritePathJob.define(environment, parts);
            JobGraph graph = environment.getStreamGraph().getJobGraph();
            graph.setSavepointRestoreSettings(SavepointRestoreSettings.fromConfiguration(configuration));
            JobID id = cluster.submitJob(graph).get().getJobID();
            running = id;
            // On a thread of its own: the cluster's must not wait for who is just submitting another.
            cluster.requestJobResult(id).whenCompleteAsync((result, thrown) -> ended(id, result, thrown, from), WatchJob::apart);
        } catch (Exception e) {
            throw new AfterimageException(ErrorCode.INTERNAL, "the job that watches was not accepted: " + e.getMessage(),
                    "run again with AFTERIMAGE_LOG=debug", e);
        }
    }

    private static void apart(Runnable work) {
        Thread thread = new Thread(work, "job-end");
        thread.setDaemon(true);
        thread.start();
    }

    private void startCluster() {
        // One that ended by itself, as after a fatal failure, is replaced.
        if (cluster == null || !cluster.isRunning()) {
            try {
                cluster = ClusterStart.of(streams);
            } catch (Exception e) {
                throw new AfterimageException(ErrorCode.INTERNAL, "the embedded Flink cluster did not start: " + e.getMessage(),
                        "check that this machine can open local ports and that its own name has an address (/etc/hosts)", e);
            }
        }
    }

    /** A checkpoint that cannot be read must not keep all streams from being watched: without one, files begin anew and cameras go on. */
    private void ended(JobID id, JobResult result, Throwable thrown, Optional<Path> from) {
        Throwable failure = thrown != null ? thrown
                : result.getSerializedThrowable().map(each -> each.deserializeError(WatchJob.class.getClassLoader())).orElse(null);
        synchronized (this) {
            if (closed || !id.equals(running)) {
                return;
            }
            running = null;
            if (from.isPresent() && !parts.wanted().reached() && submittedAnew(from.get(), failure)) {
                return;
            }
        }
        parts.wanted().leftAll(failure != null ? failure
                : new AfterimageException(ErrorCode.INTERNAL, "the job that watches was cancelled", "see the log"));
    }

    private boolean submittedAnew(Path from, Throwable failure) {
        LOG.warn("the job could not go on from {}; streams begin from what is stored", from, failure);
        try {
            submit(Optional.empty());
            return true;
        } catch (AfterimageException notAccepted) {
            LOG.warn("{}", notAccepted.line(), notAccepted);
            return false;
        }
    }

    private Configuration configuration(Optional<Path> from) {
        Configuration configuration = new Configuration();
        configuration.set(CoreOptions.DEFAULT_PARALLELISM, subtasks);
        configuration.set(PipelineOptions.MAX_PARALLELISM, StreamKey.MAX_SUBTASKS);
        // Steps hand on what they made and never touch it again: it need not be copied from one to the next.
        configuration.set(PipelineOptions.OBJECT_REUSE, true);
        // Nothing is decided by watermarks; a timer for them would be one more thread.
        configuration.set(PipelineOptions.AUTO_WATERMARK_INTERVAL, Duration.ZERO);
        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, CHECKPOINT_INTERVAL);
        // Where the disk is full, the blocks' own failure says so; a checkpoint that could not be written is made up for by the next.
        configuration.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, Integer.MAX_VALUE);
        configuration.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
        configuration.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoints.directory(subtasks).toUri().toString());
        configuration.set(CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION, ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
        restarts(configuration);
        from.ifPresent(checkpoint -> {
            configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, checkpoint.toUri().toString());
            configuration.set(StateRecoveryOptions.RESTORE_MODE, RecoveryClaimMode.CLAIM);
        });
        return configuration;
    }

    /** Of what no stream is to blame for. The job runs for months, so old failures do not count. */
    private static void restarts(Configuration configuration) {
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "failure-rate");
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FAILURE_RATE_MAX_FAILURES_PER_INTERVAL, RESTARTS);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FAILURE_RATE_FAILURE_RATE_INTERVAL, Duration.ofMinutes(1));
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FAILURE_RATE_DELAY, Duration.ofMillis(200));
    }

    /** Ends the job with the frames it is at, and the cluster. */
    @Override
    public void close() {
        MiniCluster ending;
        JobID job;
        synchronized (this) {
            closed = true;
            ending = cluster;
            job = running;
        }
        if (ending == null) {
            return;
        }
        if (job != null) {
            ending.cancelJob(job).exceptionally(ended -> null).join();
            ending.requestJobResult(job).exceptionally(ended -> null).join();
        }
        ending.closeAsync().join();
    }
}
