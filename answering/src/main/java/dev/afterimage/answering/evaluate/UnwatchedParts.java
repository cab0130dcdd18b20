package dev.afterimage.answering.evaluate;

import dev.afterimage.answering.evidence.Coverage;
import dev.afterimage.answering.query.Event;
import dev.afterimage.answering.query.Query;
import dev.afterimage.answering.time.TimeSpan;
import dev.afterimage.core.stream.Clock;
import dev.afterimage.core.stream.Gap;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What becomes of findings over a time that was not watched throughout: what was found stands, and what was not found,
 * a count or an order is given with the part that is missing. Nothing is cited from when nobody watched.
 */
public final class UnwatchedParts {

    private static final int MOST_NAMED = 3;
    private static final Pattern NEGATIVE = Pattern.compile("^(?:No|0|Nothing|None|Nobody|Not|There was no|Yes, there was no)\\b");

    /** How often something was so. */
    private static final Pattern TIMES = Pattern.compile("^Yes, (\\d+) times\\b");
    /** A number of things or of times. */
    private static final Pattern NUMBER = Pattern.compile("^[1-9]\\d* ");

    private UnwatchedParts() { }

    static Finding qualified(Finding finding, Query query, Windows.Placed window, Coverage watched) {
        if (watched.gaps().isEmpty()) {
            return finding;
        }
        List<Gap> missing = window.momentary() ? List.of() : watched.missing(window.span());
        if (finding instanceof Finding.Fact fact) {
            boolean all = negative(fact.text()) || total(query) || TIMES.matcher(fact.text()).find();
            List<Gap> told = fact.text().contains("nobody watched") ? List.of() : missing.stream()
                    .filter(gap -> all || hides(gap, query, fact)).toList();
            return new Finding.Fact(told.isEmpty() ? fact.text() : atLeast(fact.text(), query).replaceFirst("[.\\s]{1,8}$", "") + "; "
                    + clause(told) + ".", watchedParts(fact.supports(), watched));
        }
        if (finding instanceof Finding.NotSeen notSeen) {
            return new Finding.NotSeen(missing.isEmpty() ? notSeen.why() : notSeen.why() + "; " + clause(missing),
                    watchedParts(notSeen.closest(), watched));
        }
        return finding;
    }

    /** More may have come, or happened, while nobody watched. */
    private static String atLeast(String text, Query query) {
        return query instanceof Query.Count && NUMBER.matcher(text).find() && !text.contains(" at least ") ? "At least " + text
                : TIMES.matcher(text).replaceFirst("Yes, at least $1 times");
    }

    /** Whether an answer says that something was not there. */
    static boolean negative(String text) {
        return NEGATIVE.matcher(text).find();
    }

    /** Whether an answer may be another where more was watched. */
    private static boolean total(Query query) {
        return query instanceof Query.Count || query instanceof Query.HowLong || query instanceof Query.Order
                || query instanceof Query.Compare || query instanceof Query.Recap
                || query instanceof Query.When when && when.event().kind() == Event.Kind.CHANGES;
    }

    /** Of the first that was seen an earlier gap may hide another, of the last a later one. */
    private static boolean hides(Gap gap, Query query, Finding.Fact fact) {
        Event event = query instanceof Query.When when ? when.event() : query instanceof Query.Where where ? where.event() : null;
        if (event == null || fact.supports().isEmpty()) {
            return false;
        }
        int nth = event.nth() != 0 ? event.nth() : event.thing().nth();
        TimeSpan found = fact.supports().get(0).span();
        return nth < 0 ? gap.end() > found.end() : nth > 0 && gap.start() < found.start();
    }

    /** {@code from 05:03 to 06:35 and since 08:10 nobody watched}. */
    static String clause(List<Gap> gaps) {
        if (gaps.size() > MOST_NAMED) {
            double whole = gaps.stream().filter(gap -> !gap.open()).mapToDouble(gap -> gap.end() - gap.start()).sum();
            return "in " + gaps.size() + " stretches, " + Clock.length(whole) + " in all, nobody watched";
        }
        return Phrases.list(gaps.stream().map(UnwatchedParts::span).toList()) + " nobody watched";
    }

    private static String span(Gap gap) {
        return gap.open() ? "since " + Clock.text(gap.start()) : Phrases.fromTo(new TimeSpan(gap.start(), gap.end()));
    }

    /** {@code nobody watched from 05:03 to 06:35: the camera could not be reached}; of many the last. */
    public static String why(List<Gap> gaps) {
        return gaps.stream().skip(Math.max(0, gaps.size() - MOST_NAMED)).map(gap ->
                (gap.open() ? "nobody has watched " : "nobody watched ") + span(gap) + ": " + gap.cause().reason())
                .distinct()
                .collect(Collectors.joining("; "));
    }

    private static List<Support> watchedParts(List<Support> supports, Coverage watched) {
        return supports.stream().flatMap(support -> watched.parts(support.span()).stream()
                .map(part -> part.equals(support.span()) ? support : new Support(part, support.score(), support.kind(), support.note())))
                        .toList();
    }
}
