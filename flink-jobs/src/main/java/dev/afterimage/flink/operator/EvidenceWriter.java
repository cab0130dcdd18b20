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
import java.util.stream.Collectors;

/** Keeps the evidence beside one stream's blocks, numbered on from what was kept before. Used by one thread. */
final class EvidenceWriter {

    private final SegmentStore store;
    private final StreamId stream;
    /** What is looked for where there is sound. */
    private final Set<Evidence.Kind> kinds;
    private final Set<String> classes;
    private long next;
    /** What is looked for now. */
    private Set<Evidence.Kind> looked;
    /** What the newest entry tells to be looked for; null before the first. */
    private Sought told;
    /** What is in view, which goes on where only what is looked for changes. */
    private FrameEvidence inView = new FrameEvidence("", List.of());

    private record Sought(Set<Evidence.Kind> kinds, Set<String> classes) { }

    private EvidenceWriter(SegmentStore store, StreamId stream, Set<Evidence.Kind> kinds, Set<String> classes, long next) {
        this.store = store;
        this.stream = stream;
        this.kinds = Set.copyOf(kinds);
        this.classes = Set.copyOf(classes);
        this.looked = this.kinds;
        this.next = next;
        this.told = next == 0 ? null : store.evidence(stream, next - 1, Double.POSITIVE_INFINITY).stream().findFirst()
                .map(last -> new Sought(last.looked(), last.classes())).orElse(null);
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
     * @param audible whether there is sound: where there is none, nothing is known of what was said
     * @param found   empty where nothing changed; the first frame of a stream, and the first from which on something else is looked for, is
     *                told of in any case: without it, what was not looked for would seem not to have been there
     */
    void seen(double seconds, boolean audible, Optional<FrameEvidence> found) {
        looked = audible ? kinds : kinds.stream().filter(kind -> kind != Evidence.Kind.SPEECH).collect(Collectors.toUnmodifiableSet());
        if (found.isPresent() || !new Sought(looked, classes).equals(told)) {
            FrameEvidence shown = found.orElse(inView);
            put(seconds, shown.note(), shown.evidence());
        }
        inView = found.map(now -> new FrameEvidence(now.note(), now.evidence().stream().filter(each -> each.count() > 0).toList()))
                .orElse(inView);
    }

    /** @param seconds time of the newest frame: what was said is known when it has ended */
    void said(double seconds, Utterance said) {
        put(seconds, SpokenNote.text(said), List.of(Evidence.of(said)));
    }

    private void put(double seconds, String note, List<Evidence> evidence) {
        store.putEvidence(new EvidenceEntry(stream, next++, seconds, note, evidence, looked, classes));
        told = new Sought(looked, classes);
    }

    /** Number that the next entry will have. */
    long next() {
        return next;
    }
}
