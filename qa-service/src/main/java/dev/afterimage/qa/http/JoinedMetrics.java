package dev.afterimage.qa.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The metrics of several processes as one text in Prometheus' form: each family stands in it once, with the samples of all. */
final class JoinedMetrics {

    private static final Pattern HEAD = Pattern.compile("# (?:HELP|TYPE) (\\S+).*");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_:][A-Za-z0-9_:]*");
    private static final Pattern STREAM = Pattern.compile("[{,]stream=\"((?:[^\"\\\\]|\\\\.)*)\"");

    private final Map<String, Family> families = new TreeMap<>();

    private record Family(List<String> head, List<String> samples) { }

    /** Those of this process. */
    void add(String text) {
        add(text, "", stream -> true);
    }

    /**
     * Those of a task manager, with the label {@code task_manager}.
     *
     * @param address by which it is told from others
     * @param streams which streams' samples are taken; those about no stream are taken in any case
     */
    void add(String text, String address, Predicate<String> streams) {
        String label = address.isEmpty() ? "" : "task_manager=\"" + address.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
        String name = "";
        boolean known = false;
        for (String line : text.split("\n")) {
            Matcher head = HEAD.matcher(line);
            if (head.matches()) {
                known = name.equals(head.group(1)) ? known : families.containsKey(head.group(1));
                name = head.group(1);
                if (!known) {
                    family(name).head.add(line);
                }
            } else if (!line.startsWith("#") && !line.isBlank() && about(line, streams)) {
                family(name.isEmpty() ? nameOf(line) : name).samples.add(labelled(line, label));
            }
        }
    }

    private Family family(String name) {
        return families.computeIfAbsent(name, none -> new Family(new ArrayList<>(), new ArrayList<>()));
    }

    private static String nameOf(String sample) {
        Matcher name = NAME.matcher(sample);
        return name.lookingAt() ? name.group() : sample;
    }

    private static boolean about(String sample, Predicate<String> streams) {
        Matcher stream = STREAM.matcher(sample);
        return !stream.find() || streams.test(stream.group(1).replace("\\\"", "\"").replace("\\\\", "\\"));
    }

    private static String labelled(String sample, String label) {
        if (label.isEmpty()) {
            return sample;
        }
        int end = nameOf(sample).length();
        return sample.startsWith("{", end) ? sample.substring(0, end + 1) + label + "," + sample.substring(end + 1)
                : sample.substring(0, end) + "{" + label + "}" + sample.substring(end);
    }

    String text() {
        StringBuilder text = new StringBuilder();
        families.values().stream().filter(family -> !family.samples.isEmpty()).forEach(family -> {
            family.head.forEach(line -> text.append(line).append('\n'));
            family.samples.forEach(line -> text.append(line).append('\n'));
        });
        return text.toString();
    }
}
