package dev.afterimage.answering.parse;

import dev.afterimage.answering.query.Window;

import java.util.Set;

/**
 * Wall-clock time: {@code at 2 pm}, {@code yesterday morning}, {@code on Monday between 9 and noon}, {@code 9 to 11 this morning}, {@code
 * since 0600 hours}, {@code overnight}.
 */
final class ClockTimes {

    private static final Set<String> DAYS = Set.of("today", "yesterday", "monday", "tuesday", "wednesday", "thursday", "friday",
            "saturday", "sunday");
    private static final Set<String> PARTS = Set.of("morning", "afternoon", "evening", "night");

    private ClockTimes() { }

    /** A day or a part of one; both may be empty, not at once. */
    private record Day(String day, String part) { }

    /** Two ends of which one may be missing. */
    private record Span(HourWords.Hour from, HourWords.Hour to) {

        boolean sure() {
            return from != null && from.sure() || to != null && to.sure();
        }
    }

    static Match<Window> at(Sentence s, int i) {
        Match<Day> day = day(s, i);
        Match<Span> span = span(s, day == null ? i : behindComma(s, day.next()));
        if (day == null && span == null) {
            return null;
        }
        Match<Day> later = span == null ? null : day(s, behindComma(s, span.next()));
        Day all = both(day == null ? null : day.value(), later == null ? null : later.value());
        if (span != null && all == null && !span.value().sure()) {
            return null;
        }
        if (span == null) {
            return s.is(day.next(), "'s") ? null : new Match<>(new Window.Clock("", "", all.day(), all.part()), day.next());
        }
        int next = later == null ? span.next() : later.next();
        return new Match<>(clock(span.value(), all == null ? new Day("", "") : all), next);
    }

    private static int behindComma(Sentence s, int i) {
        return s.is(i, ",") ? i + 1 : i;
    }

    private static Day both(Day one, Day other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return new Day(one.day().isEmpty() ? other.day() : one.day(), one.part().isEmpty() ? other.part() : one.part());
    }

    /** The part of the day says which half of it is meant and is void then. */
    private static Window clock(Span span, Day day) {
        HourWords.Hour from = span.from() == null ? null : span.from().in(day.part());
        HourWords.Hour to = span.to() == null ? null : span.to().in(day.part());
        if (from != null && to != null && from != to) {
            from = from.before(to);
            to = to.after(from);
        }
        return new Window.Clock(from == null ? "" : from.text(), to == null ? "" : to.text(), day.day(), "");
    }

    /**
     * {@code yesterday evening}, {@code this morning}, {@code on Monday}, {@code in the afternoon yesterday}, {@code last night}, {@code
     * overnight}.
     */
    private static Match<Day> day(Sentence s, int i) {
        if (s.is(i, "overnight", "tonight")) {
            return new Match<>(new Day(s.is(i, "tonight") ? "today" : "", "night"), i + 1);
        }
        if (s.phrase(i, "last", "night") || s.phrase(i, "during", "last", "night")) {
            return new Match<>(new Day("yesterday", "night"), s.is(i, "last") ? i + 2 : i + 3);
        }
        int next = s.is(i, "on", "in", "during", "at", "of", "over", "throughout") ? i + 1 : i;
        boolean name = next == i && s.is(next, "the") && PARTS.contains(s.at(next + 1)) && s.noun(next + 2)
                && !s.is(next + 2, "before", "after", "when", "did", "of", "in", "on", "at", "and");
        if (name) {
            return null;
        }
        if (s.is(next, "this", "the") && PARTS.contains(s.at(next + 1)) || s.is(next, "whole", "all")
                && s.is(next + 1, "night", "morning", "afternoon", "evening")) {
            return inDay(s, new Match<>(new Day(s.is(next, "this") ? "today" : "", s.at(next + 1)), next + 2));
        }
        next = s.is(i, "in", "at") && s.is(next, "today", "yesterday") ? i : next;
        if (s.phrase(i, "at", "night") || s.phrase(i, "by", "night") || s.phrase(i, "the", "day") && s.end(i + 2)
                && !s.is(i - 1, "of", "in")) {
            return new Match<>(s.is(i, "the") ? new Day("today", "") : new Day("", "night"), i + 2);
        }
        boolean named = next == i && s.is(i - 1, "the", "a", "my", "our");
        if (!DAYS.contains(s.at(next)) || named && !s.is(next, "today", "yesterday")) {
            return null;
        }
        return PARTS.contains(s.at(next + 1)) ? new Match<>(new Day(s.at(next), s.at(next + 1)), next + 2)
                : new Match<>(new Day(s.at(next), ""), next + 1);
    }

    /** {@code in the afternoon yesterday}. */
    private static Match<Day> inDay(Sentence s, Match<Day> part) {
        int next = s.is(part.next(), "of", "on") ? part.next() + 1 : part.next();
        return DAYS.contains(s.at(next)) ? new Match<>(new Day(s.at(next), part.value().part()), next + 1) : part;
    }

    private static Match<Span> span(Sentence s, int i) {
        int first = s.is(i, "between", "from") ? i + 1 : i;
        Match<HourWords.Hour> from = HourWords.military(s, first);
        from = from == null ? HourWords.at(s, first) : from;
        if (from != null && s.is(from.next(), "and", "to", "until", "till", "-") && (first > i || !s.is(from.next(), "and"))) {
            Match<HourWords.Hour> to = HourWords.at(s, from.next() + 1);
            return to == null ? null : new Match<>(new Span(from.value(), to.value()), to.next());
        }
        return bound(s, i);
    }

    /** One end: {@code at nine}, {@code since 8:30}, {@code before noon}, {@code from 8 am onwards}. */
    private static Match<Span> bound(Sentence s, int i) {
        boolean after = s.is(i, "after", "since", "from", "past") && !s.is(i + 1, "at", "around");
        boolean before = s.is(i, "before", "until", "by");
        int start = after || before || s.is(i, "at", "around", "about", "round") ? i + 1 : i;
        start = s.is(start, "about", "around", "exactly", "at") && start > i ? start + 1 : start;
        Match<HourWords.Hour> hour = HourWords.at(s, start);
        boolean worded = hour != null && start == i + 1 && !s.is(i, "at", "around", "about", "round", "from", "past")
                && hour.next() == start + 1
                && Numbers.hour(s.at(start));
        if (hour != null && worded || hour != null && start > i && s.is(i, "at") && s.part(start, hour.next()).is(1, "to", "minutes")) {
            hour = hour.as(hour.value().known());
        }
        if (hour == null || start == i && !hour.value().sure()) {
            return null;
        }
        boolean onwards = s.is(hour.next(), "onwards", "onward") || s.phrase(hour.next(), "or", "later");
        int next = onwards ? hour.next() + (s.is(hour.next(), "or") ? 2 : 1) : hour.next();
        Span span = new Span(before ? null : hour.value(), after || onwards ? null : hour.value());
        return new Match<>(span, next);
    }
}
