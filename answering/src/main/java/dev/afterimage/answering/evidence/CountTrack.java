package dev.afterimage.answering.evidence;

import dev.afterimage.answering.time.TimeSpan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * How many of something there were, as runs that touch each other wherever somebody watched. A detector blinks: it
 * loses a thing for a frame or two. So runs too short for a change that people would tell are joined to what surrounds
 * them; over a stretch in which nobody watched nothing is joined.
 */
public final class CountTrack {

    /** A dip or bump shorter than this between two equal counts is a blink. */
    static final double BLINK_SECONDS = 0.75;
    /** Absence shorter than this does not end a visit. */
    static final double GAP_SECONDS = 1.2;

    private static final double NEAR_SECONDS = 1;
    /** From which on a count is no whim of the detector. */
    private static final double SETTLED_SECONDS = 2;

    private final List<CountRun> runs;
    /** The runs of each stretch in which somebody watched without a break. */
    private final List<List<CountRun>> pieces;
    private final double floor;

    private CountTrack(List<CountRun> runs, double floor) {
        this.runs = runs;
        this.pieces = pieces(runs);
        this.floor = floor;
    }

    /** @param floor least {@link Sureness} of what is believed */
    static CountTrack of(List<CountRun> raw, double floor) {
        List<CountRun> runs = joined(raw);
        for (boolean changed = true; changed;) {
            changed = false;
            for (int i = 1; i + 1 < runs.size() && !changed; i++) {
                changed = bridge(runs, i);
            }
        }
        return new CountTrack(List.copyOf(runs), floor);
    }

    private static boolean bridge(List<CountRun> runs, int i) {
        CountRun before = runs.get(i - 1);
        CountRun run = runs.get(i);
        CountRun after = runs.get(i + 1);
        if (!before.touches(run) || !run.touches(after)) {
            return false;
        }
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

    private static List<CountRun> joined(List<CountRun> raw) {
        List<CountRun> runs = new ArrayList<>();
        for (CountRun run : raw) {
            CountRun last = runs.isEmpty() ? null : runs.get(runs.size() - 1);
            if (last != null && last.count() == run.count() && last.touches(run)) {
                runs.set(runs.size() - 1, last.joined(run, run.count()));
            } else {
                runs.add(run);
            }
        }
        return runs;
    }

    private static List<List<CountRun>> pieces(List<CountRun> runs) {
        List<List<CountRun>> pieces = new ArrayList<>();
        for (CountRun run : runs) {
            List<CountRun> last = pieces.isEmpty() ? null : pieces.get(pieces.size() - 1);
            if (last != null && last.get(last.size() - 1).touches(run)) {
                last.add(run);
            } else {
                pieces.add(new ArrayList<>(List.of(run)));
            }
        }
        return pieces;
    }

    public List<CountRun> runs() {
        return runs;
    }

    /** Whether this many were ever there. */
    public boolean ever(IntPredicate count) {
        return runs.stream().anyMatch(run -> count.test(run.count()));
    }

    public int most() {
        return runs.stream().mapToInt(CountRun::count).max().orElse(0);
    }

    /**
     * The state over a short span: the run that fills most of it.
     *
     * @param lateWins whether of two that fill it alike the later is the state
     */
    public Optional<CountRun> state(TimeSpan span, boolean lateWins) {
        CountRun best = null;
        for (CountRun run : runs) {
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

    /** The state of a moment and the states next to it that did not last, or all of them where the state itself did not. */
    public List<CountRun> unsettled(CountRun state, TimeSpan moment) {
        TimeSpan near = new TimeSpan(Math.max(0, moment.start() - NEAR_SECONDS), moment.end() + NEAR_SECONDS);
        return runs.stream().filter(run -> run == state || run.span().overlap(near) > 0
                && Math.min(run.span().length(), state.span().length()) < SETTLED_SECONDS).toList();
    }

    /** Longest stretches over which the count satisfies the predicate, in time order, each with the highest count in it. */
    public List<CountRun> stretches(IntPredicate count) {
        List<CountRun> found = new ArrayList<>();
        CountRun open = null;
        for (CountRun run : runs) {
            if (!count.test(run.count())) {
                open = null;
            } else if (open == null || !open.touches(run)) {
                found.add(open = run);
            } else {
                found.set(found.size() - 1, open = open.joined(run, Math.max(open.count(), run.count())));
            }
        }
        return found;
    }

    /** From appearance to disappearance, short absences bridged. */
    public List<CountRun> visits() {
        List<CountRun> visits = new ArrayList<>();
        for (CountRun run : stretches(count -> count > 0)) {
            CountRun last = visits.isEmpty() ? null : visits.get(visits.size() - 1);
            if (last != null && run.start() - last.end() < GAP_SECONDS && unbroken(last.end(), run.start())) {
                visits.set(visits.size() - 1, last.joined(run, Math.max(last.count(), run.count())));
            } else {
                visits.add(run);
            }
        }
        return visits;
    }

    /** Whether it was still there when it was looked at last. */
    private boolean ongoing(CountRun run) {
        return pieces.stream().anyMatch(piece -> piece.get(0).start() <= run.start() && run.start() <= end(piece)
                && run.end() >= end(piece));
    }

    /** Whether somebody watched from the one moment to the other. */
    private boolean unbroken(double from, double to) {
        return pieces.stream().anyMatch(piece -> piece.get(0).start() <= from && to <= end(piece));
    }

    private static double end(List<CountRun> piece) {
        return piece.get(piece.size() - 1).end();
    }

    /** Of these stretches the ones to believe: blips, seen briefly and unsurely, are left out. */
    public List<CountRun> credible(List<CountRun> stretches) {
        return stretches.stream().filter(run -> sureness(run) >= floor).toList();
    }

    public double sureness(CountRun run) {
        return Sureness.of(run.score(), run.span().length(), ongoing(run));
    }

    /** Times at which the count was seen to rise (or fall), one for each by which it did; what was there at the beginning rose then. */
    public List<Double> steps(boolean up) {
        List<Double> steps = new ArrayList<>();
        for (List<CountRun> piece : pieces) {
            steps.addAll(steps(piece, up, piece == pieces.get(0) ? 0 : piece.get(0).count()));
        }
        return steps;
    }

    private static List<Double> steps(List<CountRun> piece, boolean up, int first) {
        List<Double> steps = new ArrayList<>();
        int before = first;
        for (CountRun run : piece) {
            for (int i = 0; i < (up ? run.count() - before : before - run.count()); i++) {
                steps.add(run.start());
            }
            before = run.count();
        }
        return steps;
    }

    /**
     * One stretch for each thing that ever came, first in first out where several are there at once. What was there
     * when nobody watched any more is not known to be what was there when somebody did again.
     */
    public List<CountRun> appearances() {
        List<CountRun> appearances = new ArrayList<>();
        for (List<CountRun> piece : pieces) {
            List<Double> starts = steps(piece, true, 0);
            List<Double> ends = steps(piece, false, 0);
            for (int i = 0; i < starts.size(); i++) {
                double end = i < ends.size() ? ends.get(i) : end(piece);
                appearances.add(new CountRun(new TimeSpan(starts.get(i), Math.max(starts.get(i), end)), 1, 1));
            }
        }
        appearances.sort(Comparator.comparingDouble(CountRun::start));
        return appearances;
    }
}
