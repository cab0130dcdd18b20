package dev.afterimage.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.afterimage.core.retention.Kept;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** What is kept of a stream, how long it lasts, and its limits, in the words and units that the page uses. */
final class KeptText {

    private static final String[] UNITS = {"B", "KB", "MB", "GB", "TB"};

    private KeptText() { }

    /** @param kept as {@link dev.afterimage.qa.http.KeptJson} writes it */
    static String of(JsonNode kept) {
        List<String> kinds = new ArrayList<>();
        for (Kept kind : Kept.values()) {
            kinds.add(kind.words() + " " + size(kept.path(kind.key()).path("bytes").asLong()));
        }
        kinds.add("evidence " + size(kept.path("evidence").path("bytes").asLong()));
        return "Keeps " + size(kept.path("bytes").asLong()) + ": " + String.join(", ", kinds) + "; " + size(kept.path("disk_free").asLong())
                + " free; " + lasting(kept) + "." + System.lineSeparator() + "Limits: " + limits(kept.path("limits")) + "; of all streams "
                + "together: " + limits(kept.path("limits_of_all")) + ".";
    }

    private static String lasting(JsonNode kept) {
        if (!kept.path("lasts_days").isNumber()) {
            return "too little is known to say how long it lasts";
        }
        return size(kept.path("bytes_a_day").asLong()) + " a day: " + (kept.path("limited").asBoolean() ? "lasts " : "the disk is full in ")
                + time(kept.path("lasts_days").asDouble()) + " at this rate";
    }

    private static String time(double days) {
        return days < 2 ? Math.round(days * 24) + " hours" : Math.round(days) + " days";
    }

    private static String limits(JsonNode limits) {
        List<String> told = new ArrayList<>(limit("", limits));
        for (Kept kind : Kept.values()) {
            told.addAll(limit(kind.words() + " ", limits.path(kind.key())));
        }
        return told.isEmpty() ? "none" : String.join(", ", told);
    }

    private static List<String> limit(String what, JsonNode limit) {
        List<String> told = new ArrayList<>();
        if (limit.has("bytes")) {
            told.add(what + size(limit.path("bytes").asLong()));
        }
        if (limit.has("days")) {
            double days = limit.path("days").asDouble();
            told.add(what + BigDecimal.valueOf(days).stripTrailingZeros().toPlainString() + (days == 1 ? " day" : " days"));
        }
        return told;
    }

    /** {@code 1.2 GB}: units count in thousands. */
    static String size(long bytes) {
        int unit = 0;
        double count = bytes;
        while (count >= 1000 && unit < UNITS.length - 1) {
            count /= 1000;
            unit++;
        }
        return String.format(unit > 1 ? "%.1f %s" : "%.0f %s", count, UNITS[unit]);
    }
}
