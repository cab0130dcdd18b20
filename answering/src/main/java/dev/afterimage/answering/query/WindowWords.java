package dev.afterimage.answering.query;

import java.util.Locale;

/** Times in plain English, as {@link QuerySentence} puts them behind a question. */
final class WindowWords {

    private WindowWords() { }

    /** With a blank before it; empty of all the time. */
    static String of(Window window) {
        if (window instanceof Window.Now) {
            return " now";
        }
        if (window instanceof Window.At at) {
            return " at " + moment(at.seconds());
        }
        if (window instanceof Window.Between between) {
            return between.to() == Double.POSITIVE_INFINITY ? " after " + moment(between.from()) : between.from() == 0
                    ? " before " + moment(between.to()) : " between " + moment(between.from()) + " and " + moment(between.to());
        }
        if (window instanceof Window.First first) {
            return " in the first " + length(first.seconds()).replaceFirst("^1 ", "");
        }
        if (window instanceof Window.Last last) {
            return " in the last " + length(last.seconds()).replaceFirst("^1 ", "");
        }
        return window instanceof Window.Ago ago ? " " + length(ago.seconds()) + " ago" : part(window);
    }

    private static String part(Window window) {
        if (window instanceof Window.Part part) {
            String name = part.name().name().toLowerCase(Locale.ROOT).replace('_', ' ');
            return part.name() == Window.Part.Name.MIDDLE ? " in the middle of the video"
                    : (name.endsWith("half") ? " in the " : " at the ") + name;
        }
        if (window instanceof Window.After after) {
            return " after " + EventWords.clause(after.event());
        }
        if (window instanceof Window.Before before) {
            return " before " + EventWords.clause(before.event());
        }
        if (window instanceof Window.While during) {
            return (during.event().kind() == Event.Kind.PRESENT ? " during " : " while ") + EventWords.clause(during.event());
        }
        if (window instanceof Window.BetweenEvents between) {
            return " between " + EventWords.gerund(between.first()) + " and " + EventWords.gerund(between.second());
        }
        return window instanceof Window.Clock clock ? clock(clock) : "";
    }

    private static String clock(Window.Clock clock) {
        String times = clock.from().isEmpty() && clock.to().isEmpty() ? "" : clock.from().equals(clock.to())
                ? " at " + hour(clock.from()) : clock.from().isEmpty() ? " before " + hour(clock.to()) : clock.to().isEmpty()
                ? " after " + hour(clock.from()) : " between " + hour(clock.from()) + " and " + hour(clock.to());
        return times + day(clock);
    }

    private static String day(Window.Clock clock) {
        if (clock.day().equals("yesterday") && clock.part().equals("night")) {
            return " last night";
        }
        if (clock.day().equals("today") && clock.part().equals("night")) {
            return " tonight";
        }
        boolean named = !clock.day().isEmpty() && !clock.day().endsWith("day") || clock.day().matches("today|yesterday");
        String day = clock.day().isEmpty() ? "" : clock.day().equals("today") && !clock.part().isEmpty() ? " this"
                : named ? " " + clock.day() : " on " + clock.day().substring(0, 1).toUpperCase(Locale.ROOT) + clock.day().substring(1);
        return day + (clock.part().isEmpty() ? "" : (clock.day().isEmpty() ? clock.part().equals("night") ? " overnight"
                : " in the " + clock.part() : " " + clock.part()));
    }

    /** {@code 7:40 am}, {@code noon}. */
    private static String hour(String text) {
        int hours = Integer.parseInt(text.substring(0, 2));
        if (text.equals("12:00") || text.equals("00:00")) {
            return hours == 12 ? "noon" : "midnight";
        }
        int half = hours % 12 == 0 ? 12 : hours % 12;
        return half + text.substring(2) + (hours < 12 ? " am" : " pm");
    }

    /** {@code 01:30}; seconds that are no whole number as such. */
    private static String moment(double seconds) {
        return seconds == Math.rint(seconds) && seconds < 6000 ? String.format(Locale.ROOT, "%02d:%02d", (long) seconds / 60,
                (long) seconds % 60) : length(seconds);
    }

    /** {@code 10 seconds}, {@code 1 minute}, {@code 90 seconds}. */
    static String length(double seconds) {
        for (int unit : new int[] {3600, 60}) {
            if (seconds >= unit && seconds % unit == 0) {
                return counted(seconds / unit, unit == 60 ? "minute" : "hour");
            }
        }
        return counted(seconds, "second");
    }

    private static String counted(double number, String unit) {
        String text = number == Math.rint(number) ? String.valueOf((long) number) : String.valueOf(number);
        return text + " " + unit + (number == 1 ? "" : "s");
    }
}
