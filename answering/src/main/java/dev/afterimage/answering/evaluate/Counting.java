package dev.afterimage.answering.evaluate;

import dev.afterimage.answering.evidence.CountRun;
import dev.afterimage.answering.time.TimeSpan;

import java.util.List;

/** Counts over the runs of a track. */
final class Counting {

    /** Runs shorter than this are blinks beside longer ones. */
    private static final double BRIEF_SECONDS = 1;

    private Counting() { }

    /** The parts of the runs that lie in the window. */
    static List<CountRun> all(List<CountRun> runs, Windows.Placed window) {
        return window == null || !window.bounded() ? runs : runs.stream().filter(run -> run.span().overlap(window.span()) > 0)
                .map(run -> new CountRun(
                new TimeSpan(Math.max(run.start(), window.span().start()), Math.min(run.end(), window.span().end())), run.count(),
                        run.score())).toList();
    }

    /** The same, of them those long enough to believe where there are any. */
    static List<CountRun> within(List<CountRun> runs, Windows.Placed window) {
        List<CountRun> within = all(runs, window);
        List<CountRun> steady = within.stream().filter(run -> run.span().length() >= BRIEF_SECONDS).toList();
        return steady.isEmpty() || steady.stream().allMatch(run -> run.count() == 0) ? within : steady;
    }

    static int most(List<CountRun> runs) {
        return runs.stream().mapToInt(CountRun::count).max().orElse(0);
    }

    static int fewest(List<CountRun> runs) {
        return runs.stream().mapToInt(CountRun::count).min().orElse(0);
    }
}
