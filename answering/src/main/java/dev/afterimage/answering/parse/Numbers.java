package dev.afterimage.answering.parse;

import java.util.Map;

/** Numbers, ordinals and lengths of time in words. */
final class Numbers {

    private static final Map<String, Integer> UNITS = Map.ofEntries(Map.entry("zero", 0), Map.entry("one", 1), Map.entry("two", 2),
            Map.entry("three", 3),
            Map.entry("four", 4), Map.entry("five", 5), Map.entry("six", 6), Map.entry("seven", 7), Map.entry("eight", 8),
            Map.entry("nine", 9),
            Map.entry("ten", 10), Map.entry("eleven", 11), Map.entry("twelve", 12), Map.entry("thirteen", 13), Map.entry("fourteen", 14),
            Map.entry("fifteen", 15),
            Map.entry("sixteen", 16), Map.entry("seventeen", 17), Map.entry("eighteen", 18), Map.entry("nineteen", 19));
    private static final Map<String, Integer> TENS = Map.of("twenty", 20, "thirty", 30, "forty", 40, "fifty", 50, "sixty", 60, "seventy",
            70, "eighty", 80, "ninety", 90);
    private static final Map<String, Integer> ORDINALS = Map.ofEntries(Map.entry("first", 1), Map.entry("earliest", 1),
            Map.entry("1st", 1), Map.entry("initial", 1),
            Map.entry("second", 2), Map.entry("2nd", 2), Map.entry("third", 3), Map.entry("3rd", 3), Map.entry("fourth", 4),
            Map.entry("4th", 4),
            Map.entry("fifth", 5), Map.entry("5th", 5), Map.entry("sixth", 6), Map.entry("seventh", 7), Map.entry("eighth", 8),
            Map.entry("ninth", 9), Map.entry("tenth", 10),
            Map.entry("last", -1), Map.entry("latest", -1), Map.entry("final", -1), Map.entry("newest", -1));
    /** How many "a few" and "several" are taken to be. */
    private static final int FEW = 3;
    /** Greater numbers count nothing that a camera saw, and no second of a film either. */
    private static final double MOST = 10_000_000;

    private Numbers() { }

    /** A whole or decimal number: digits, or words up to 99 and "a hundred". */
    static Match<Double> number(Sentence s, int i) {
        String word = s.at(i);
        if (!word.isEmpty() && Character.isDigit(word.charAt(0)) && word.indexOf(':') < 0) {
            double value = Double.parseDouble(word);
            return value > MOST ? null : new Match<>(value, i + 1);
        }
        if (TENS.containsKey(word)) {
            Integer unit = UNITS.get(s.at(i + 1));
            return unit != null && unit > 0 && unit < 10 ? new Match<>((double) TENS.get(word) + unit, i + 2)
                    : new Match<>((double) TENS.get(word), i + 1);
        }
        if (s.phrase(i, "a", "hundred") || s.phrase(i, "one", "hundred")) {
            return new Match<>(100.0, i + 2);
        }
        Integer unit = UNITS.get(word);
        return unit == null ? null : new Match<>((double) unit, i + 1);
    }

    /** A number, or words for one before a unit: {@code a}, {@code half a}, {@code a couple of}, {@code a few}. */
    static Match<Double> quantity(Sentence s, int i) {
        Match<Double> number = number(s, i);
        if (number != null) {
            return s.phrase(number.next(), "and", "a", "half") ? new Match<>(number.value() + 0.5, number.next() + 3) : number;
        }
        if (s.phrase(i, "half", "a")) {
            return new Match<>(0.5, i + 2);
        }
        if (s.phrase(i, "a", "quarter", "of", "an") || s.phrase(i, "half", "an")) {
            return new Match<>(s.is(i, "half") ? 0.5 : 0.25, s.is(i, "half") ? i + 2 : i + 4);
        }
        if (s.phrase(i, "quarter", "of", "a", "n") || s.phrase(i, "quarter", "of", "an")) {
            return new Match<>(0.25, i + 3);
        }
        int start = s.is(i, "a") ? i + 1 : i;
        if (s.is(start, "couple")) {
            return new Match<>(2.0, s.is(start + 1, "of") ? start + 2 : start + 1);
        }
        if (s.is(start, "few", "several")) {
            return new Match<>((double) FEW, start + 1);
        }
        if (s.is(i, "half")) {
            return new Match<>(0.5, i + 1);
        }
        return s.is(i, "a", "an", "one") ? new Match<>(1.0, i + 1) : null;
    }

