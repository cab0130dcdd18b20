package dev.afterimage.answering.parse;

import dev.afterimage.answering.query.Amount;

/** How many are spoken of: {@code two}, {@code at least three}, {@code more than one}, {@code only one}, {@code no}, {@code the most}. */
final class Amounts {

    private static final String[][] LEAST = {{"minimum"}, {"a", "minimum", "of"}, {"minimum", "of"}, {"no", "fewer", "than"},
        {"no", "less", "than"}, {"not", "fewer", "than"}, {"not", "less", "than"}, {"upwards", "of"}, {"at", "the", "least"},
        {"at", "a", "minimum"}};
    private static final String[][] MOST = {{"maximum"}, {"a", "maximum", "of"}, {"maximum", "of"}, {"no", "more", "than"},
        {"not", "more", "than"}, {"up", "to"}, {"at", "the", "most"}};

    private Amounts() { }

    /** The position behind words that say that a number is the least or the most; -1 where there are none. */
    private static int bounded(Sentence s, int i, String[][] phrases) {
        int next = Cues.behind(s, i, phrases);
        return next > i ? next : -1;
    }

    private static Match<Integer> number(Sentence s, int i) {
        return i < 0 ? null : whole(s, i);
    }

    /** {@code two people or more}: behind the noun. */
    static Match<Amount> behind(Sentence s, int i, Amount many) {
        boolean more = many.relation() == Amount.Relation.EXACTLY && (s.is(i, "or", "and") && s.is(i + 1, "more", "over"));
        boolean fewer = many.relation() == Amount.Relation.EXACTLY && s.is(i, "or") && s.is(i + 1, "fewer", "less", "under");
        return more ? new Match<>(Amount.atLeast(many.number()), i + 2) : fewer ? new Match<>(Amount.atMost(many.number()), i + 2) : null;
    }

    static Match<Amount> at(Sentence s, int i) {
        int start = s.is(i, "the") && s.is(i + 1, "most", "fewest", "least") ? i + 1 : i;
        if (s.is(start, "most", "maximum") && !s.is(start + 1, "recent", "people") || s.phrase(start, "most", "people")) {
            return new Match<>(Amount.MOST, numbered(s, start + 1));
        }
        if (s.is(start, "fewest", "least") && !s.is(start - 1, "at")) {
            return new Match<>(Amount.FEWEST, numbered(s, start + 1));
        }
        if (s.is(i, "no") && !s.is(i + 1, "one", "more", "longer")) {
            return new Match<>(Amount.NONE, i + 1);
        }
        int single = s.is(i, "just", "only") ? i + 1 : i;
        if (s.phrase(single, "a", "single") || s.is(single, "single") && single > i) {
            return new Match<>(Amount.exactly(1), s.is(single, "a") ? single + 2 : single + 1);
        }
        if (s.is(i, "several", "multiple", "many")) {
            return new Match<>(Amount.atLeast(2), i + 1);
        }
        if (s.phrase(i, "a", "couple", "of") || s.phrase(i, "a", "pair", "of")) {
            return new Match<>(Amount.exactly(2), i + 3);
        }
        return compared(s, i);
    }

    /** {@code the least number of cars}, {@code the most of people}. */
    private static int numbered(Sentence s, int i) {
        int next = s.is(i, "number", "amount") ? i + 1 : i;
        return s.is(next, "of") ? next + 1 : next;
    }

    private static Match<Amount> compared(Sentence s, int i) {
        Match<Integer> bound = number(s, bounded(s, i, LEAST));
        if (bound != null) {
            return bound.as(Amount.atLeast(bound.value()));
        }
        bound = number(s, bounded(s, i, MOST));
        if (bound != null) {
            return bound.as(Amount.atMost(bound.value()));
        }
        if (s.phrase(i, "at", "least") || s.phrase(i, "more", "than") || s.phrase(i, "at", "most") || s.phrase(i, "less", "than")
                || s.phrase(i, "fewer", "than")) {
            Match<Integer> number = whole(s, i + 2);
            return number == null ? null : number.as(s.is(i, "more") ? Amount.atLeast(number.value() + 1) : s.is(i, "less", "fewer")
                    ? Amount.atMost(number.value() - 1)
                    : s.is(i + 1, "least") ? Amount.atLeast(number.value()) : Amount.atMost(number.value()));
        }
        int start = s.is(i, "exactly", "only", "just") ? i + 1 : s.is(i, "all", "both") ? i + 1 : i;
        if (s.is(i, "both") && !s.is(i + 1, "of")) {
            return new Match<>(Amount.exactly(2), i + 1);
        }
        Match<Integer> number = whole(s, start);
        if (number == null || s.is(start, "one") && start == i) {
            return null;
        }
        if (s.phrase(number.next(), "or", "more")) {
            return new Match<>(Amount.atLeast(number.value()), number.next() + 2);
        }
        return number.as(Amount.exactly(number.value()));
    }

    private static Match<Integer> whole(Sentence s, int i) {
        Match<Double> number = Numbers.number(s, i);
        boolean whole = number != null && !s.is(number.next(), "st", "nd", "rd", "th") && number.value() == Math.rint(number.value())
                && Numbers.unit(s, number.next()) == null && number.value() < 1000;
        return whole ? number.as(number.value().intValue()) : null;
    }
}
