package dev.afterimage.memory.evidence;

import dev.afterimage.core.BlockEntry;
import dev.afterimage.core.Evidence;
import dev.afterimage.memory.time.TimeSpan;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToIntFunction;

/**
 * What was in the picture, from the first block to {@code until}. A block tells all there is to see at its time, and holds until the next
 * block, the last one until {@code until}. What was said stands beside it, at its own times: a block that only tells of speech changes nothing
 * in the picture.
 */
public final class Timeline {

    /** What one block tells, while it holds. */
    public record Moment(long block, TimeSpan span, String note, List<Evidence> evidence) { }

    private final List<Moment> moments = new ArrayList<>();
    private final List<Said> said = new ArrayList<>();
    private final double until;

    /**
     * @param entries ascending; those after {@code until} are left out
     * @param until   the moment it is looked at from, seconds
     */
    public Timeline(List<BlockEntry> entries, double until) {
        this.until = until;
        entries.stream().filter(entry -> entry.seconds() <= until).forEach(entry -> said.addAll(Said.of(entry, until)));
        List<BlockEntry> shown = entries.stream().filter(entry -> !Said.only(entry)).toList();
        for (int i = 0; i < shown.size(); i++) {
            BlockEntry entry = shown.get(i);
            double end = i + 1 < shown.size() ? Math.min(shown.get(i + 1).seconds(), until) : until;
            if (entry.seconds() <= until) {
                moments.add(new Moment(entry.number(), new TimeSpan(entry.seconds(), Math.max(end, entry.seconds())), entry.note(), entry.evidence()));
            }
        }
    }

    public List<Moment> moments() {
        return moments;
    }

    /** Utterances, in order of time. */
    public List<Said> said() {
        return said;
    }

    public double until() {
        return until;
    }

    /** Moments that share time with the span, or begin to hold no later than at its start and still do. */
    public List<Moment> during(TimeSpan span) {
        return moments.stream().filter(m -> m.span().overlap(span) > 0
                || m.span().start() <= span.start() && (span.start() < m.span().end() || m.span().end() >= until && span.start() <= until)).toList();
    }

    /** How many of something there were, over time. */
    public CountTrack counts(ToIntFunction<Moment> count) {
        List<Run> runs = new ArrayList<>();
        for (Moment moment : moments) {
            runs.add(new Run(moment.span(), count.applyAsInt(moment), score(moment)));
        }
        return CountTrack.of(runs);
    }

    private static double score(Moment moment) {
        return moment.evidence().stream().mapToDouble(Evidence::score).max().orElse(1);
    }

    /** Detector classes seen, in order of first sight. */
    public Set<String> labels() {
        Set<String> labels = new LinkedHashSet<>();
        moments.forEach(moment -> moment.evidence().stream().filter(e -> e.kind() == Evidence.Kind.OBJECT).forEach(e -> labels.add(e.label())));
        return labels;
    }
}
