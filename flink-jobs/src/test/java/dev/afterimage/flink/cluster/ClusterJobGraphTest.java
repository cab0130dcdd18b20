package dev.afterimage.flink.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.flink.parts.PartsProvider;
import dev.afterimage.flink.parts.WantedStreams;
import dev.afterimage.flink.parts.WritePathParts;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.JobVertex;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;

/** What Flink makes of the job. */
class ClusterJobGraphTest {

    /** Nothing of it is used before the job runs. */
    private static final class Unused implements PartsProvider {

        private static final long serialVersionUID = 1L;

        @Override
        public WritePathParts parts() {
            throw new IllegalStateException("the job is only defined");
        }

        @Override
        public WantedStreams wanted() {
            throw new IllegalStateException("the job is only defined");
        }
    }

    @Test
    void noFrameIsSerialisedOrCopiedBetweenTheSteps() throws Exception {
        try (StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(3, new Configuration())) {
            ClusterJob.define(environment, new Unused());
            JobGraph graph = environment.getStreamGraph().getJobGraph();
            assertThat(graph.getVertices()).as("tasks: only between two of them is anything serialised").singleElement()
                    .extracting(JobVertex::getName).asString().contains("capture -> encode -> hear -> tile scenes -> prefill and store");
            assertThat(environment.getConfig().isObjectReuseEnabled()).as("within a task records are handed on as they are").isTrue();
            assertThat(graph.getMaximumParallelism()).isEqualTo(3);
            assertThat(environment.getCheckpointInterval()).isEqualTo(10_000);
        }
    }
}
