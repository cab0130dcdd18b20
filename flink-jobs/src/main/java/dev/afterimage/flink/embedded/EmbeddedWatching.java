package dev.afterimage.flink.embedded;

import dev.afterimage.core.AfterimageException;
import dev.afterimage.core.ErrorCode;
import dev.afterimage.core.LiveFeed;
import dev.afterimage.core.SourceSettings;
import dev.afterimage.core.StreamId;
import dev.afterimage.core.StreamInfo;
import dev.afterimage.core.Watching;
import dev.afterimage.flink.WritePathParts;
import org.apache.flink.api.common.JobID;
import org.apache.flink.runtime.minicluster.MiniCluster;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Runs one job a stream in a Flink cluster within this process, so that streams come and go without touching each other. */
public final class EmbeddedWatching implements Watching {

    private final WritePathParts parts;
    private final EmbeddedParts provider;
    private final Checkpoints checkpoints;
    private final Map<StreamId, Running> running = new ConcurrentHashMap<>();
    private final Map<StreamId, AfterimageException> failures = new ConcurrentHashMap<>();
    private MiniCluster cluster;

    /** @param done ends when the stream's last word is stored, too */
    private record Running(JobID id, CompletableFuture<WatchSummary> done) { }

    /** As below, in a cluster of its own, started with the first stream. */
    public EmbeddedWatching(Path dataDirectory, Function<BiConsumer<StreamId, AfterimageException>, WritePathParts> makeParts) {
        this(dataDirectory, makeParts, null);
    }

    /**
     * @param makeParts makes the parts, given where operators report the fault that ends a stream
     * @param cluster   runs the jobs, and is closed with this
     */
    public EmbeddedWatching(Path dataDirectory, Function<BiConsumer<StreamId, AfterimageException>, WritePathParts> makeParts,
                            MiniCluster cluster) {
        this.cluster = cluster;
        this.parts = makeParts.apply(failures::put);
        this.provider = new EmbeddedParts(parts);
        this.checkpoints = new Checkpoints(dataDirectory);
    }

    @Override
    public synchronized CompletableFuture<WatchSummary> start(SourceSettings settings) {
        StreamId stream = settings.stream();
        if (running.containsKey(stream)) {
            throw exists(stream, "is being watched already");
        }
        tryOut(settings);
        StreamInfo info = begin(settings);
        failures.remove(stream);
        StreamJob job = new StreamJob(settings, info, provider, checkpoints);
        Running begun = new Running(submit(job), new CompletableFuture<>());
        running.put(stream, begun);
        job.completion(cluster, begun.id()).whenComplete((work, thrown) -> conclude(job, work, thrown, begun.done()));
        return begun.done();
    }

    private JobID submit(StreamJob job) {
        try {
            return job.submit(cluster());
        } catch (AfterimageException notAccepted) {
            settle(job.settings().stream(), StreamInfo.Status.FAILED, notAccepted.line());
            throw notAccepted;
        }
    }

    /** Fails before anything is stored when a file cannot be opened or the settings name what the encoder does not know. */
    private void tryOut(SourceSettings settings) {
        parts.encoders().create(settings).close();
        if (!settings.network()) {
            parts.frames().open(settings, -1, 0).close();
        }
    }

    /** Takes up a known stream, or creates it; a stream never mixes two sources. */
    private StreamInfo begin(SourceSettings settings) {
        StreamId stream = settings.stream();
        StreamInfo info = parts.store().stream(stream).orElse(null);
        if (info != null && (!info.uri().equals(settings.maskedUri()) || info.fps() != settings.fps())) {
            throw exists(stream, "holds " + info.uri() + " at " + info.fps() + " frames a second, not "
                    + settings.maskedUri() + " at " + settings.fps());
        }
        StreamInfo begun = info == null ? StreamInfo.begun(settings, Instant.now()) : info.with(StreamInfo.Status.WATCHING, "");
        parts.store().putStream(begun);
        parts.feed().publish(new LiveFeed.StatusChanged(stream, StreamInfo.Status.WATCHING, ""));
        return begun;
    }

    private static AfterimageException exists(StreamId stream, String how) {
        return new AfterimageException(ErrorCode.USAGE_STREAM_EXISTS, "the stream '" + stream + "' " + how,
                "choose another name, or delete it first with 'afterimage streams delete " + stream + "'");
    }

    private void conclude(StreamJob job, StreamJob.Work work, Throwable thrown, CompletableFuture<WatchSummary> done) {
        StreamId stream = job.settings().stream();
        AfterimageException failure = failures.remove(stream);
        if (failure == null && thrown != null) {
            failure = AfterimageException.of(thrown);
        }
        WatchSummary summary = null;
        try {
            settle(stream, failure == null ? StreamInfo.Status.INTERRUPTED : StreamInfo.Status.FAILED, failure == null ? "" : failure.line());
            summary = failure == null ? job.summary(parts.store(), work) : null;
        } catch (RuntimeException notStored) {
            failure = failure == null ? AfterimageException.of(notStored) : failure;
        }
        running.remove(stream);
        if (failure == null) {
            done.complete(summary);
        } else {
            done.completeExceptionally(failure);
        }
    }

    /** The job's own last word stands; this is for a job that could not say it. */
    private void settle(StreamId stream, StreamInfo.Status status, String failure) {
        parts.store().stream(stream).filter(info -> info.status() == StreamInfo.Status.WATCHING).ifPresent(info -> {
            parts.store().putStream(info.with(status, failure));
            parts.feed().publish(new LiveFeed.StatusChanged(stream, status, failure));
        });
    }

    @Override
    public void stop(StreamId stream) {
        Running begun = running.get(stream);
        if (begun != null) {
            StreamJob.cancel(cluster, begun.id());
            begun.done().exceptionally(failed -> null).join();
        }
    }

    @Override
    public void forget(StreamId stream) {
        stop(stream);
        checkpoints.delete(stream);
    }

    private MiniCluster cluster() {
        if (cluster == null) {
            try {
                cluster = EmbeddedCluster.start();
            } catch (Exception e) {
                throw new AfterimageException(ErrorCode.INTERNAL, "the embedded Flink cluster did not start: " + e.getMessage(),
                        "check that this machine can open local ports", e);
            }
        }
        return cluster;
    }

    @Override
    public synchronized void close() {
        running.keySet().forEach(this::stop);
        if (cluster != null) {
            cluster.closeAsync().join();
        }
        provider.close();
    }
}
