package dev.afterimage.flink.cluster;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.flink.WritePathJob;
import dev.afterimage.flink.parts.PartsProvider;
import dev.afterimage.flink.placement.FlinkPlacements;
import dev.afterimage.flink.source.StreamKey;
import java.time.Duration;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The job that watches all streams, in a cluster that Flink's own client submits it to. Parallelism, where checkpoints lie and how often
 * failures are made up for is the cluster's configuration, or the client's options.
 */
public final class ClusterJob {

    private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(10);
    private static final Duration CHECKPOINT_TIMEOUT = Duration.ofHours(12);

    private ClusterJob() { }

    /**
     * Submits it, and returns at once where the client runs detached.
     *
     * @throws AfterimageException when the cluster does not take it
     */
    public static void submit(PartsProvider parts) {
        try (StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment()) {
            define(environment, parts);
            environment.execute(FlinkPlacements.JOB);
        } catch (AfterimageException told) {
            throw told;
        } catch (Exception e) {
            throw new AfterimageException(ErrorCode.INTERNAL, "the cluster did not take the job: " + e.getMessage(),
                    "see the client's log, and that the job manager's address is right", e);
        }
    }

    static void define(StreamExecutionEnvironment environment, PartsProvider parts) {
        environment.configure(configuration());
        if (environment.getCheckpointInterval() <= 0) {
            environment.enableCheckpointing(CHECKPOINT_INTERVAL.toMillis());
        }
        if (environment.getConfiguration().getOptional(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER).isEmpty()) {
            // While the checkpoint storage cannot be reached the job goes on; what it stores is on the machines.
            environment.getCheckpointConfig().setTolerableCheckpointFailureNumber(Integer.MAX_VALUE);
        }
        if (environment.getConfiguration().getOptional(CheckpointingOptions.CHECKPOINTING_TIMEOUT).isEmpty()) {
            // The first checkpoint of a job and each savepoint copy all stores.
            environment.getCheckpointConfig().setCheckpointTimeout(CHECKPOINT_TIMEOUT.toMillis());
        }
        WritePathJob.define(environment, parts);
    }

    /** What the job cannot do without, whatever the cluster's configuration says. */
    private static Configuration configuration() {
        Configuration configuration = new Configuration();
        // A stream's key is made for this number of groups.
        configuration.set(PipelineOptions.MAX_PARALLELISM, StreamKey.MAX_SUBTASKS);
        // Steps hand on what they made and never touch it again: it need not be copied from one to the next.
        configuration.set(PipelineOptions.OBJECT_REUSE, true);
        configuration.set(PipelineOptions.AUTO_WATERMARK_INTERVAL, Duration.ZERO);
        configuration.set(CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION, ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
        return configuration;
    }
}
