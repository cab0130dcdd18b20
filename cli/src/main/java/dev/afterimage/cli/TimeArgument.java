package dev.afterimage.cli;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import picocli.CommandLine.ITypeConverter;

/** A moment of a stream: {@code 90}, {@code 90.5}, {@code 1:30} or {@code 1:02:03}, as seconds. */
final class TimeArgument implements ITypeConverter<Double> {

    @Override
    public Double convert(String text) {
        double seconds = 0;
        String[] parts = text.strip().split(":", -1);
        for (int i = 0; i < parts.length; i++) {
            double part = number(parts[i], text);
            // On a clock there is no 0:75, and only seconds have decimals.
            if (i > 0 && !(part >= 0 && part < 60) || i < parts.length - 1 && part != Math.rint(part)) {
                throw refused(text);
            }
            seconds = seconds * 60 + part;
        }
        if (parts.length > 3 || !Double.isFinite(seconds)) {
            throw refused(text);
        }
        if (seconds < 0) {
            throw new AfterimageException(ErrorCode.USAGE_TIME, "the time " + text + " lies before the stream's start",
                    "give seconds from 0, or mm:ss");
        }
        return seconds;
    }

    private static double number(String part, String text) {
        try {
            return Double.parseDouble(part);
        } catch (NumberFormatException e) {
            throw refused(text);
        }
    }

    private static AfterimageException refused(String text) {
        return new AfterimageException(ErrorCode.USAGE_TIME, "'" + text + "' is not a time", "write seconds (90.5), mm:ss or h:mm:ss");
    }

    /** {@code 95.4} becomes {@code 01:35}, rounded as answers are worded. */
    static String format(double seconds) {
        long whole = Math.max(0, Math.round(seconds));
        return whole >= 3600 ? String.format("%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60)
                : String.format("%02d:%02d", whole / 60, whole % 60);
    }
}
