package dev.afterimage.flink.embedded;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.store.Gaps;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.core.watch.Watching;
import dev.afterimage.flink.parts.WritePathParts;
import dev.afterimage.flink.source.OpenedSources;
import dev.afterimage.flink.parts.StoredStatus;
import dev.afterimage.flink.parts.StreamRun;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Watches all streams in one job of a Flink cluster within this process; streams come and go while it runs. */
public final class EmbeddedWatching implements Watching {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedWatching.class);

    private final WritePathParts parts;
    private final EmbeddedParts provider;
    private final StoredStatus status;
    private final Checkpoints checkpoints;
    private final OpenedSources sources;
    private final Places places;
    private final WatchJob job;
    private final int maxStreams;
    private final ExecutorService conclusions = new ThreadPoolExecutor(0, Integer.MAX_VALUE, 5, TimeUnit.SECONDS, new SynchronousQueue<>(),
            EmbeddedWatching::daemon);
    private final Map<StreamId, AfterimageException> failures = new ConcurrentHashMap<>();

    /** As below, with the usual limits. */
    public EmbeddedWatching(Path dataDirectory, Function<BiConsumer<StreamId, AfterimageException>, WritePathParts> makeParts) {
        this(dataDirectory, makeParts, Limits.DEFAULT);
    }

    /** As below, in a cluster of its own, started with the first stream. */
    public EmbeddedWatching(Path dataDirectory, Function<BiConsumer<StreamId, AfterimageException>, WritePathParts> makeParts,
                            Limits limits) {
        this(dataDirectory, makeParts, limits, null);
    }

    /**
     * @param makeParts makes the parts, given where operators report the fault that ends a stream
     * @param cluster   runs the job, and is closed with this; made for {@link Limits#streams}
     */
    public EmbeddedWatching(Path dataDirectory, Function<BiConsumer<StreamId, AfterimageException>, WritePathParts> makeParts,
                            Limits limits, MiniCluster cluster) {
        this.maxStreams = limits.streams();
        this.places = new Places(limits.streams());
        WritePathParts given = makeParts.apply(failures::put);
        this.sources = new OpenedSources(given.frames(), limits.openWithin());
        this.parts = given.reading(sources);
        this.provider = new EmbeddedParts(parts);
        this.status = new StoredStatus(parts.store(), parts.feed());
        this.checkpoints = new Checkpoints(dataDirectory);
        this.job = new WatchJob(provider, checkpoints, limits.streams(), cluster);
    }

    /**
     * @param streams    watched at the same time
     * @param openWithin how long opening a file may take
     */
    public record Limits(int streams, Duration openWithin) {

        public static final Limits DEFAULT = new Limits(EmbeddedCluster.DEFAULT_STREAMS, Duration.ofSeconds(15));
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "stream-end");
        thread.setDaemon(true);
        return thread;
    }

    /** Holds no lock while it blocks: whoever starts, stops or closes another stream meanwhile does not wait for this one. */
    @Override
    public CompletableFuture<WatchSummary> start(SourceSettings settings) {
        StreamId stream = settings.stream();
        Places.Place place = places.take(stream);
        try {
            begin(settings, place);
            return place.done();
        } catch (RuntimeException | Error notBegun) {
            sources.discard(stream);
            places.giveBack(stream);
            place.done().completeExceptionally(notBegun);
            throw notBegun;
        }
    }

    private void begin(SourceSettings settings, Places.Place place) {
        status.requireSameSource(settings);
        tryOut(settings);
        place.requireWanted(settings.stream());
        Optional<StreamInfo> known = status.known(settings);
        StreamInfo before = status.begin(settings, known);
        failures.remove(settings.stream());
        ensureJob(settings.stream());
        StreamRun run = known.filter(info -> info.frames() > 0).isPresent() ? StreamRun.again(settings) : StreamRun.anew(settings);
        long begunNanos = System.nanoTime();
        // On a thread of its own: it is the job's that says so, and others' frames wait for it.
        run.left().whenCompleteAsync((nothing, thrown) -> conclude(run, thrown, before, begunNanos, place.done()), conclusions);
        provider.wanted().add(run);
        if (place.added(run)) {
            provider.wanted().remove(run);
        }
        try {
            // It may have ended between the two.
            job.ensureRunning();
        } catch (AfterimageException notAccepted) {
            provider.wanted().left(run.number(), notAccepted);
        }
    }

    private void ensureJob(StreamId stream) {
        try {
            job.ensureRunning();
        } catch (AfterimageException notAccepted) {
            status.settle(stream, StreamInfo.Status.FAILED, notAccepted.line());
            throw notAccepted;
        }
    }

    /** Fails before anything is stored when a file cannot be opened or the settings name what the encoder does not know. */
    private void tryOut(SourceSettings settings) {
        requireReadable(settings);
        if (!settings.network()) {
            sources.tryOut(settings);
        }
    }

    private void conclude(StreamRun run, Throwable thrown, StreamInfo before, long begunNanos, CompletableFuture<WatchSummary> done) {
        StreamId stream = run.stream();
        AfterimageException failure = failures.remove(stream);
        if (failure == null && thrown != null) {
            failure = AfterimageException.of(thrown);
        }
        WatchSummary summary = null;
        try {
            status.settle(stream, failure == null ? StreamInfo.Status.INTERRUPTED : StreamInfo.Status.FAILED,
                    failure == null ? "" : failure.line());
            parts.store().stream(stream).ifPresent(info -> Gaps.begin(parts.store(), info));
            summary = failure == null ? summary(run, before, begunNanos) : null;
        } catch (RuntimeException | Error notStored) {
            failure = failure == null ? AfterimageException.of(notStored) : failure;
            noteUnwritten(stream, failure);
        }
        sources.discard(stream);
        places.giveBack(stream);
        if (failure == null) {
            done.complete(summary);
        } else {
            done.completeExceptionally(failure);
        }
    }

    private WatchSummary summary(StreamRun run, StreamInfo before, long begunNanos) {
        StreamInfo after = parts.store().stream(run.stream()).orElse(before);
        return new WatchSummary(after.stream(), after.frames(), after.blocks(),
                parts.store().scenes(after.stream(), Double.POSITIVE_INFINITY), after.tokens(), run.work().tokensDropped(), after.kvBytes(),
                run.work().framesPerSecond(),
                (System.nanoTime() - begunNanos) / 1e9, parts.feed().load(run.stream()).readers());
    }

    /** A full disk takes no status; that nobody watches is known to the store all the same. */
    private void noteUnwritten(StreamId stream, AfterimageException failure) {
        try {
            parts.store().stream(stream).ifPresent(info -> Gaps.begin(parts.store(), info.with(StreamInfo.Status.FAILED, failure.line())));
        } catch (AfterimageException asExpected) {
            LOG.debug("{}: {}", stream, asExpected.getMessage());
        }
    }

    @Override
    public void stop(StreamId stream) {
        places.of(stream).ifPresent(place -> {
            Optional<StreamRun> run = place.stop();
            sources.discard(stream);
            run.ifPresent(provider.wanted()::remove);
            place.done().exceptionally(failed -> null).join();
        });
    }

    @Override
    public void forget(StreamId stream) {
        stop(stream);
        provider.wanted().forget(stream);
        checkpoints.delete(stream);
    }

    @Override
    public void requireReadable(SourceSettings settings) {
        parts.encoders().create(settings).close();
    }

    @Override
    public boolean watches(StreamId stream) {
        return places.of(stream).isPresent();
    }

    @Override
    public int most() {
        return maxStreams;
    }

    @Override
    public void close() {
        List<StreamId> watched = places.close();
        // All at once: each ends with the frame it is at.
        watched.forEach(stream -> places.of(stream).flatMap(Places.Place::stop).ifPresent(provider.wanted()::remove));
        job.close();
        provider.wanted().leftAll(null);
        watched.forEach(this::stop);
        conclusions.shutdown();
        provider.close();
    }
}
