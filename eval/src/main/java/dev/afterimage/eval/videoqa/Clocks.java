package dev.afterimage.eval.videoqa;

import dev.afterimage.eval.input.Item;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as annotations write them. */
final class Clocks {

    private static final Pattern CLOCK = Pattern.compile("(?:(\\d+):)?(\\d{1,3}):(\\d{1,2}(?:\\.\\d+)?)");
    private static final Pattern SPAN = Pattern.compile("\\s*([\\d:.]+)\\s*[-~]\\s*([\\d:.]+)\\s*");

    private Clocks() { }

    /** Seconds, given as a number, or as {@code mm:ss} or {@code h:mm:ss}. */
    static double seconds(Item item, String field) {
        if (item.has(field) && item.node().get(field).isNumber()) {
            return item.number(field);
        }
        return seconds(item, field, item.text(field));
    }

    private static double seconds(Item item, String field, String text) {
        Matcher clock = CLOCK.matcher(text);
        if (clock.matches()) {
            return (clock.group(1) == null ? 0 : Integer.parseInt(clock.group(1)) * 3600) + Integer.parseInt(clock.group(2)) * 60
                    + Double.parseDouble(clock.group(3));
        }
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException notANumber) {
            throw item.wrong(field, "must be seconds, mm:ss or h:mm:ss, not '" + text + "'");
        }
    }

    /** {@code mm:ss-mm:ss}, or one moment. */
    static QaItem.Interval span(Item item, String field) {
        String text = item.text(field);
        Matcher span = SPAN.matcher(text);
        if (span.matches()) {
            return interval(item, field, seconds(item, field, span.group(1)), seconds(item, field, span.group(2)));
        }
        double moment = seconds(item, field, text.strip());
        return new QaItem.Interval(moment, moment);
    }

    static QaItem.Interval interval(Item item, String field, double start, double end) {
        if (!(start >= 0 && end >= start)) {
            throw item.wrong(field, "is no stretch of time: " + start + " to " + end);
        }
        return new QaItem.Interval(start, end);
    }

    /** EgoLife's wall clock, HHMMSS and hundredths or frames behind it, as seconds of the day. */
    static double wall(Item item, String field, String text) {
        if (!text.matches("\\d{8}")) {
            throw item.wrong(field, "must be eight digits, HHMMSSFF, not '" + text + "'");
        }
        return Integer.parseInt(text.substring(0, 2)) * 3600 + Integer.parseInt(text.substring(2, 4)) * 60
                + Integer.parseInt(text.substring(4, 6));
    }
}
