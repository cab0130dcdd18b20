package dev.afterimage.eval.niavh;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.afterimage.eval.input.Json;
import dev.afterimage.eval.method.Method;
import dev.afterimage.eval.niavh.Cell.Kind;
import dev.afterimage.eval.run.Figures;
import dev.afterimage.eval.stats.Comparisons;
import dev.afterimage.eval.stats.Estimate;
import dev.afterimage.eval.stats.Scale;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Figures of a run, method by method. */
public final class NiavhSummary {

    private final List<JsonNode> rows;
    private Comparisons comparisons;

    public NiavhSummary(Collection<JsonNode> rows) {
        this.rows = List.copyOf(rows);
    }

    /** Methods that have rows, in the table's order. */
    List<Method> methods() {
        return Method.TABLE.stream().filter(method -> rows.stream().anyMatch(row -> of(row, method))).toList();
    }

    private static boolean of(JsonNode row, Method method) {
        return row.path("method").asText().equals(method.name());
    }

    List<JsonNode> rows(Method method, Kind... kinds) {
        List<String> names = List.of(kinds).stream().map(kind -> kind.name().toLowerCase(Locale.ROOT)).toList();
        return rows.stream().filter(row -> of(row, method) && names.contains(row.path("kind").asText())).toList();
    }

    /**
     * One method's figures: {@code mean_score} over cells with and without a needle, {@code found} of those with,
     * {@code false_alarm} of those without, {@code localised} of those found, {@code context_tokens} on average,
     * {@code latency_ms_p50}.
     */
    public ObjectNode of(Method method) {
        List<JsonNode> cells = rows(method, Kind.PRESENT, Kind.ABSENT);
        List<JsonNode> present = rows(method, Kind.PRESENT);
        List<JsonNode> found = present.stream().filter(row -> row.path("found").asBoolean()).toList();
        ObjectNode figures = Json.object();
        figures.put("mean_score", Figures.boxed(Figures.mean(cells, row -> row.path("score").asDouble())));
        figures.put("found", Figures.boxed(Figures.share(present, "found")));
        figures.put("false_alarm", Figures.boxed(Figures.share(rows(method, Kind.ABSENT), "false_alarm")));
        figures.put("localised", Figures.boxed(Figures.share(found, "localised")));
        figures.put("cells", cells.size());
        figures.put("context_tokens", Figures.boxed(Figures.mean(cells, row -> row.path("prompt_tokens").asDouble())));
        figures.put("latency_ms_p50", Figures.boxed(Figures.percentile(cells, "latency_ms", 50)));
        return figures;
    }

    /** Of the scores of the plain cells; made once. */
    Comparisons comparisons() {
        if (comparisons == null) {
            comparisons = compared();
        }
        return comparisons;
    }

    private Comparisons compared() {
        Map<Method, Map<String, Double>> scores = new LinkedHashMap<>();
        methods().forEach(method -> {
            Map<String, Double> cells = new LinkedHashMap<>();
            rows(method, Kind.PRESENT, Kind.ABSENT).forEach(row -> cells.put(row.path("cell").asText(), row.path("score").asDouble()));
            scores.put(method, cells);
        });
        return new Comparisons(scores, Scale.SCORE);
    }

    Estimate localised(Method method) {
        List<JsonNode> found = rows(method, Kind.PRESENT).stream().filter(row -> row.path("found").asBoolean()).toList();
        return Estimate.ofShare((int) found.stream().filter(row -> row.path("localised").asBoolean()).count(), found.size());
    }

    /** The rest: the published mean (cells with a needle alone), MMNeedle's three figures, and VNBench's three tasks. */
    ObjectNode more(Method method) {
        List<JsonNode> present = rows(method, Kind.PRESENT);
        ObjectNode figures = Json.object();
        figures.put("mean_score_present", Figures.boxed(Figures.mean(present, row -> row.path("score").asDouble())));
        figures.put("existence", Figures.boxed(Figures.share(rows(method, Kind.PRESENT, Kind.ABSENT), "existence")));
        figures.put("index", Figures.boxed(Figures.share(present, "index")));
        figures.put("exact", Figures.boxed(Figures.share(present, "exact")));
        for (Kind kind : List.of(Kind.RETRIEVAL, Kind.ORDERING, Kind.COUNTING)) {
            figures.put(kind.name().toLowerCase(Locale.ROOT), Figures.boxed(Figures.share(rows(method, kind), "right")));
        }
        figures.put("latency_ms_p95", Figures.boxed(Figures.percentile(rows(method, Kind.PRESENT, Kind.ABSENT), "latency_ms", 95)));
        return figures;
    }

    /** {@code {methods: {NAME: {...}}, report}}. */
    public ObjectNode json(String report) {
        ObjectNode summary = Json.object();
        ObjectNode methods = summary.putObject("methods");
        methods().forEach(method -> methods.set(method.name(), of(method)));
        return summary.put("report", report);
    }
}
