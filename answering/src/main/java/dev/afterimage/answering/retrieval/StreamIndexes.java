package dev.afterimage.answering.retrieval;

import dev.afterimage.core.model.LanguageModel;
import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import java.lang.ref.SoftReference;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The indexes of all streams that were asked about, as long as memory lasts. Safe for use by several threads. */
final class StreamIndexes {

    private final LanguageModel model;
    private final Map<StreamId, CachedIndex> kept = new ConcurrentHashMap<>();

    private record CachedIndex(Instant started, SoftReference<StreamIndex> index) { }

    StreamIndexes(LanguageModel model) {
        this.model = model;
    }

    StreamIndex.Blocks upTo(SegmentStore store, StreamInfo stream, double now, boolean everyLayer) {
        StreamIndex index = kept(stream);
        if (index == null || !index.agreesWith(store, now)) {
            index = new StreamIndex(model, stream.stream());
            kept.put(stream.stream(), new CachedIndex(stream.started(), new SoftReference<>(index)));
        }
        return index.upTo(store, now, everyLayer);
    }

    private StreamIndex kept(StreamInfo stream) {
        CachedIndex found = kept.get(stream.stream());
        return found == null || !found.started.equals(stream.started()) ? null : found.index.get();
    }
}
