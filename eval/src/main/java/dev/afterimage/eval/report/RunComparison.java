package dev.afterimage.eval.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.afterimage.eval.input.Json;
import dev.afterimage.eval.method.Method;
import dev.afterimage.eval.run.ResultsFile;
import dev.afterimage.eval.run.ResultsFile.Made;
import dev.afterimage.eval.stats.Estimate;
import dev.afterimage.eval.stats.PairedTest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Several runs side by side: what they were made with, what each method scored, and whether the later ones differ from the first. */
public final class RunComparison {

    private final List<Made> runs;

    /** @param runs at least one */
    public RunComparison(List<Made> runs) {
        this.runs = List.copyOf(runs);
    }

    /** Score or rightness of each plain cell that a method answered. */
    private static Map<String, Double> cells(Made run, String method) {
        Map<String, Double> cells = new LinkedHashMap<>();
        for (JsonNode row : run.rows()) {
            boolean plain = !row.has("kind") || List.of("present", "absent").contains(row.path("kind").asText());
            if (row.path("method").asText().equals(method) && plain) {
                cells.put(row.path("cell").asText(), row.has("score") ? row.path("score").asDouble() : row.path("right").asBoolean()
                        ? 1 : 0);
            }
        }
        return cells;
    }

    private List<String> methods() {
        return runs.stream().flatMap(run -> run.rows().stream()).map(row -> row.path("method").asText()).distinct()
                .sorted((a, b) -> order(a) - order(b)).toList();
    }

    private static int order(String name) {
        return Method.TABLE.stream().map(Method::name).toList().indexOf(name) & Integer.MAX_VALUE;
    }

    private static Estimate estimate(Map<String, Double> cells) {
        return Estimate.of(cells.values().stream().mapToDouble(Double::doubleValue).toArray());
    }

    /** On the cells that both answered. */
    private static PairedTest against(Map<String, Double> first, Map<String, Double> other) {
        List<String> both = other.keySet().stream().filter(first::containsKey).sorted().toList();
        return PairedTest.of(both.stream().mapToDouble(other::get).toArray(), both.stream().mapToDouble(first::get).toArray());
    }

    /** For a terminal. */
    public String text() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < runs.size(); i++) {
            JsonNode run = runs.get(i).run();
            text.append(String.format(Locale.ROOT, "%d  %s: %s, %s, %s%n", i + 1, runs.get(i).directory(), run.path("evaluation").asText(),
                    run.path("model").asText(), run.path(ResultsFile.MADE_BY).path("started").asText("date unknown")));
        }
        for (int i = 1; i < runs.size(); i++) {
            List<String> differences = ResultsFile.differences(runs.get(0).run(), "run 1", runs.get(i).run(), "run " + (i + 1));
            text.append(String.format("%n%d differs from 1: %s%n", i + 1, differences.isEmpty() ? "in no setting"
                    : String.join("; ", differences)));
        }
        for (String method : methods()) {
            text.append(String.format("%n%s%n", method));
            Map<String, Double> first = cells(runs.get(0), method);
            for (int i = 0; i < runs.size(); i++) {
                Map<String, Double> own = cells(runs.get(i), method);
                text.append(String.format(Locale.ROOT, "  %d  %-22s n = %-5d %s%n", i + 1, estimate(own).text(), own.size(),
                        i == 0 ? "" : told(against(first, own))));
            }
        }
        return text.toString().stripTrailing();
    }

    private static String told(PairedTest test) {
        return test.difference().n() == 0 ? "no cell in common with 1" : String.format(Locale.ROOT, "%+.2f against 1 on %d cells, p = %.3f",
                test.difference().mean(), test.difference().n(), test.p());
    }

    /** {@code {runs: [{directory, run, differs, methods: {NAME: {n, mean, low, high, against_first?}}}]}}. */
    public ObjectNode json() {
        ObjectNode json = Json.object();
        var array = json.putArray("runs");
        for (Made made : runs) {
            ObjectNode run = array.addObject().put("directory", made.directory().toString());
            run.set("run", made.run());
            run.set("differs", Json.MAPPER.valueToTree(ResultsFile.differences(runs.get(0).run(), "the first", made.run(),
                    "this one")));
            ObjectNode methods = run.putObject("methods");
            for (String method : methods()) {
                Estimate estimate = estimate(cells(made, method));
                ObjectNode figures = methods.putObject(method).put("n", estimate.n());
                if (estimate.n() > 0) {
                    figures.put("mean", Json.rounded(estimate.mean())).put("low", Json.rounded(estimate.low()))
                            .put("high", Json.rounded(estimate.high()));
                    PairedTest test = against(cells(runs.get(0), method), cells(made, method));
                    figures.putObject("against_first").put("cells", test.difference().n()).put("p", Json.rounded(test.p()))
                            .put("difference", test.difference().n() == 0 ? null : (Double) Json.rounded(test.difference().mean()));
                }
            }
        }
        return json;
    }
}
