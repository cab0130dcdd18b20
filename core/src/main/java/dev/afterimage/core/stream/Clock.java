package dev.afterimage.core.stream;

import java.util.Locale;

/** Times on a stream's clock as people write them. */
public final class Clock {

    private Clock() { }

    /** {@code 00:05}, {@code 1:02:03}: to the nearest second. */
    public static String text(double seconds) {
        long whole = Math.round(Math.max(seconds, 0));
        return whole < 3600 ? String.format(Locale.ROOT, "%02d:%02d", whole / 60, whole % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
    }

    /** {@code 1 second}, {@code 12 seconds}, {@code 2 minutes 5 seconds}: a length, to the nearest second, at least one. */
    public static String length(double seconds) {
        long whole = Math.max(1, Math.round(seconds));
        if (whole < 120) {
            return counted(whole, "second");
        }
        return counted(whole / 60, "minute") + (whole % 60 == 0 ? "" : " " + counted(whole % 60, "second"));
    }

    private static String counted(long number, String unit) {
        return number + " " + unit + (number == 1 ? "" : "s");
    }

    /** Seconds of {@code [h:]mm:ss[.f]}. */
    public static double seconds(String clock) {
        double seconds = 0;
        for (String part : clock.split(":")) {
            seconds = seconds * 60 + Double.parseDouble(part);
        }
        return seconds;
    }
}
