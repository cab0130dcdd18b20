package dev.afterimage.flink.supervision;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.core.watch.Watching;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Watches nothing: a test says how a start goes and how a run ends. */
final class ScriptedWatching implements Watching {

    final List<SourceSettings> started = new ArrayList<>();
    final List<StreamId> forgotten = new ArrayList<>();
    final Map<StreamId, CompletableFuture<WatchSummary>> running = new HashMap<>();
    private final SegmentStore store;
    /** What every start fails with; null for nothing. */
    AfterimageException refusal;
    Error error;

    int most = Integer.MAX_VALUE;

    ScriptedWatching(SegmentStore store) {
        this.store = store;
    }

    @Override
    public CompletableFuture<WatchSummary> start(SourceSettings settings) {
        started.add(settings);
        if (error != null) {
            throw error;
        }
        if (refusal != null) {
            throw refusal;
        }
        StreamInfo known = store.stream(settings.stream()).orElseGet(() -> StreamInfo.begun(settings, Instant.EPOCH));
        store.putStream(known.with(StreamInfo.Status.WATCHING, ""));
        CompletableFuture<WatchSummary> run = new CompletableFuture<>();
        running.put(settings.stream(), run);
        return run;
    }

    void fail(StreamId stream, AfterimageException failure) {
        store.stream(stream).ifPresent(info -> store.putStream(info.with(StreamInfo.Status.FAILED, failure.line())));
        running.remove(stream).completeExceptionally(failure);
    }

    void end(StreamId stream, StreamInfo.Status status) {
        store.stream(stream).ifPresent(info -> store.putStream(info.with(status, "")));
        running.remove(stream).complete(new WatchSummary(stream, 1, 1, List.of(), 1, 0, 1, 1, 1));
    }

    @Override
    public void stop(StreamId stream) {
        if (running.containsKey(stream)) {
            end(stream, StreamInfo.Status.INTERRUPTED);
        }
    }

    @Override
    public void forget(StreamId stream) {
        stop(stream);
        forgotten.add(stream);
    }

    @Override
    public int most() {
        return most;
    }

    @Override
    public void close() {
        List.copyOf(running.keySet()).forEach(this::stop);
    }
}
