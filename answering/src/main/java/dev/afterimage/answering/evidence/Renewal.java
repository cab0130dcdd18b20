package dev.afterimage.answering.evidence;

import dev.afterimage.core.block.BlockEntry;
import dev.afterimage.core.block.EvidenceEntry;
import dev.afterimage.core.block.Observation;
import dev.afterimage.core.evidence.Evidence;
import dev.afterimage.core.stream.StreamId;
import java.util.ArrayList;
import java.util.List;

/** What more was known at a moment of what a block tells of: the block goes on, and the evidence is newer. @param number the block's */
record Renewal(StreamId stream, long number, double seconds, String note, List<Evidence> evidence) implements Observation {

    Renewal {
        evidence = List.copyOf(evidence);
    }

    /** Blocks and what was kept beside them, in order of time; of the same moment the block alone. */
    static List<? extends Observation> merged(List<BlockEntry> blocks, List<EvidenceEntry> beside) {
        List<EvidenceEntry> more = beside.stream().filter(entry -> !entry.evidence().isEmpty()).toList();
        if (more.isEmpty() || blocks.isEmpty()) {
            return blocks;
        }
        List<Observation> all = new ArrayList<>();
        int next = 0;
        long shown = blocks.get(0).number();
        for (int i = 0; i < blocks.size(); i++) {
            BlockEntry block = blocks.get(i);
            double end = i + 1 < blocks.size() ? blocks.get(i + 1).seconds() : Double.POSITIVE_INFINITY;
            all.add(block);
            shown = StoredUtterance.only(block) ? shown : block.number();
            while (next < more.size() && more.get(next).seconds() < end) {
                EvidenceEntry entry = more.get(next++);
                if (entry.seconds() > block.seconds()) {
                    all.add(new Renewal(entry.stream(), shown, entry.seconds(), entry.note(), entry.evidence()));
                }
            }
        }
        return all;
    }
}
