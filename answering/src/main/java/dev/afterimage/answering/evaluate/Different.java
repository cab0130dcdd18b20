package dev.afterimage.answering.evaluate;

import dev.afterimage.answering.evidence.Colouring;
import dev.afterimage.answering.evidence.Visit;
import java.util.ArrayList;
import java.util.List;

/** How many different things made these visits, at least: one may come twice, and may be taken for another when it was lost from sight. */
final class Different {

    /** Seconds that two visits must share, so that they are not one thing with two boxes. */
    private static final double TOGETHER = 1;
    /** Visits from which the search begins: more would seldom find more, and take long where thousands passed. */
    private static final int STARTS = 40;

    private Different() { }

    /** Whether a visit is known from its coming to its going, or to the edge of what was watched. @param now the last moment known */
    static boolean whole(Visit visit, double now) {
        boolean came = !visit.from().isEmpty() || visit.span().start() < 1;
        boolean went = !visit.to().isEmpty() || visit.span().end() >= now - 1e-6;
        return came && went;
    }

    /** Visits no two of which can be of one thing, taken in order of time; the most at once are among the candidates. */
    static int atLeast(List<Visit> visits, int mostAtOnce) {
        int most = mostAtOnce;
        for (Visit first : visits.subList(0, Math.min(STARTS, visits.size()))) {
            List<Visit> apart = new ArrayList<>(List.of(first));
            visits.stream().filter(visit -> apart.stream().allMatch(other -> apart(visit, other))).forEach(apart::add);
            most = Math.max(most, apart.size());
        }
        return Math.min(most, visits.size());
    }

    private static boolean apart(Visit one, Visit other) {
        return one != other && (one.span().overlap(other.span()) >= TOGETHER
                || Colouring.differClearly(one.course().traits(), other.course().traits()));
    }
}
