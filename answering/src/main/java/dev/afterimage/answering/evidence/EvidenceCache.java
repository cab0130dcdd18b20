package dev.afterimage.answering.evidence;

import dev.afterimage.core.block.EvidenceEntry;
import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;

import java.lang.ref.SoftReference;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The evidence beside the blocks of all streams that were asked about, as long as memory lasts: it is read from the
 * store once, and grows as far as questions look. Safe for use by several threads.
 */
public final class EvidenceCache {

    private final Map<StreamId, CachedEvidence> kept = new ConcurrentHashMap<>();

    private record CachedEvidence(Instant started, SoftReference<List<EvidenceEntry>> entries) { }

    /** Ascending, nothing later than {@code now}. */
    public List<EvidenceEntry> upTo(SegmentStore store, StreamInfo stream, double now) {
        List<EvidenceEntry> known = known(stream);
        synchronized (known) {
            if (!agrees(known, store, stream.stream(), now)) {
                known.clear();
            }
            known.addAll(store.evidence(stream.stream(), known.size(), now));
            int count = known.size();
            while (count > 0 && known.get(count - 1).seconds() > now) {
                count--;
            }
            return List.copyOf(known.subList(0, count));
        }
    }

    private List<EvidenceEntry> known(StreamInfo stream) {
        CachedEvidence found = kept.get(stream.stream());
        List<EvidenceEntry> entries = found == null || !found.started.equals(stream.started()) ? null : found.entries.get();
        if (entries == null) {
            entries = new ArrayList<>();
            kept.put(stream.stream(), new CachedEvidence(stream.started(), new SoftReference<>(entries)));
        }
        return entries;
    }

    /** A stream that was deleted and begun again has other evidence. */
    private static boolean agrees(List<EvidenceEntry> known, SegmentStore store, StreamId stream, double now) {
        int last = known.size() - 1;
        while (last >= 0 && known.get(last).seconds() > now) {
            last--;
        }
        if (last < 0) {
            return known.isEmpty();
        }
        List<EvidenceEntry> stored = store.evidence(stream, last, known.get(last).seconds());
        return !stored.isEmpty() && stored.get(0).equals(known.get(last));
    }
}
