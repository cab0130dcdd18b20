package dev.afterimage.flink.embedded;

import org.apache.flink.configuration.BlobServerOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;

import java.time.Duration;

/** Flink within this process; nobody outside can reach it. */
public final class EmbeddedCluster {

    /** Streams watched at once unless another number is asked for. */
    public static final int DEFAULT_STREAMS = 32;

    /** Subtasks at most: each works with all cores by itself most of the time. */
    private static final int MOST_SUBTASKS = 8;

    /** Of network buffers, taken at once. The steps of a stream are one task and need none. */
    private static final int NETWORK_MEBIBYTES = 4;

    private static final String LOOPBACK = "127.0.0.1";

    private EmbeddedCluster() { }

    /** As below, for {@link #DEFAULT_STREAMS}. */
    public static MiniCluster start() throws Exception {
        return start(DEFAULT_STREAMS);
    }

    /**
     * Starts one; close it when done.
     *
     * @param streams that can be watched at once
     */
    public static MiniCluster start(int streams) throws Exception {
        MiniCluster cluster = new UnreachableCluster(new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration(streams))
                // One: tasks of several would exchange frames over the network.
                .setNumTaskManagers(1)
                // As many again: a job that has just failed may hold its slots a moment longer.
                .setNumSlotsPerTaskManager(2 * subtasks(streams))
                .build());
        cluster.start();
        return cluster;
    }

    /** How many share the streams: one a core, and no more than there can be streams. */
    static int subtasks(int streams) {
        return Math.max(1, Math.min(Math.min(streams, Runtime.getRuntime().availableProcessors()), MOST_SUBTASKS));
    }

    /** Small: nothing needs Flink's own memory ({@link dev.afterimage.flink.WritePathJob}). */
    static Configuration configuration(int streams) {
        Configuration configuration = new Configuration();
        MemorySize buffers = MemorySize.ofMebiBytes(NETWORK_MEBIBYTES);
        configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(4));
        configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, buffers);
        configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, buffers);
        unreachable(configuration);
        // A laptop that slept for a minute has lost nothing: its task manager lives in this process.
        configuration.set(HeartbeatManagerOptions.HEARTBEAT_TIMEOUT, Duration.ofHours(12));
        return configuration;
    }

    /** Servers that Flink insists on are bound here for the moment in which they exist, and nothing is ever fetched from them. */
    private static void unreachable(Configuration configuration) {
        configuration.set(RestOptions.ADDRESS, LOOPBACK);
        configuration.set(RestOptions.BIND_ADDRESS, LOOPBACK);
        configuration.set(RestOptions.BIND_PORT, "0");
        configuration.set(JobManagerOptions.BIND_HOST, LOOPBACK);
        configuration.set(TaskManagerOptions.BIND_HOST, LOOPBACK);
        configuration.set(BlobServerOptions.PORT, "0");
        configuration.set(BlobServerOptions.OFFLOAD_MINSIZE, Integer.MAX_VALUE);
    }
}
