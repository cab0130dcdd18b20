package dev.afterimage.flink.embedded;

import org.apache.flink.runtime.minicluster.MiniCluster;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Starts a cluster on a thread that nobody interrupts: Pekko prints the stack when it is interrupted while it starts. Who waits here is
 * interrupted when Afterimage stops; the cluster is closed then as soon as it has started.
 */
final class ClusterStart {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterStart.class);

    private ClusterStart() { }

    /** @param streams that can be watched at once */
    static MiniCluster of(int streams) throws Exception {
        FutureTask<MiniCluster> starting = new FutureTask<>(() -> EmbeddedCluster.start(streams));
        CompletableFuture<Void> unwanted = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            starting.run();
            unwanted.thenRun(() -> close(starting));
        }, "cluster-start");
        thread.setDaemon(true);
        thread.start();
        try {
            return starting.get();
        } catch (InterruptedException stopping) {
            unwanted.complete(null);
            throw stopping;
        }
    }

    private static void close(FutureTask<MiniCluster> started) {
        try {
            started.get().closeAsync();
        } catch (InterruptedException | ExecutionException notStarted) {
            LOG.debug("the cluster that nobody waited for did not start", notStarted);
        }
    }
}
