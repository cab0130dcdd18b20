package dev.afterimage.eval.videoqa;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * The means that a benchmark publishes: over the kinds of questions of a group, each kind counted once however many
 * questions it has. So OVO-Bench's own program computes its three groups and its total (Li et al., 2025), and MLVU its
 * M-Avg (Zhou et al., 2024).
 */
final class TaskGroups {

    static final String TOTAL = "total";

    private static final Map<String, Map<String, List<String>>> PUBLISHED = Map.of(
            "ovobench", ordered(Map.entry("backward", List.of("EPM", "HLD", "ASI")),
            Map.entry("realtime", List.of("STU", "OJR", "ATR", "FPD", "ACR", "OCR")), Map.entry("forward", List.of("REC", "SSR", "CRR"))),
            "mlvu_dev", ordered(Map.entry("M-Avg", List.of("topic_reasoning", "anomaly_reco", "findNeedle", "needle", "ego", "plotQA",
            "order", "count", "sportsQA", "tutorialQA"))));

    private TaskGroups() { }

    @SafeVarargs
    private static Map<String, List<String>> ordered(Map.Entry<String, List<String>>... groups) {
        Map<String, List<String>> ordered = new LinkedHashMap<>();
        Stream.of(groups).forEach(group -> ordered.put(group.getKey(), group.getValue()));
        return ordered;
    }

    /**
     * @param benchmark by lmms-eval's name
     * @param accuracy  of each kind of question that was asked
     * @return by group, {@link #TOTAL} last where there are several; empty for a benchmark that publishes no groups
     */
    static Map<String, OptionalDouble> means(String benchmark, Map<String, Double> accuracy) {
        Map<String, List<String>> groups = PUBLISHED.getOrDefault(benchmark, Map.of());
        Map<String, OptionalDouble> means = new LinkedHashMap<>();
        groups.forEach((group, tasks) -> means.put(group, mean(tasks, accuracy)));
        if (groups.size() > 1) {
            means.put(TOTAL, mean(groups.values().stream().flatMap(List::stream).toList(), accuracy));
        }
        return means;
    }

    private static OptionalDouble mean(List<String> tasks, Map<String, Double> accuracy) {
        return tasks.stream().filter(accuracy::containsKey).mapToDouble(accuracy::get).average();
    }
}
