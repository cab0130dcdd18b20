package dev.afterimage.flink.parts;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.retention.Limits;
import dev.afterimage.core.store.Gaps;
import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.core.store.StreamNames;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.core.watch.LiveFeed;
import java.time.Instant;
import java.util.Optional;

/** What the store says of streams that begin and end: whoever watches them tells it here. Safe for use by several threads. */
public final class StoredStatus {

    private final SegmentStore store;
    private final LiveFeed feed;

    public StoredStatus(SegmentStore store, LiveFeed feed) {
        this.store = store;
        this.feed = feed;
    }

    /**
     * A stream never mixes two sources. One of which nothing came holds none: its address may have been mistyped.
     *
     * @throws AfterimageException where it holds another
     */
    public void requireSameSource(SourceSettings settings) {
        store.stream(settings.stream()).filter(info -> info.frames() > 0 && !sameSource(info, settings)).ifPresent(info -> {
            throw new AfterimageException(ErrorCode.USAGE_STREAM_EXISTS, "the stream '" + info.name() + "' holds " + info.uri()
                    + " at " + info.fps() + " frames a second, not " + settings.maskedUri() + " at " + settings.fps(),
                    "choose another name, or delete it first with 'afterimage streams delete "
                    + StreamNames.argument(store, settings.stream()) + "'");
        });
    }

    private static boolean sameSource(StreamInfo info, SourceSettings settings) {
        return info.uri().equals(settings.maskedUri()) && info.fps() == settings.fps();
    }

    /** What is known of the stream. One that never had a frame and had another address keeps its name and its limits alone. */
    public Optional<StreamInfo> known(SourceSettings settings) {
        Optional<StreamInfo> known = store.stream(settings.stream());
        return known.filter(info -> !sameSource(info, settings)).map(info -> anew(settings, info)).or(() -> known);
    }

    /** The gaps of the other address are not this one's. */
    private StreamInfo anew(SourceSettings settings, StreamInfo before) {
        StreamId stream = settings.stream();
        Limits limits = store.limits(stream);
        store.deleteStream(stream);
        store.putStream(StreamInfo.begun(settings, Instant.now()));
        if (!before.name().equals(stream.name())) {
            store.rename(stream, before.name());
        }
        if (!limits.equals(Limits.NONE)) {
            store.setLimits(stream, limits);
        }
        return store.stream(stream).orElseThrow();
    }

    /** Takes up a known stream, or creates it. */
    public StreamInfo begin(SourceSettings settings, Optional<StreamInfo> known) {
        known.ifPresent(info -> Gaps.begin(store, info));
        StreamInfo begun = known.map(info -> info.with(StreamInfo.Status.WATCHING, ""))
                .orElseGet(() -> StreamInfo.begun(settings, Instant.now()));
        store.putStream(begun);
        feed.publish(new LiveFeed.StatusChanged(settings.stream(), StreamInfo.Status.WATCHING, ""));
        return begun;
    }

    /** The job's own last word stands; this is for a stream of which it could not say one. */
    public void settle(StreamId stream, StreamInfo.Status status, String failure) {
        store.stream(stream).filter(info -> info.status() == StreamInfo.Status.WATCHING).ifPresent(info -> {
            store.putStream(info.with(status, failure));
            feed.publish(new LiveFeed.StatusChanged(stream, status, failure));
        });
    }
}