    /** Seconds of {@code ten seconds}, {@code 1 minute 20}, {@code an hour and a half}, {@code a minute}. */
    static Match<Double> length(Sentence s, int i) {
        Match<Double> quantity = quantity(s, i);
        Match<Double> first = quantity == null ? null : unit(s, quantity.next());
        if (first == null) {
            return null;
        }
        double seconds = quantity.value() * first.value();
        int next = first.next();
        if (s.phrase(next, "and", "a", "half")) {
            return new Match<>(seconds + first.value() / 2, next + 3);
        }
        int more = s.is(next, "and", ",") ? next + 1 : next;
        Match<Double> rest = quantity(s, more);
        if (more == next && rest != null && first.value() > 1 && Numbers.number(s, more) != null && rest.value() < 60
                && ends(s, rest.next())) {
            return new Match<>(seconds + rest.value() * first.value() / 60, rest.next());
        }
        Match<Double> smaller = rest == null || s.is(more, "a", "an", "half") ? null : unit(s, rest.next());
        return smaller != null && smaller.value() < first.value()
                ? new Match<>(seconds + rest.value() * smaller.value(), smaller.next()) : new Match<>(seconds, next);
    }

    /** Behind {@code two minutes thirty} nothing may be counted. */
    private static boolean ends(Sentence s, int i) {
        return s.end(i) || !s.noun(i) && !s.adjective(i) && unit(s, i) == null;
    }

    /** Seconds in a unit of time. */
    static Match<Double> unit(Sentence s, int i) {
        if (s.is(i, "second", "seconds")) {
            return new Match<>(1.0, i + 1);
        }
        if (s.is(i, "minute", "minutes", "m")) {
            return new Match<>(60.0, i + 1);
        }
        return s.is(i, "hour", "hours", "h") ? new Match<>(3600.0, i + 1) : null;
    }

    /** {@code first}, {@code 3rd}, {@code very last}, {@code most recent}: 1, 3, -1, -1. */
    static Match<Integer> ordinal(Sentence s, int i) {
        int start = s.is(i, "very") ? i + 1 : i;
        if (s.phrase(start, "most", "recent")) {
            return new Match<>(-1, start + 2);
        }
        if (s.is(start + 1, "st", "nd", "rd", "th") && !s.at(start).isEmpty() && Character.isDigit(s.at(start).charAt(0)) && s.at(start)
                .matches("\\d{1,3}")) {
            return new Match<>(Integer.parseInt(s.at(start)), start + 2);
        }
        Integer value = ORDINALS.get(s.at(start));
        if (value == null) {
            return null;
        }
        return new Match<>(value, s.is(start + 1, "ever") ? start + 2 : start + 1);
    }

    /** A word for an hour: nobody says "after eleven" of a second. */
    static boolean hour(String word) {
        return UNITS.containsKey(word) && UNITS.get(word) > 0 && UNITS.get(word) <= 12;
    }

    /** Seconds of {@code [h:]mm:ss[.f]}. */
    static double clock(String text) {
        double seconds = 0;
        for (String part : text.split(":")) {
            seconds = seconds * 60 + Double.parseDouble(part);
        }
        return seconds;
    }

    static boolean isClock(String word) {
        return word.indexOf(':') > 0 && Character.isDigit(word.charAt(0)) && word.matches("\\d{1,3}(:[0-5]\\d){1,2}(\\.\\d+)?");
    }
}
