package dev.afterimage.qa.http;

import dev.afterimage.core.AfterimageException;
import dev.afterimage.core.ErrorCode;
import dev.afterimage.core.SegmentStore;
import dev.afterimage.core.SourceSettings;
import dev.afterimage.core.StreamId;
import dev.afterimage.core.StreamInfo;
import dev.afterimage.core.Watching;
import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Watches nothing: puts the stream into the store, or fails when its address says {@code missing}. */
public final class FakeWatching implements Watching {

    public final Queue<SourceSettings> started = new ConcurrentLinkedQueue<>();
    public final Queue<StreamId> forgotten = new ConcurrentLinkedQueue<>();
    private final SegmentStore store;

    public FakeWatching(SegmentStore store) {
        this.store = store;
    }

    @Override
    public CompletableFuture<WatchSummary> start(SourceSettings settings) {
        started.add(settings);
        if (settings.uri().contains("missing")) {
            return CompletableFuture.failedFuture(new AfterimageException(ErrorCode.INPUT_NOT_FOUND,
                    "there is no file " + settings.uri(), "check the path"));
        }
        store.putStream(new StreamInfo(settings.stream(), settings.maskedUri(), settings.fps(), Instant.now(), 640, 360, settings.network(),
                StreamInfo.Status.WATCHING, 0, 0, 0, 0, -1, ""));
        return new CompletableFuture<>();
    }

    @Override
    public void stop(StreamId stream) { }

    @Override
    public void forget(StreamId stream) {
        forgotten.add(stream);
    }

    @Override
    public void close() { }
}
