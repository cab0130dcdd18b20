package dev.afterimage.engine.cluster;

import dev.afterimage.flink.cluster.ClusterJob;

/** The entry point of {@code afterimage-job.jar}, called by Flink's client: {@code flink run -d afterimage-job.jar --sources FILE}. */
public final class JobMain {

    private JobMain() { }

    public static void main(String[] arguments) {
        ClusterJob.submit(new ClusterParts(ClusterSettings.of(arguments)));
    }
}
