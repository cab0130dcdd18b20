package dev.afterimage.answering.evaluate;

import dev.afterimage.answering.query.Query;
import dev.afterimage.answering.query.Query.Unwatched.Why;
import dev.afterimage.answering.time.TimeSpan;
import dev.afterimage.core.stream.Clock;
import dev.afterimage.core.stream.Gap;
import dev.afterimage.core.stream.Gap.Cause;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * When nobody watched, and why. It rests on the noted gaps and on no picture, so it cites none. Of a time in which nobody watched for
 * another reason it is not known whether the camera would have been there, and that is said.
 */
final class OutageAnswers {

    private static final Set<Cause> OF_CAMERA = Set.of(Cause.UNREACHABLE, Cause.STALLED, Cause.CORRUPT);
    /** Times of one and the same frame may differ by so much, seconds. */
    private static final double SAME = 1e-3;

    private final ObservedStream observed;

    OutageAnswers(ObservedStream observed) {
        this.observed = observed;
    }

    /** Gaps of one reason that follow one another are one outage. */
    private record Outage(TimeSpan span, boolean open, List<Cause> causes) {

        static Outage of(Gap gap, TimeSpan span) {
            return new Outage(span, gap.open(), List.of(gap.cause()));
        }

        Outage with(Outage next) {
            List<Cause> all = new ArrayList<>(causes);
            all.addAll(next.causes);
            return new Outage(new TimeSpan(span.start(), Math.max(span.end(), next.span.end())), next.open, all);
        }

        String when() {
            return open ? "since " + Clock.text(span.start()) : Phrases.fromTo(span);
        }

        String reason() {
            return causes.stream().distinct().map(Cause::reason).collect(Collectors.joining(", then "));
        }
    }

    Finding answer(Query.Unwatched asked, Windows.Placed window) {
        List<Outage> meant = outages(window, asked.why(), true);
        List<Outage> others = outages(window, asked.why(), false);
        String text = meant.isEmpty() ? none(asked, window, others) : some(asked, window, meant, others);
        return new Finding.Fact(Phrases.capital(text) + ".", List.of());
    }

    private List<Outage> outages(Windows.Placed window, Why why, boolean meant) {
        List<Outage> outages = new ArrayList<>();
        for (Gap gap : observed.timeline().watched().noted()) {
            TimeSpan part = part(gap, window);
            if (part != null && counts(gap.cause(), why) == meant) {
                Outage last = outages.isEmpty() ? null : outages.get(outages.size() - 1);
                Outage next = Outage.of(gap, part);
                if (last != null && part.start() <= last.span.end() + SAME) {
                    outages.set(outages.size() - 1, last.with(next));
                } else {
                    outages.add(next);
                }
            }
        }
        return outages;
    }

    /** Of a gap at a moment all of it; of a stretch the part that lies in it; null where there is none. */
    private TimeSpan part(Gap gap, Windows.Placed window) {
        double end = Math.min(gap.end(), observed.now());
        if (window.momentary()) {
            double moment = window.span().start();
            return gap.start() <= moment && (moment < end || gap.open()) ? new TimeSpan(gap.start(), end) : null;
        }
        double from = window.bounded() ? Math.max(gap.start(), window.span().start()) : gap.start();
        double to = window.bounded() ? Math.min(end, window.span().end()) : end;
        return to > from ? new TimeSpan(from, to) : null;
    }

    private static boolean counts(Cause cause, Why why) {
        return switch (why) {
            case CAMERA -> OF_CAMERA.contains(cause);
            case PAUSED -> cause == Cause.PAUSED;
            case ANY -> true;
        };
    }

    private String some(Query.Unwatched asked, Windows.Placed window, List<Outage> meant, List<Outage> others) {
        String each = told(meant);
        double whole = meant.stream().mapToDouble(outage -> outage.span().length()).sum();
        boolean momentary = window.momentary();
        String answer = switch (asked.of()) {
            case WHETHER -> "yes, " + each;
            case WATCHED -> momentary ? "no, " + each : "not all the time: " + each;
            case WHEN -> each;
            case HOW_LONG -> Clock.length(whole) + (meant.size() == 1 ? ", " : " in all: ") + each;
            case TIMES -> (meant.size() == 1 ? "once: " : meant.size() + " times: ") + each;
            case REASON -> meant.stream().map(Outage::reason).distinct().count() == 1 ? meant.get(0).reason() + " " + whens(meant) : each;
        };
        return answer + (momentary ? "" : besides(others));
    }

    /** {@code from 05:03 to 06:35: the camera could not be reached; since 09:10: the stream was paused}. */
    private static String told(List<Outage> outages) {
        boolean one = outages.stream().map(Outage::reason).distinct().count() == 1;
        return one ? whens(outages) + ": " + outages.get(0).reason()
                : Phrases.list(outages.stream().map(outage -> outage.when() + " (" + outage.reason() + ")").toList());
    }

    private static String whens(List<Outage> outages) {
        return Phrases.list(outages.stream().map(Outage::when).toList());
    }

    private String none(Query.Unwatched asked, Windows.Placed window, List<Outage> others) {
        String until = window.momentary() ? " then" : window.bounded() ? " " + window.words() : " up to " + Clock.text(observed.now());
        String state = switch (asked.why()) {
            case CAMERA -> "the camera was not lost";
            case PAUSED -> "it was not paused";
            case ANY -> "it was watched all the time";
        };
        if (window.momentary() && !others.isEmpty()) {
            return asked.why() == Why.PAUSED ? "no, it was not paused; nobody watched " + told(others)
                    : "that is not known: nobody watched " + told(others);
        }
        String answer = switch (asked.of()) {
            case WATCHED -> asked.why() == Why.ANY ? "yes, " + state : "yes, as far as was watched, " + state;
            case WHEN, REASON -> "never: " + state;
            case HOW_LONG -> "not at all: " + state;
            case TIMES -> "0 times: " + state;
            case WHETHER -> asked.why() == Why.ANY ? "no, " + state : "no, " + state;
        };
        return answer + until + besides(others);
    }

    private static String besides(List<Outage> others) {
        return others.isEmpty() ? "" : "; for another reason nobody watched " + told(others);
    }
}
