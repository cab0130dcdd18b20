package dev.afterimage.core.block;

import dev.afterimage.core.evidence.Evidence;
import dev.afterimage.core.stream.StreamId;
import java.util.List;
import java.util.Set;

/**
 * Evidence beside blocks. Of a pack that sees: what the readers found in the picture at one moment, which holds until the next such
 * entry, or something that was said. Of a pack that reads notes: what more was known of the things in view where no note changed.
 *
 * @param number  from 0, without gaps, in the order in which it became known
 * @param seconds presentation time of the frame, or of the newest frame when what was said had ended
 * @param note    the same in one line, without the time
 * @param looked  the kinds that were looked for then: of others nothing is known, neither that they were there nor that they were not
 * @param classes the detector's classes that were looked for, of which the same holds; empty for all
 */
public record EvidenceEntry(StreamId stream, long number, double seconds, String note, List<Evidence> evidence,
                            Set<Evidence.Kind> looked, Set<String> classes) implements Observation {

    public EvidenceEntry {
        evidence = List.copyOf(evidence);
        looked = Set.copyOf(looked);
        classes = Set.copyOf(classes);
    }

    /** Of a time in which all classes were looked for. */
    public EvidenceEntry(StreamId stream, long number, double seconds, String note, List<Evidence> evidence, Set<Evidence.Kind> looked) {
        this(stream, number, seconds, note, evidence, looked, Set.of());
    }
}
