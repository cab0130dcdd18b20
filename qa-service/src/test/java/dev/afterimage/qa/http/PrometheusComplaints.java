package dev.afterimage.qa.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is wrong with a text of metrics: its form, and Prometheus' conventions for names, units and types. */
final class PrometheusComplaints {

    private static final Pattern HEAD = Pattern.compile("# (HELP|TYPE) ([a-z_:][a-z0-9_:]*) (.+)");
    private static final Pattern SAMPLE = Pattern.compile("([a-z_:][a-z0-9_:]*)(\\{(?:[a-z_]+=\"(?:[^\"\\\\]|\\\\.)*\",?)*})? (\\S+)");
    /** What is measured in them ought to be in seconds, bytes or shares of one. */
    private static final Pattern SCALED = Pattern.compile(
            ".*_(ns|nanoseconds|us|ms|milliseconds?|minutes?|hours?|kb|mb|gb|kilobytes|megabytes|percent|percentage)(_total)?");
    private static final Set<String> PARTS = Set.of("_bucket", "_sum", "_count", "_max");

    private final List<String> complaints = new ArrayList<>();
    private final Map<String, String> types = new HashMap<>();
    private final Set<String> helped = new HashSet<>();
    private final Set<String> samples = new HashSet<>();

    private PrometheusComplaints() { }

    static List<String> about(String metrics) {
        PrometheusComplaints complaints = new PrometheusComplaints();
        metrics.lines().forEach(complaints::read);
        return complaints.complaints;
    }

    private void read(String line) {
        Matcher head = HEAD.matcher(line);
        Matcher sample = SAMPLE.matcher(line);
        if (head.matches() && head.group(1).equals("HELP")) {
            complain(!helped.add(head.group(2)), "told twice: " + line);
        } else if (head.matches()) {
            complain(types.put(head.group(2), head.group(3)) != null, "told twice: " + line);
            name(head.group(2), head.group(3));
        } else if (sample.matches()) {
            complain(!samples.add(sample.group(1) + sample.group(2)), "twice: " + line);
            complain(!types.containsKey(family(sample.group(1))) || !helped.contains(family(sample.group(1))), "no head: " + line);
            complain(!sample.group(3).matches("NaN|[+-]?Inf|-?[0-9.]+(E-?[0-9]+)?"), "no number: " + line);
        } else {
            complain(true, "unreadable: " + line);
        }
    }

    private void name(String name, String type) {
        complain(type.equals("counter") != name.endsWith("_total"), "counters, and they alone, end in _total: " + name);
        complain(SCALED.matcher(name).matches(), "no base unit: " + name);
        complain(name.contains("_seconds_") && !name.endsWith("_seconds_total") && !name.endsWith("_seconds_max"),
                "the unit is not at the end: " + name);
        complain(name.matches(".*_(gauge|counter|histogram|summary)"), "a type in the name: " + name);
    }

    private String family(String sample) {
        return types.containsKey(sample) ? sample : PARTS.stream().filter(sample::endsWith)
                .map(part -> sample.substring(0, sample.length() - part.length())).filter(types::containsKey).findFirst().orElse(sample);
    }

    private void complain(boolean wrong, String complaint) {
        if (wrong) {
            complaints.add(complaint);
        }
    }
}
