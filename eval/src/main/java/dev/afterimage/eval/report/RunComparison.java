package dev.afterimage.eval.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.afterimage.eval.input.Json;
import dev.afterimage.eval.method.Method;
import dev.afterimage.eval.run.ResultsFile;
import dev.afterimage.eval.run.ResultsFile.Made;
import dev.afterimage.eval.stats.Estimate;
import dev.afterimage.eval.stats.PairedTest;
import dev.afterimage.eval.stats.Scale;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Several runs side by side: what they were made with, what each method scored, and whether the later ones differ from the first. */
public final class RunComparison {

    private final List<Made> runs;

    /** @param runs at least one */
    public RunComparison(List<Made> runs) {
        this.runs = List.copyOf(runs);
    }

    private List<String> methods() {
        return runs.stream().flatMap(run -> run.rows().stream()).map(row -> row.path("method").asText()).distinct()
                .sorted((a, b) -> order(a) - order(b)).toList();
    }

    private static int order(String name) {
        return Method.TABLE.stream().map(Method::name).toList().indexOf(name) & Integer.MAX_VALUE;
    }

    /** Scores of needles, or shares of right answers. */
    private Scale scale() {
        return runs.get(0).rows().stream().anyMatch(row -> row.has("score")) ? Scale.SCORE : Scale.SHARE;
    }

    private Estimate estimate(Made run, String method) {
        return scale().estimate(PairedCells.cells(run, method).values().stream().mapToDouble(PairedCells::value).toArray());
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
            for (int i = 0; i < runs.size(); i++) {
                Estimate own = estimate(runs.get(i), method);
                text.append(String.format(Locale.ROOT, "  %d  %-22s n = %-5d %s%n", i + 1, scale().text(own), own.n(),
                        i == 0 ? "" : told(new PairedCells(runs.get(0), runs.get(i), method))));
            }
        }
        return text.toString().stripTrailing();
    }

    private String told(PairedCells cells) {
        PairedTest test = cells.test(scale());
        String left = cells.left().entrySet().stream().map(reason -> reason.getValue() + " " + reason.getKey().told())
                .collect(Collectors.joining(", "));
        return (test.difference().n() == 0 ? "no cell in common with 1" : String.format(Locale.ROOT,
                "%+.2f against 1 on %d cells, p = %.3f", test.difference().mean(), test.difference().n(), test.p()))
                + (left.isEmpty() ? "" : "; not paired: " + left);
    }

    /**
     * {@code {runs: [{directory, run, differs, methods: {NAME: {n, mean, low, high, against_first: {cells,
     * difference, p, smallest_p, not_paired: {REASON: n}}}}}]}}; difference and p are null where no cell is paired.
     */
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
                Estimate estimate = estimate(made, method);
                ObjectNode figures = methods.putObject(method).put("n", estimate.n());
                if (estimate.n() > 0) {
                    figures.put("mean", Json.rounded(estimate.mean())).put("low", Json.rounded(estimate.low()))
                            .put("high", Json.rounded(estimate.high()));
                    figures.set("against_first", json(new PairedCells(runs.get(0), made, method)));
                }
            }
        }
        return json;
    }

    private ObjectNode json(PairedCells cells) {
        PairedTest test = cells.test(scale());
        boolean none = test.difference().n() == 0;
        ObjectNode json = Json.object().put("cells", test.difference().n())
                .put("difference", none ? null : (Double) Json.rounded(test.difference().mean()))
                .put("p", none ? null : (Double) Json.rounded(test.p()))
                .put("smallest_p", none ? null : (Double) Json.rounded(test.smallestP()));
        ObjectNode left = json.putObject("not_paired");
        cells.left().forEach((reason, n) -> left.put(reason.name().toLowerCase(Locale.ROOT), n));
        return json;
    }
}
