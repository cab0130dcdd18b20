package dev.afterimage.answering.parse;

import java.util.Locale;

/**
 * Hours of the day: {@code 2 pm}, {@code half past three}, {@code ten to five}, {@code 0600 hours}, {@code noon}, and {@code nine}, {@code
 * 8:30} where other words say that an hour is meant.
 */
final class HourWords {

    private static final int HALF_DAY = 12 * 60;
    /** What may stand behind an hour although it may be a noun too. */
    private static final String[] BEHIND = {"am", "pm", "on", "in", "at", "oclock", "today", "yesterday", "last", "this", "tonight", "noon",
        "and", "or", "to", "until", "sharp", "hrs", "by", "was", "is", "did", "has"};

    private HourWords() { }

    /**
     * @param minutes  since midnight
     * @param told     whether it is known which half of the day is meant
     * @param sure     whether the words by themselves can mean nothing else
     */
    record Hour(int minutes, boolean told, boolean sure) {

        String text() {
            return String.format(Locale.ROOT, "%02d:%02d", minutes / 60 % 24, minutes % 60);
        }

        /** The same where other words say that an hour is meant. */
        Hour known() {
            return new Hour(minutes, told, true);
        }

        Hour in(String part) {
            boolean later = part.equals("afternoon") || part.equals("evening") || part.equals("night") && minutes >= 6 * 60;
            return !told && later && minutes < HALF_DAY ? new Hour(minutes + HALF_DAY, true, sure) : new Hour(minutes, told
                    || !part.isEmpty(), sure);
        }

        /** Of {@code between noon and one} the second is in the afternoon. */
        Hour after(Hour start) {
            return !told && minutes < start.minutes && minutes < HALF_DAY && start.minutes >= HALF_DAY - 60
                    ? new Hour(minutes + HALF_DAY, true, sure) : this;
        }

        /** Of {@code between 10 and 11 pm} the first is in the evening too. */
        Hour before(Hour end) {
            boolean same = !told && end.told && end.minutes >= HALF_DAY && minutes + HALF_DAY < end.minutes;
            return same ? new Hour(minutes + HALF_DAY, true, sure) : this;
        }
    }

    static Match<Hour> at(Sentence s, int i) {
        if (s.is(i, "twelve", "12") && s.is(i + 1, "noon", "midday", "midnight")) {
            return at(s, i + 1);
        }
        if (s.is(i, "noon", "midday", "midnight")) {
            return new Match<>(new Hour(s.is(i, "midnight") ? 0 : HALF_DAY, true, true), i + 1);
        }
        Match<Hour> past = past(s, i);
        if (past != null) {
            return past;
        }
        Match<Double> after = s.is(i, "half") ? Numbers.number(s, i + 1) : null;
        if (after != null && after.value() <= 12 && Numbers.unit(s, after.next()) == null
                && (!s.noun(after.next()) || s.is(after.next(), BEHIND))) {
            return meridiem(s, (int) (after.value() * 60 + 30), after.next(), true);
        }
        if (s.at(i).matches("[0-2]\\d[0-5]\\d") && s.is(i + 1, "hours", "hour", "hrs", "h")) {
            int digits = Integer.parseInt(s.at(i));
            return new Match<>(new Hour(digits / 100 * 60 + digits % 100, true, true), i + 2);
        }
        if (Numbers.isClock(s.at(i))) {
            boolean minutes = s.at(i).matches("\\d{1,2}:\\d{2}");
            return minutes ? meridiem(s, (int) Numbers.clock(s.at(i)), i + 1, false) : null;
        }
        Match<Double> hour = Numbers.number(s, i);
        boolean whole = hour != null && hour.value() <= 24 && hour.value() == Math.rint(hour.value());
        boolean counted = whole && (Numbers.unit(s, hour.next()) != null || s.is(hour.next(), "st", "nd", "rd", "th")
                || s.noun(hour.next()) && !s.is(hour.next(), BEHIND));
        return !whole || counted ? null : meridiem(s, (int) (hour.value() * 60), hour.next(), false);
    }

    /** {@code 0100 and 0200 hours}: the unit stands behind the second. */
    static Match<Hour> military(Sentence s, int i) {
        boolean span = s.at(i).matches("[0-2]\\d[0-5]\\d") && s.at(i + 2).matches("[0-2]\\d[0-5]\\d") && s.is(i + 3, "hours", "hrs", "h");
        int digits = span ? Integer.parseInt(s.at(i)) : 0;
        return span ? new Match<>(new Hour(digits / 100 * 60 + digits % 100, true, true), i + 1) : null;
    }

    /** {@code half past three}, {@code quarter to seven}, {@code ten past nine}, {@code half three}. */
    private static Match<Hour> past(Sentence s, int i) {
        int start = s.is(i, "a") && s.is(i + 1, "quarter") ? i + 1 : i;
        Match<Double> minutes = s.is(start, "half") ? new Match<>(30.0, start + 1) : s.is(start, "quarter")
                ? new Match<>(15.0, start + 1) : Numbers.number(s, start);
        if (minutes == null) {
            return null;
        }
        int next = s.is(minutes.next(), "minutes", "minute") ? minutes.next() + 1 : minutes.next();
        Match<Double> hour = s.is(next, "past", "to") && !Numbers.isClock(s.at(next + 1)) ? Numbers.number(s, next + 1) : null;
        if (hour == null || hour.value() > 12 || minutes.value() >= 60 || Numbers.unit(s, hour.next()) != null
                || !s.is(start, "half", "quarter") && minutes.value() % 5 != 0) {
            return null;
        }
        boolean named = s.is(start, "half", "quarter") || s.is(next, "past");
        int all = (int) (hour.value() * 60 + (s.is(next, "past") ? minutes.value() : -minutes.value()));
        return meridiem(s, all, hour.next(), named);
    }

    private static Match<Hour> meridiem(Sentence s, int minutes, int i, boolean named) {
        if (s.is(i, "am", "pm")) {
            return new Match<>(new Hour(minutes % HALF_DAY + (s.is(i, "pm") ? HALF_DAY : 0), true, true), i + 1);
        }
        int next = s.is(i, "o'clock", "oclock") || s.is(i, "hours", "hrs", "hour", "h") && Numbers.isClock(s.at(i - 1)) ? i + 1 : i;
        next = clock(s, next);
        return new Match<>(new Hour(minutes, minutes >= 13 * 60, named || next > i), next);
    }

    /** {@code on the clock}, {@code wall-clock}, {@code clock time}, {@code local time}: what says that an hour of the day is meant. */
    private static int clock(Sentence s, int i) {
        int start = s.is(i, "on", "by") && s.is(i + 1, "the") ? i + 2 : s.is(i, "in") ? i + 1 : i;
        int next = s.is(start, "wall") && s.is(start + 1, "clock") || s.is(start, "clock", "local", "real") && s.is(start + 1, "time")
                ? start + 2 : s.is(start, "clock") ? start + 1 : i;
        return next > i && s.is(next, "time") ? next + 1 : next;
    }
}
