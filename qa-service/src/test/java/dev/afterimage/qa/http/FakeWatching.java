package dev.afterimage.qa.http;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.core.watch.Outage;
import dev.afterimage.core.watch.Watching;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Watches nothing: puts the stream into the store, or fails when its address says {@code missing}. */
public final class FakeWatching implements Watching {

    public final Queue<SourceSettings> started = new ConcurrentLinkedQueue<>();
    public final Queue<StreamId> stopped = new ConcurrentLinkedQueue<>();
    public final Queue<StreamId> forgotten = new ConcurrentLinkedQueue<>();
    /** Streams that are lost. */
    public final Map<StreamId, Outage> outages = new ConcurrentHashMap<>();
    /** What is watched of each stream, where that is known. */
    public final Map<StreamId, SourceSettings> sources = new ConcurrentHashMap<>();
    /** Run by each {@link #forget}. */
    public volatile Runnable onForget = () -> { };
    /** What adding a stream fails with. */
    public final Map<StreamId, AfterimageException> refusals = new ConcurrentHashMap<>();
    /** Run by each {@link #start}, before anything is put into the store. */
    public volatile Runnable onStart = () -> { };
    private final SegmentStore store;

    public FakeWatching(SegmentStore store) {
        this.store = store;
    }

    @Override
    public CompletableFuture<WatchSummary> start(SourceSettings settings) {
        started.add(settings);
        if (refusals.containsKey(settings.stream())) {
            return CompletableFuture.failedFuture(refusals.get(settings.stream()));
        }
        onStart.run();
        if (settings.uri().contains("missing")) {
            return CompletableFuture.failedFuture(new AfterimageException(ErrorCode.INPUT_NOT_FOUND,
                    "there is no file " + settings.uri(), "check the path"));
        }
        store.putStream(new StreamInfo(settings.stream(), settings.maskedUri(), settings.fps(), Instant.now(), 640, 360, settings.network(),
                StreamInfo.Status.WATCHING, 0, 0, 0, 0, -1, ""));
        return new CompletableFuture<>();
    }

    @Override
    public StreamInfo asOfNow(StreamInfo stored) {
        return Optional.ofNullable(outages.get(stored.stream())).map(outage -> stored.with(outage.status(), outage.told(Instant.now())))
                .orElse(stored);
    }

    @Override
    public List<Outage> outages() {
        return List.copyOf(outages.values());
    }

    @Override
    public void stop(StreamId stream) {
        stopped.add(stream);
    }

    @Override
    public boolean changes() {
        return true;
    }

    @Override
    public void pause(StreamId stream) {
        put(stream, StreamInfo.Status.PAUSED);
    }

    @Override
    public void resume(StreamId stream) {
        if (store.stream(stream).orElseThrow().status() != StreamInfo.Status.PAUSED) {
            throw new AfterimageException(ErrorCode.USAGE_STREAM_STATE, "'" + stream + "' is not paused", "look at its status");
        }
        put(stream, StreamInfo.Status.WATCHING);
    }

    private void put(StreamId stream, StreamInfo.Status status) {
        store.putStream(store.stream(stream).orElseThrow().with(status, ""));
    }

    @Override
    public void retry(StreamId stream) {
        outages.remove(stream);
    }

    @Override
    public Optional<SourceSettings> source(StreamId stream) {
        return Optional.ofNullable(sources.get(stream));
    }

    @Override
    public void change(SourceSettings settings) {
        sources.put(settings.stream(), settings);
        store.putStream(store.stream(settings.stream()).orElseThrow().from(settings));
    }

    @Override
    public void forget(StreamId stream) {
        forgotten.add(stream);
        onForget.run();
    }

    @Override
    public void close() { }
}
