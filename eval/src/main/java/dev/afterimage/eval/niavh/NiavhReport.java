package dev.afterimage.eval.niavh;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.eval.input.Json;
import dev.afterimage.eval.method.Method;
import dev.afterimage.eval.niavh.Cell.Kind;
import dev.afterimage.eval.report.HeatMap;
import dev.afterimage.eval.report.ComparisonTable;
import dev.afterimage.eval.report.Html;
import dev.afterimage.eval.report.LineChart;
import dev.afterimage.eval.report.MemoryCharts;
import dev.afterimage.eval.report.Settings;
import dev.afterimage.eval.run.Figures;
import dev.afterimage.eval.run.MemoryCurve;
import dev.afterimage.eval.stats.Comparisons;
import dev.afterimage.eval.stats.Estimate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import javax.imageio.ImageIO;

/** {@code report.html}, a page that needs nothing but itself, {@code summary.json}, and each heat map as PNG. */
public final class NiavhReport {

    private static final int WRONG_SHOWN = 60;
    private static final double LEAST_SCORE = 9;
    /** Below it the interval is too narrow: equal scores of a few cells have none. */
    private static final int LEAST_CELLS = 10;
    private static final double LEAST_LOCALISED = 0.95;
    private static final String EXPLAINED = Settings.explained(
            "mean score (95 %)", "The mean over all cells, half of them without their needle, and the interval in which 95 of "
                    + "100 such runs "
            + "would have it, by bootstrap over cells.",
            "found", "The share of cells with a needle that score 7 or more.",
            "false alarms", "The share of cells without their needle in which something is claimed.",
            "localised", "The share of found needles whose second is among the first three citations.",
            "comparisons", "Both methods answered the same cells. p says how likely chance alone gives such a difference (sign-flip "
            + "permutation test). Better or worse is said only below 0.05, by Holm's correction for the number of tests. Too few cells "
            + "differ where none of their results could have been.",
            "Blind", "The same questions about a grey picture. What is not better than blind is no better than guessing: who "
                    + "always says not "
            + "seen scores 5.5.",
            "Oracle", "It is given the blocks of the needle's second and nothing else. It loses where the pack did not read or "
                    + "see the needle "
            + "then, where a neighbouring block tells more, and where the answer needs to know what else was there.",
            "Everything", "All blocks that the model's context holds, over the budget. It may lose to fewer blocks, because more of them "
            + "distract the model.",
            "bars", "A score that is asked of the product. It is reached if the whole interval lies above the bar, missed if it "
                    + "lies below, "
            + "and else not decided. Fewer than 10 cells decide nothing.",
            "heat maps", "A score for each length of the stream (columns) and depth of the needle (rows): 10 is right, 1 wrong.",
            "index, exact", "Whether the first citation lies in the right tenth of the stream, or begins within a second of the needle.");

    private final NiavhSummary summary;
    private final ObjectNode run;
    private final List<Integer> lengths;
    private final List<Integer> depths;

    private NiavhReport(NiavhSummary summary, ObjectNode run) {
        this.summary = summary;
        this.run = run;
        this.lengths = numbers(run.path("lengths"));
        this.depths = numbers(run.path("depths"));
    }

