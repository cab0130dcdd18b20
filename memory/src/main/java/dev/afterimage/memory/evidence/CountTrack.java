package dev.afterimage.memory.evidence;

import dev.afterimage.memory.time.TimeSpan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * How many of something there were, as runs without gaps between them. A detector blinks: it loses a thing for a frame or two. So runs too short
 * for a change that people would tell are joined to what surrounds them.
 */
public final class CountTrack {

    /** A dip or bump shorter than this between two equal counts is a blink. */
    static final double BLINK_SECONDS = 0.75;
    /** Absence shorter than this does not end a visit. */
    static final double GAP_SECONDS = 1.2;

    private final List<Run> runs;
    private final double floor;

    private CountTrack(List<Run> runs, double floor) {
        this.runs = runs;
        this.floor = floor;
    }

    /** @param floor least {@link Sureness} of what is believed */
    static CountTrack of(List<Run> raw, double floor) {
        List<Run> runs = joined(raw);
        for (boolean changed = true; changed;) {
            changed = false;
            for (int i = 1; i + 1 < runs.size() && !changed; i++) {
                changed = bridge(runs, i);
            }
        }
        return new CountTrack(List.copyOf(runs), floor);
    }

    private static boolean bridge(List<Run> runs, int i) {
        Run before = runs.get(i - 1);
        Run run = runs.get(i);
        Run after = runs.get(i + 1);
        boolean blink = before.count() == after.count() && run.span().length() < BLINK_SECONDS;
        boolean gap = run.count() == 0 && run.span().length() < GAP_SECONDS && before.count() == after.count();
        boolean bump = before.count() == 0 && after.count() == 0;
        if (gap || blink && !bump) {
            runs.set(i - 1, before.joined(after, before.count()));
            runs.remove(i + 1);
            runs.remove(i);
            return true;
        }
        return false;
    }

    private static List<Run> joined(List<Run> raw) {
        List<Run> runs = new ArrayList<>();
        for (Run run : raw) {
            Run last = runs.isEmpty() ? null : runs.get(runs.size() - 1);
            if (last != null && last.count() == run.count()) {
                runs.set(runs.size() - 1, last.joined(run, run.count()));
            } else {
                runs.add(run);
            }
        }
        return runs;
    }

    public List<Run> runs() {
        return runs;
    }

    /** Whether so many were ever there. */
    public boolean ever(IntPredicate count) {
        return runs.stream().anyMatch(run -> count.test(run.count()));
    }

    public int most() {
        return runs.stream().mapToInt(Run::count).max().orElse(0);
    }

    /**
     * The state over a short span: the run that fills most of it.
     *
     * @param lateWins whether of two that fill it alike the later is the state
     */
    public Optional<Run> state(TimeSpan span, boolean lateWins) {
        Run best = null;
        for (Run run : runs) {
            if (run.span().overlap(span) < 0) {
                continue;
            }
            double gain = best == null ? 1 : run.span().overlap(span) - best.span().overlap(span);
            if (gain > 1e-9 || lateWins && gain > -1e-9) {
                best = run;
            }
        }
        return Optional.ofNullable(best);
    }

    /** Longest stretches over which the count satisfies the predicate, in time order, each with the highest count in it. */
    public List<Run> stretches(IntPredicate count) {
        List<Run> found = new ArrayList<>();
        Run open = null;
        for (Run run : runs) {
            if (!count.test(run.count())) {
                open = null;
            } else if (open == null) {
                found.add(open = run);
            } else {
                found.set(found.size() - 1, open = open.joined(run, Math.max(open.count(), run.count())));
            }
        }
        return found;
    }

    /** From appearance to disappearance, short absences bridged. */
    public List<Run> visits() {
        List<Run> visits = new ArrayList<>();
        for (Run run : stretches(count -> count > 0)) {
            Run last = visits.isEmpty() ? null : visits.get(visits.size() - 1);
            if (last != null && run.start() - last.end() < GAP_SECONDS) {
                visits.set(visits.size() - 1, last.joined(run, Math.max(last.count(), run.count())));
            } else {
                visits.add(run);
            }
        }
        return visits;
    }

    /** Of these stretches the ones to believe: blips, seen briefly and unsurely, are left out. */
    public List<Run> credible(List<Run> stretches) {
        return stretches.stream().filter(run -> sureness(run) >= floor).toList();
    }

    public double sureness(Run run) {
        return Sureness.of(run.score(), run.span().length(), run.end() >= runs.get(runs.size() - 1).end());
    }

    /** Times at which the count rises (or falls), one for each by which it does. */
    public List<Double> steps(boolean up) {
        List<Double> steps = new ArrayList<>();
        int before = 0;
        for (Run run : runs) {
            for (int i = 0; i < (up ? run.count() - before : before - run.count()); i++) {
                steps.add(run.start());
            }
            before = run.count();
        }
        return steps;
    }

    /** One stretch for each thing that ever came, first in first out where several are there at once. */
    public List<Run> appearances() {
        List<Double> ends = steps(false);
        double last = runs.isEmpty() ? 0 : runs.get(runs.size() - 1).end();
        List<Run> appearances = new ArrayList<>();
        for (double start : steps(true)) {
            int index = appearances.size();
            double end = index < ends.size() ? ends.get(index) : last;
            appearances.add(new Run(new TimeSpan(start, Math.max(start, end)), 1, 1));
        }
        appearances.sort(Comparator.comparingDouble(Run::start));
        return appearances;
    }
}
