package dev.afterimage.benchmark.overload;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** How many questions ended how: with which HTTP status, or without one. */
record Statuses(Map<String, Long> counts) {

    static final String ANSWERED = "200";
    static final String REFUSED = "503";
    /** The connection failed, or nothing came in time. */
    static final String NO_ANSWER = "no answer";
    /** Status 200 with a document that says so. */
    static final String FAILED = "failed";
    static final String UNREADABLE = "unreadable";

    static Statuses of(List<String> ends) {
        return new Statuses(ends.stream().collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting())));
    }

    long count(String status) {
        return counts.getOrDefault(status, 0L);
    }

    /** What was neither answered nor refused, for example {@code 3 (504: 2, failed: 1)}. */
    String others() {
        Map<String, Long> others = new TreeMap<>(counts);
        others.keySet().removeAll(Set.of(ANSWERED, REFUSED));
        long all = others.values().stream().mapToLong(Long::longValue).sum();
        return all == 0 ? "0" : all + others.entrySet().stream().map(one -> one.getKey() + ": " + one.getValue())
                .collect(Collectors.joining(", ", " (", ")"));
    }
}