    private static List<Integer> numbers(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asInt).toList();
    }

    /** @return the page */
    public static Path write(Path directory, NiavhSummary summary, ObjectNode run, MemoryCurve memory) {
        NiavhReport report = new NiavhReport(summary, run);
        Path page = directory.resolve("report.html");
        try {
            Files.writeString(page, report.page(memory));
            Files.writeString(directory.resolve("summary.json"), Json.pretty(report.whole(page)));
            for (Method method : summary.methods()) {
                ImageIO.write(report.map(method, Kind.PRESENT).png(), "png", directory.resolve("heatmap-" + method.name() + ".png")
                        .toFile());
                ImageIO.write(report.map(method, Kind.ABSENT).png(), "png", directory.resolve("heatmap-" + method.name() + "-absent.png")
                        .toFile());
            }
            return page;
        } catch (IOException e) {
            throw new AfterimageException(ErrorCode.STORAGE_FAILED, "cannot write the report to " + directory + ": " + e.getMessage(),
                    "check space and permissions of --out", e);
        }
    }

    private ObjectNode whole(Path page) {
        ObjectNode whole = summary.json(page.toString());
        ObjectNode more = whole.putObject("more");
        summary.methods().forEach(method -> more.set(method.name(), summary.more(method)));
        whole.put("verdict", verdict());
        whole.set("comparisons", ComparisonTable.json(summary.comparisons()));
        ObjectNode intervals = whole.putObject("mean_score_intervals");
        summary.methods().forEach(method -> {
            Estimate estimate = summary.comparisons().estimate(method);
            intervals.putObject(method.name()).put("cells", estimate.n()).put("mean", Json.rounded(estimate.mean()))
                    .put("low", Json.rounded(estimate.low())).put("high", Json.rounded(estimate.high()));
        });
        whole.set("run", run);
        return whole;
    }

    private HeatMap map(Method method, Kind kind) {
        List<JsonNode> rows = summary.rows(method, kind);
        List<List<OptionalDouble>> scores = new ArrayList<>();
        for (int depth : depths) {
            scores.add(lengths.stream().map(length -> Figures.mean(at(rows, length, depth), row -> row.path("score").asDouble())).toList());
        }
        return new HeatMap(method.title() + (kind == Kind.ABSENT ? ", no needle" : ""), lengths, depths, scores);
    }

    private static List<JsonNode> at(List<JsonNode> rows, int length, int depth) {
        return rows.stream().filter(row -> row.path("context_length").asInt() == length && row.path("depth_percent").asInt() == depth)
                .toList();
    }

    private String page(MemoryCurve memory) {
        StringBuilder body = new StringBuilder();
        body.append("<p class=\"faint\">").append(Html.escape(setting())).append("</p><p id=\"verdict\">").append(Html.escape(verdict()))
                .append("</p>").append(Settings.table(run));
        body.append("<h2>Methods</h2>").append(methods()).append(EXPLAINED);
        body.append("<h2 id=\"comparisons\">Comparisons</h2>").append(ComparisonTable.html(summary.comparisons()));
        body.append("<h2>Bars</h2>").append(Html.table(List.of("", "Afterimage", "bar", ""), bars(), -1));
        body.append("<h2 id=\"kinds\">By kind of needle</h2>").append(by("modality"));
        body.append("<h2 id=\"needles\">By needle</h2>").append(by("needle"));
        body.append("<h2>With the needle</h2><div class=\"maps\" id=\"present\">");
        summary.methods().forEach(method -> body.append("<div>").append(map(method, Kind.PRESENT).svg()).append("</div>"));
        body.append("</div><h2>Without it: the right answer is <i>not seen</i></h2><div class=\"maps\" id=\"absent\">");
        summary.methods().forEach(method -> body.append("<div>").append(map(method, Kind.ABSENT).svg()).append("</div>"));
        body.append("</div><h2>Where, and with several needles</h2>").append(more());
        body.append("<h2>What it costs</h2><div class=\"maps\" id=\"costs\">")
                .append(cost("Tokens in the context", "tokens", "prompt_tokens", summary.methods()))
                .append(cost("KV of the stream", "bytes", "kv_bytes", summary.methods().stream().limit(1).toList()))
                .append(cost("Latency", "milliseconds", "latency_ms", summary.methods())).append("</div>");
        body.append(MemoryCharts.section(memory));
        body.append("<h2>Answers that were wrong</h2>").append(wrong());
        return Html.page("Needle in a Video Haystack: " + run.path("model").asText(), body.toString());
    }

    private String setting() {
        return String.format(Locale.ROOT, "Haystack: %s, %.0f s of distinct footage, %.3g frames a second. Needles: %s. Budget: %d "
                + "tokens of stored blocks. Seed %d. Streams with several needles: %d.",
                run.path("haystack").asText(), run.path("haystack_seconds").asDouble(), run.path("fps").asDouble(),
                run.path("needles").asText(),
                run.path("budget").asInt(), run.path("seed").asLong(), run.path("multi").asInt());
    }

    private String verdict() {
        return summary.comparisons().verdict("mean score of 10 over cells with and without a needle");
    }

    /** The verdict for a terminal. */
    public static String verdict(NiavhSummary summary) {
        return new NiavhReport(summary, Json.object()).verdict();
    }

    /** What is asked of Afterimage, and whether it was reached: an interval that holds the bar leaves it open. */
    private List<List<String>> bars() {
        List<List<String>> bars = new ArrayList<>();
        summary.methods().stream().filter(method -> method.choice() instanceof Method.Choice.Product).forEach(ours -> {
            bars.add(bar("mean score", summary.comparisons().estimate(ours), LEAST_SCORE));
            bars.add(bar("localised of found", summary.localised(ours), LEAST_LOCALISED));
            summary.methods().stream().filter(method -> (method.fair() || method.blind()) && method != ours)
                    .forEach(method -> bars.add(above(ours, method)));
        });
        return bars;
    }

    private static List<String> bar(String what, Estimate estimate, double least) {
        return List.of(what, estimate.text(), String.format(Locale.ROOT, "%.2f", least), verdict(estimate, least));
    }

    private static String verdict(Estimate estimate, double least) {
        if (estimate.n() == 0) {
            return "nothing to measure";
        }
        if (estimate.n() < LEAST_CELLS) {
            return "too few to decide";
        }
        return estimate.low() >= least ? "reached" : estimate.high() < least ? "missed" : "not decided";
    }

    private List<String> above(Method ours, Method other) {
        Optional<Comparisons.Compared> compared = summary.comparisons().of(ours, other);
        Optional<Comparisons.Compared> reversed = summary.comparisons().of(other, ours);
        String verdict = compared.map(one -> one.better() ? "reached" : one.supported() ? "missed" : open(one))
                .or(() -> reversed.map(one -> one.better() ? "missed" : open(one))).orElse("not compared");
        return List.of("above " + other.title(), summary.comparisons().estimate(ours).text(), summary.comparisons().estimate(other).text(),
                verdict);
    }

    private static String open(Comparisons.Compared compared) {
        return compared.few() ? "too few to decide" : "not decided";
    }

    private static final List<String> HEAD = List.of("", "mean score (95 %)", "found", "false alarms", "localised", "cells",
            "context tokens",
            "p50 ms", "");

    private List<List<String>> figures() {
        return summary.methods().stream().map(method -> {
            ObjectNode of = summary.of(method);
            return List.of(method.title(), summary.comparisons().estimate(method).text(), percent(of, "found"),
                    percent(of, "false_alarm"),
                    percent(of, "localised"), of.path("cells").asText(), number(of, "context_tokens"), number(of, "latency_ms_p50"),
                    method.description());
        }).toList();
    }

    private String methods() {
        return Html.table(HEAD, figures(), summary.methods().stream().map(Method::name).toList().indexOf("afterimage"));
    }

    /** The same for a terminal. */
    public static String table(NiavhSummary summary) {
        StringBuilder table = new StringBuilder();
        List<List<String>> rows = new ArrayList<>(List.of(HEAD));
        rows.addAll(new NiavhReport(summary, Json.object()).figures());
        rows.forEach(row -> table.append(String.format(Locale.ROOT, "%-18s %22s %8s %12s %9s %5s %14s %7s%n",
                row.subList(0, 8).toArray())));
        return table.toString().stripTrailing();
    }

    /** Mean scores of the cells that hold the needle, for each value of a field. */
    private String by(String field) {
        List<String> head = new ArrayList<>(List.of("", "cells"));
        summary.methods().forEach(method -> head.add(method.title()));
        Set<String> values = new TreeSet<>();
        summary.methods().forEach(method -> summary.rows(method, Kind.PRESENT).forEach(row -> values.add(row.path(field).asText())));
        List<List<String>> rows = values.stream().map(value -> {
            List<String> row = new ArrayList<>(List.of(value, Integer.toString(holding(summary.methods().get(0), field, value).size())));
            summary.methods().forEach(method -> row.add(Html.number(Figures.mean(holding(method, field, value), one -> one.path("score")
                    .asDouble()))));
            return row;
        }).toList();
        return Html.table(head, rows, -1);
    }

    private List<JsonNode> holding(Method method, String field, String value) {
        return summary.rows(method, Kind.PRESENT).stream().filter(row -> row.path(field).asText().equals(value)).toList();
    }

    private String more() {
        List<List<String>> rows = summary.methods().stream().map(method -> {
            ObjectNode more = summary.more(method);
            List<String> row = new ArrayList<>(List.of(method.title(), number(more, "mean_score_present")));
            List.of("existence", "index", "exact", "retrieval", "ordering", "counting").forEach(field -> row.add(percent(more, field)));
            return row;
        }).toList();
        String left = run.has("multi_left_out") ? "<p id=\"multi-left-out\">No retrieval, ordering and counting: "
                + Html.escape(run.path("multi_left_out").asText()) + ".</p>" : "";
        return left + Html.table(List.of("", "mean score, needle present", "existence", "index (tenth)", "exact (second)", "retrieval",
                "ordering", "counting"), rows, -1);
    }

    private String cost(String title, String unit, String field, List<Method> methods) {
        List<LineChart.Curve> curves = methods.stream().map(method -> new LineChart.Curve(methods.size() == 1 ? "stored" : method.title(),
                lengths.stream().sorted().map(length -> new double[] {length,
                Figures.mean(summary.rows(method, Kind.PRESENT, Kind.ABSENT).stream()
                        .filter(row -> row.path("context_length").asInt() == length).toList(), row -> row.path(field).asDouble())
                        .orElse(0)}).toList())).toList();
        return "<div>" + new LineChart(title, "length, seconds", unit, curves).svg() + "</div>";
    }

    private String wrong() {
        List<List<String>> rows = summary.methods().stream().filter(Method::fair)
                .flatMap(method -> summary.rows(method, Kind.values()).stream()).filter(row -> row.path("score").asInt() < 10)
                .limit(WRONG_SHOWN)
                .map(row -> List.of(row.path("method").asText(), row.path("cell").asText(), row.path("needle").asText(),
                row.path("question").asText(),
                        row.path("model_response").asText(), row.path("needle_second").asText(), row.path("score").asText())).toList();
        return rows.isEmpty() ? "<p>None.</p>" : "<details><summary>" + rows.size() + " shown; all rows are in results.jsonl</summary>"
                + Html.table(List.of("method", "cell", "needle", "question", "answer", "second", "score"), rows, -1) + "</details>";
    }

    private static String percent(JsonNode figures, String field) {
        return Html.percent(figure(figures, field));
    }

    private static String number(JsonNode figures, String field) {
        return Html.number(figure(figures, field));
    }

    private static OptionalDouble figure(JsonNode figures, String field) {
        return figures.path(field).isNumber() ? OptionalDouble.of(figures.path(field).asDouble()) : OptionalDouble.empty();
    }
}
