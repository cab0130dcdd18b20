package dev.afterimage.answering.evidence;

import dev.afterimage.answering.lexicon.Stems;
import dev.afterimage.answering.time.TimeSpan;
import dev.afterimage.core.block.Observation;
import dev.afterimage.core.evidence.Evidence;
import java.util.List;
import java.util.Set;

/**
 * An utterance, at its own time.
 *
 * @param block number of the block that tells of it
 */
public record StoredUtterance(long block, TimeSpan span, String text, double score) {

    /** Utterances that a block tells of and that had begun by {@code until}; empty for a block that shows the picture. */
    public static List<StoredUtterance> of(Observation entry, double until) {
        return entry.evidence().stream().filter(evidence -> spoken(evidence) && evidence.start() <= until)
                .map(evidence -> new StoredUtterance(entry.number(), new TimeSpan(evidence.start(), evidence.end()), evidence.label(),
                evidence.score())).toList();
    }

    /** Whether a block tells of speech alone: it says nothing of what is in the picture. */
    public static boolean only(Observation entry) {
        return !entry.evidence().isEmpty() && entry.evidence().stream().allMatch(StoredUtterance::spoken);
    }

    private static boolean spoken(Evidence evidence) {
        return evidence.kind() == Evidence.Kind.SPEECH && evidence.timed();
    }

    /** How many of these words it holds, endings aside. */
    public int holds(Set<String> stems) {
        Set<String> mine = Stems.of(text);
        return (int) stems.stream().filter(mine::contains).count();
    }
}
