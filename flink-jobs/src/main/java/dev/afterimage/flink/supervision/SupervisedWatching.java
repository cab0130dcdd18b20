package dev.afterimage.flink.supervision;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.core.watch.Outage;
import dev.afterimage.core.watch.Watching;
import dev.afterimage.flink.supervision.SupervisedStream.Origin;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Watches for ever: a stream that was lost for a reason that may pass (a camera that cannot be reached, a full disk) is
 * tried again until it is back. Sources added by {@link #start} are kept, to be resumed when the service starts again,
 * once their first picture has come; a first try that fails refuses them.
 */
public final class SupervisedWatching implements Watching {

    private final Supervision parts;
    private final Map<StreamId, SupervisedStream> streams = new ConcurrentHashMap<>();

    public SupervisedWatching(Supervision parts) {
        this.parts = parts;
        parts.frames().onPicture(stream -> Optional.ofNullable(streams.get(stream)).ifPresent(SupervisedStream::picture));
    }

    /** Adds a source; the future fails with the fault of the first try, or else ends when nothing more is tried. */
    @Override
    public CompletableFuture<WatchSummary> start(SourceSettings settings) {
        SupervisedStream stream = enrol(settings, Origin.ADDED);
        try {
            parts.kept().keep(settings);
        } catch (RuntimeException notKept) {
            streams.remove(settings.stream(), stream);
            throw notKept;
        }
        stream.begin();
        return stream.done();
    }

    /** Watches a source of the configuration, which may be unreachable for now. Returns at once. */
    public CompletableFuture<WatchSummary> watchConfigured(SourceSettings settings) {
        return beginSoon(enrol(settings, Origin.CONFIGURED));
    }

    /** Watches a kept source again. Returns at once. */
    public CompletableFuture<WatchSummary> resume(SourceSettings settings) {
        return beginSoon(enrol(settings, Origin.RESUMED));
    }

    private static CompletableFuture<WatchSummary> beginSoon(SupervisedStream stream) {
        stream.beginSoon();
        return stream.done();
    }

    /** A stream that is lost for now keeps its place, or it could not come back. */
    private synchronized SupervisedStream enrol(SourceSettings settings, Origin origin) {
        if (streams.size() >= most() && !streams.containsKey(settings.stream())) {
            throw Watching.tooMany(settings.stream(), most());
        }
        SupervisedStream stream = new SupervisedStream(settings, origin, parts, ended -> streams.remove(ended.stream(), ended));
        if (streams.putIfAbsent(settings.stream(), stream) != null) {
            throw new AfterimageException(ErrorCode.USAGE_STREAM_EXISTS, "the stream '" + settings.stream() + "' is being watched already",
                    "choose another name, or delete it first with 'afterimage streams delete " + settings.stream() + "'");
        }
        return stream;
    }

    @Override
    public boolean watches(StreamId stream) {
        return streams.containsKey(stream);
    }

    @Override
    public int most() {
        return parts.watching().most();
    }

    /** A stream that the store takes for watched and nobody watches was left so by a disk that was full. */
    @Override
    public StreamInfo asOfNow(StreamInfo stored) {
        SupervisedStream stream = streams.get(stored.stream());
        if (stream != null) {
            return stream.asOfNow(stored);
        }
        return stored.status() == StreamInfo.Status.WATCHING ? stored.with(StreamInfo.Status.INTERRUPTED, "") : stored;
    }

    @Override
    public List<Outage> outages() {
        return streams.values().stream().map(SupervisedStream::outage).flatMap(Optional::stream)
                .sorted(Comparator.comparing(Outage::stream)).toList();
    }

    @Override
    public void stop(StreamId stream) {
        Optional.ofNullable(streams.get(stream)).ifPresent(SupervisedStream::stop);
    }

    @Override
    public void forget(StreamId stream) {
        stop(stream);
        parts.kept().forget(stream);
        parts.watching().forget(stream);
    }

    @Override
    public void close() {
        streams.values().forEach(SupervisedStream::abandon);
        parts.alarms().close();
        parts.watching().close();
        List.copyOf(streams.values()).forEach(SupervisedStream::stop);
    }
}
