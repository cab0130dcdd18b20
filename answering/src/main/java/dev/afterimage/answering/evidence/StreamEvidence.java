package dev.afterimage.answering.evidence;

import dev.afterimage.core.block.BlockEntry;
import dev.afterimage.core.block.EvidenceEntry;
import dev.afterimage.core.block.Observation;
import dev.afterimage.core.evidence.Evidence;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What was observed in a stream up to a moment.
 *
 * @param observations ascending
 * @param looked       the kinds of evidence that were looked for all the time: of others nothing is known
 * @param classes      the detector's classes that were looked for all the time, of which the same holds; empty where all were
 */
public record StreamEvidence(List<? extends Observation> observations, Set<Evidence.Kind> looked, Optional<Set<String>> classes) {

    /** The note of a picture in which nothing was looked for, as frame encoders write it. */
    private static final String NOT_LOOKED_AT = "not looked at";

    public StreamEvidence {
        looked = Set.copyOf(looked);
        classes = classes.map(Set::copyOf);
    }

    /**
     * Of a pack that reads notes: they are its blocks.
     *
     * @param beside tells what was looked for, and more of what is in view where no note changed; empty in streams of older versions, in
     *               which all was looked for unless their notes say otherwise
     */
    public static StreamEvidence inBlocks(List<BlockEntry> blocks, List<EvidenceEntry> beside) {
        boolean looked = !beside.isEmpty() || blocks.stream().noneMatch(block -> block.note().equals(NOT_LOOKED_AT));
        return new StreamEvidence(Renewal.merged(blocks, beside), looked ? always(beside) : Set.of(), classes(beside));
    }

    /**
     * Of a pack that sees. Evidence that began only later, or was switched off on the way, decides nothing.
     *
     * @param blocks of pictures; in streams of older versions also of what was said
     */
    public static StreamEvidence besideBlocks(List<BlockEntry> blocks, List<EvidenceEntry> beside) {
        List<BlockEntry> spoken = blocks.stream().filter(StoredUtterance::only).toList();
        Set<Evidence.Kind> looked = EnumSet.noneOf(Evidence.Kind.class);
        if (!beside.isEmpty() && !blocks.isEmpty() && beside.get(0).seconds() <= blocks.get(0).seconds()) {
            looked.addAll(always(beside));
        }
        if (spoken.isEmpty()) {
            return new StreamEvidence(beside, looked, classes(beside));
        }
        looked.add(Evidence.Kind.SPEECH);
        List<Observation> all = new ArrayList<>(spoken);
        all.addAll(beside);
        all.sort(Comparator.comparingDouble(Observation::seconds));
        return new StreamEvidence(all, looked, classes(beside));
    }

    private static Set<Evidence.Kind> always(List<EvidenceEntry> beside) {
        Set<Evidence.Kind> looked = EnumSet.allOf(Evidence.Kind.class);
        beside.forEach(entry -> looked.retainAll(entry.looked()));
        return looked;
    }

    private static Optional<Set<String>> classes(List<EvidenceEntry> beside) {
        return beside.stream().map(EvidenceEntry::classes).filter(some -> !some.isEmpty()).distinct().reduce((one, other) ->
                one.stream().filter(other::contains).collect(Collectors.toUnmodifiableSet()));
    }
}
