package dev.afterimage.answering.evidence;

import dev.afterimage.core.block.BlockEntry;
import dev.afterimage.core.block.EvidenceEntry;
import dev.afterimage.core.block.Observation;
import dev.afterimage.core.evidence.Evidence;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What was observed in a stream up to a moment.
 *
 * @param observations ascending
 * @param looked       the kinds of evidence that were looked for all the time: of others nothing is known
 */
public record StreamEvidence(List<? extends Observation> observations, Set<Evidence.Kind> looked) {

    public StreamEvidence {
        looked = Set.copyOf(looked);
    }

    /**
     * Of a pack that reads notes: they are its blocks.
     *
     * @param beside tells what was looked for, and more of what is in view where no note changed; empty in streams of older versions, in
     *               which all was looked for
     */
    public static StreamEvidence inBlocks(List<BlockEntry> blocks, List<EvidenceEntry> beside) {
        Set<Evidence.Kind> looked = beside.isEmpty() ? EnumSet.allOf(Evidence.Kind.class) : always(beside);
        return new StreamEvidence(Renewal.merged(blocks, beside), looked);
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
            return new StreamEvidence(beside, looked);
        }
        looked.add(Evidence.Kind.SPEECH);
        List<Observation> all = new ArrayList<>(spoken);
        all.addAll(beside);
        all.sort(Comparator.comparingDouble(Observation::seconds));
        return new StreamEvidence(all, looked);
    }

    private static Set<Evidence.Kind> always(List<EvidenceEntry> beside) {
        Set<Evidence.Kind> looked = EnumSet.allOf(Evidence.Kind.class);
        beside.forEach(entry -> looked.retainAll(entry.looked()));
        return looked;
    }
}
