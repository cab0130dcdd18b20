package dev.afterimage.answering.evidence;

import dev.afterimage.answering.time.TimeSpan;
import dev.afterimage.core.stream.Gap;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which stretches of a stream were watched, up to the moment it is looked at from. Of a gap nothing is known: what was
 * there before it is not known to be there in it, and what is there after it is not known to have come then.
 */
public final class Coverage {

    /** Everything was watched. */
    public static final Coverage ALL = new Coverage(List.of(), List.of());

    /** Times of one and the same frame may differ by so much, seconds. */
    private static final double SAME = 1e-6;
    /** What shows so soon after a gap may have been there when it ended: a detector needs a second look at times. */
    private static final double FOUND_SECONDS = 1.2;
    /** A gap that takes less says nothing against a count or a "no": seconds, and share of the time asked about. */
    private static final double NOTABLE_SECONDS = 1;
    private static final double NOTABLE_SHARE = 0.25;

    private final List<Gap> gaps;
    /** As they were noted, each with its own cause. */
    private final List<Gap> noted;

    private Coverage(List<Gap> gaps) {
        this(gaps, gaps);
    }

    private Coverage(List<Gap> gaps, List<Gap> noted) {
        this.gaps = List.copyOf(gaps);
        this.noted = List.copyOf(noted);
    }

    /**
     * @param gaps  in any order; they may overlap
     * @param until seconds; gaps that begin later are left out
     */
    public static Coverage of(List<Gap> gaps, double until) {
        List<Gap> merged = new ArrayList<>();
        gaps.stream().filter(gap -> gap.start() < until && gap.end() > gap.start()).sorted(Comparator.comparingDouble(Gap::start))
                .forEach(gap -> {
            Gap last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
            if (last != null && gap.start() <= last.end() + SAME) {
                merged.set(merged.size() - 1, last.closed(Math.max(last.end(), gap.end())));
            } else {
                merged.add(gap);
            }
        });
        return new Coverage(merged, gaps.stream().filter(gap -> gap.start() < until && gap.end() > gap.start())
                .sorted(Comparator.comparingDouble(Gap::start)).toList());
    }

    /** Gaps as they were noted, each with its own cause, in order of time; they may touch. */
    public List<Gap> noted() {
        return noted;
    }

    /** All gaps, each cut where its cause changes; where two overlap, the later one tells why. */
    public List<Gap> causes() {
        List<Gap> causes = new ArrayList<>();
        noted.forEach(gap -> {
            Gap last = causes.isEmpty() ? null : causes.get(causes.size() - 1);
            if (last == null || gap.start() > last.end() + SAME) {
                causes.add(gap);
            } else if (last.cause() == gap.cause() || gap.end() < last.end()) {
                causes.set(causes.size() - 1, last.closed(Math.max(last.end(), gap.end())));
            } else {
                causes.set(causes.size() - 1, last.closed(gap.start()));
                causes.add(gap);
            }
        });
        return causes.stream().filter(gap -> gap.end() > gap.start()).toList();
    }

    /** The parts of a gap, each with its own cause, in order of time. @param gap one of {@link #gaps} */
    public List<Gap> causes(Gap gap) {
        return causes().stream().filter(part -> part.start() >= gap.start() - SAME && part.end() <= gap.end() + SAME).toList();
    }

    /** All gaps, apart from each other and in order of time. */
    public List<Gap> gaps() {
        return gaps;
    }

    /** Gaps that take a part of the span worth telling of. */
    public List<Gap> missing(TimeSpan span) {
        double notable = Math.min(NOTABLE_SECONDS, span.length() * NOTABLE_SHARE);
        return gaps.stream().filter(gap -> shared(gap, span) > SAME && shared(gap, span) >= notable - SAME).toList();
    }

    /** The gap that the whole span lies in; empty where any of it was watched. */
    public Optional<Gap> hiding(TimeSpan span) {
        return gaps.stream().filter(gap -> gap.start() <= span.start() + SAME && span.end() <= gap.end() + SAME).findFirst();
    }

    private static double shared(Gap gap, TimeSpan span) {
        return Math.min(gap.end(), span.end()) - Math.max(gap.start(), span.start());
    }

    /** Until when something that was there at {@code from} is known, at most to {@code to}: a gap ends it. */
    public double known(double from, double to) {
        return gaps.stream().filter(gap -> gap.end() > from + SAME && gap.start() < to).mapToDouble(gap -> Math.max(from, gap.start()))
                .min().orElse(to);
    }

    /** The gap between two moments of which one ends at or before it and the other begins at or after it. */
    public Optional<Gap> between(double earlier, double later) {
        return gaps.stream().filter(gap -> gap.start() >= earlier - SAME && gap.end() <= later + SAME).findFirst();
    }

    /** The gap that cut short what lasted until then: how it ended is not known. */
    public Optional<Gap> cutting(TimeSpan span) {
        return gaps.stream().filter(gap -> Math.abs(gap.start() - span.end()) <= SAME).findFirst();
    }

    /** The gap that something may have come in which was there when it ended: its beginning is not known. */
    public Optional<Gap> leadingTo(TimeSpan span) {
        return gaps.stream().filter(gap -> span.start() >= gap.end() - SAME && span.start() < gap.end() + FOUND_SECONDS).findFirst();
    }

    /** The parts of the span that were watched, in order of time; a span without length that was watched is its own part. */
    public List<TimeSpan> parts(TimeSpan span) {
        List<TimeSpan> parts = new ArrayList<>();
        double from = span.start();
        for (Gap gap : gaps) {
            if (gap.end() <= from + SAME || gap.start() >= span.end() - SAME) {
                continue;
            }
            if (gap.start() > from + SAME) {
                parts.add(new TimeSpan(from, gap.start()));
            }
            from = gap.end();
        }
        if (from < span.end() - SAME || from == span.start()) {
            parts.add(new TimeSpan(from, span.end()));
        }
        return parts;
    }

    /** Seconds of the span that were watched. */
    public double seconds(TimeSpan span) {
        return parts(span).stream().mapToDouble(TimeSpan::length).sum();
    }
}
