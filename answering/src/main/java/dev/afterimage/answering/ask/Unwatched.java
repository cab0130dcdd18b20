package dev.afterimage.answering.ask;

import dev.afterimage.answering.evaluate.Finding;
import dev.afterimage.answering.evaluate.Phrases;
import dev.afterimage.answering.evaluate.Support;
import dev.afterimage.answering.evidence.Coverage;
import dev.afterimage.answering.time.TimeSpan;
import dev.afterimage.core.stream.Clock;
import dev.afterimage.core.stream.Gap;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What becomes of a question whose time was not watched, or not all of it: it is answered "not watched" where all of it
 * lies in a gap; where a part does, what was found stands, and what was not found, a count or an order is told with the
 * part that is missing.
 */
final class Unwatched {

    private static final String NOBODY = "nobody watched";
    private static final int MOST_NAMED = 3;
    private static final Pattern NEGATIVE = Pattern.compile("^(?:No|0|Nothing|None|Not|There was no|Yes, there was no)\\b.*",
            Pattern.DOTALL);

    private Unwatched() { }

    /** Of a time that is still to come. */
    static Finding future(double seconds, double now) {
        return new Finding.NotSeen(Clock.text(seconds) + " lies after " + Clock.text(now) + ", the last moment there is", List.of());
    }

    static boolean negative(String text) {
        return NEGATIVE.matcher(text).matches();
    }

    /** {@code from 05:03 to 06:35 and since 08:10 nobody watched}. */
    static String clause(List<Gap> gaps) {
        if (gaps.size() > MOST_NAMED) {
            double whole = gaps.stream().filter(gap -> !gap.open()).mapToDouble(gap -> gap.end() - gap.start()).sum();
            boolean open = gaps.stream().anyMatch(Gap::open);
            return "in " + gaps.size() + " stretches" + (open ? ", the last since " + Clock.text(gaps.get(gaps.size() - 1).start()) + ","
                    : ", " + Clock.length(whole) + " in all,") + " " + NOBODY;
        }
        return Phrases.list(gaps.stream().map(Unwatched::span).toList()) + " " + NOBODY;
    }

    private static String span(Gap gap) {
        return gap.open() ? "since " + Clock.text(gap.start()) : Phrases.fromTo(new TimeSpan(gap.start(), gap.end()));
    }

    /** An answer that was told already, with what it may have missed: {@code No. From 05:03 to 06:35 nobody watched.} */
    static String afterwards(String told, List<Gap> missing) {
        return negative(told) && !missing.isEmpty() ? " " + Phrases.capital(clause(missing)) + "." : "";
    }

    /** Nothing is cited from when nobody watched. */
    static List<Support> watchedParts(List<Support> supports, Coverage watched) {
        return supports.stream().flatMap(support -> watched.parts(support.span()).stream()
                .map(part -> part.equals(support.span()) ? support : new Support(part, support.score(), support.kind(), support.note())))
                        .toList();
    }
}
