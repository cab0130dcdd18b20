package dev.afterimage.flink.operator;

import dev.afterimage.core.block.EvidenceEntry;
import dev.afterimage.core.encode.FrameEvidence;
import dev.afterimage.core.evidence.Evidence;
import dev.afterimage.core.evidence.Utterance;
import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.core.stream.ReadingSettings;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.memory.block.SpokenNote;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Keeps the evidence beside one stream's blocks, numbered on from what was kept before. Used by one thread. */
final class EvidenceWriter {

    private final SegmentStore store;
    private final StreamId stream;
    private final Set<Evidence.Kind> looked;
    private final Set<String> classes;
    private long next;
    /** Whether it is still to be told what is looked for from now on. */
    private boolean untold;

    private EvidenceWriter(SegmentStore store, StreamId stream, Set<Evidence.Kind> looked, Set<String> classes, long next) {
        this.store = store;
        this.stream = stream;
        this.looked = looked;
        this.classes = classes;
        this.next = next;
        this.untold = next == 0 || store.evidence(stream, next - 1, Double.POSITIVE_INFINITY).stream().findFirst()
                .filter(last -> last.looked().equals(looked) && last.classes().equals(classes)).isEmpty();
    }

    /**
     * As with blocks: without a checkpoint a file begins again, and a camera goes on behind what is kept.
     *
     * @param reading what is looked for from now on
     * @param ears    whether there is a speech pack
     * @param next    what the checkpoint says; empty without one
     */
    static EvidenceWriter goingOn(SegmentStore store, StreamId stream, ReadingSettings reading, boolean ears, Optional<Long> next) {
        long kept = store.stream(stream).filter(StreamInfo::dated)
                .map(info -> (long) store.evidence(stream, 0, Double.POSITIVE_INFINITY).size()).orElse(0L);
        return new EvidenceWriter(store, stream, reading.kinds(ears), reading.classes(), Math.max(next.orElse(0L), kept));
    }

    /**
     * @param found empty where nothing changed; the first frame of a stream, and the first from which on something else is looked for, is
     *              told of in any case: without it, what was not looked for would seem not to have been there
     */
    void seen(double seconds, Optional<FrameEvidence> found) {
        if (found.isPresent() || untold) {
            put(seconds, found.map(FrameEvidence::note).orElse(""), found.map(FrameEvidence::evidence).orElse(List.of()));
        }
    }

    /** @param seconds time of the newest frame: what was said is known when it has ended */
    void said(double seconds, Utterance said) {
        put(seconds, SpokenNote.text(said), List.of(Evidence.of(said)));
    }

    private void put(double seconds, String note, List<Evidence> evidence) {
        store.putEvidence(new EvidenceEntry(stream, next++, seconds, note, evidence, looked, classes));
        untold = false;
    }

    /** Number that the next entry will have. */
    long next() {
        return next;
    }
}
