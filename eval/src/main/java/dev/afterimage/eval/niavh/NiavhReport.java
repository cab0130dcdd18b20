package dev.afterimage.eval.niavh;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.afterimage.core.AfterimageException;
import dev.afterimage.core.ErrorCode;
import dev.afterimage.eval.method.Method;
import dev.afterimage.eval.niavh.Cell.Kind;
import dev.afterimage.eval.report.HeatMap;
import dev.afterimage.eval.report.Html;
import dev.afterimage.eval.report.LineChart;
import dev.afterimage.eval.report.MemoryCharts;
import dev.afterimage.eval.run.Figures;
import dev.afterimage.eval.run.Json;
import dev.afterimage.eval.run.MemoryCurve;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.StreamSupport;
import javax.imageio.ImageIO;

/** {@code report.html}, a page that needs nothing but itself, {@code summary.json}, and each heat map as PNG. */
public final class NiavhReport {

    private static final int WRONG_SHOWN = 60;
    private static final double LEAST_SCORE = 9;
    private static final double LEAST_LOCALISED = 0.95;

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
                ImageIO.write(report.map(method, Kind.PRESENT).png(), "png", directory.resolve("heatmap-" + method.name() + ".png").toFile());
                ImageIO.write(report.map(method, Kind.ABSENT).png(), "png", directory.resolve("heatmap-" + method.name() + "-absent.png").toFile());
            }
            return page;
        } catch (IOException e) {
            throw new AfterimageException(ErrorCode.STORAGE_FAILED, "cannot write the report to " + directory + ": " + e.getMessage(), "check space and permissions of --out", e);
        }
    }

    private ObjectNode whole(Path page) {
        ObjectNode whole = summary.json(page.toString());
        ObjectNode more = whole.putObject("more");
        summary.methods().forEach(method -> more.set(method.name(), summary.more(method)));
        whole.put("verdict", verdict());
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
        return rows.stream().filter(row -> row.path("context_length").asInt() == length && row.path("depth_percent").asInt() == depth).toList();
    }

    private String page(MemoryCurve memory) {
        StringBuilder body = new StringBuilder();
        body.append("<p class=\"faint\">").append(Html.escape(told())).append("</p><p id=\"verdict\">").append(Html.escape(verdict())).append("</p>");
        body.append("<h2>Methods</h2>").append(methods());
        body.append("<h2>Bars</h2>").append(Html.table(List.of("", "Afterimage", "bar", ""), bars(), -1));
        body.append("<h2>With the needle</h2><div class=\"maps\" id=\"present\">");
        summary.methods().forEach(method -> body.append("<div>").append(map(method, Kind.PRESENT).svg()).append("</div>"));
        body.append("</div><h2>Without it: the right answer is <i>not seen</i></h2><div class=\"maps\" id=\"absent\">");
        summary.methods().forEach(method -> body.append("<div>").append(map(method, Kind.ABSENT).svg()).append("</div>"));
        body.append("</div><h2>Where, and with several needles</h2>").append(more());
        body.append("<h2>What it costs</h2><div class=\"maps\" id=\"costs\">").append(cost("Tokens in the context", "tokens", "prompt_tokens", summary.methods()))
                .append(cost("KV of the stream", "bytes", "kv_bytes", summary.methods().stream().limit(1).toList()))
                .append(cost("Latency", "milliseconds", "latency_ms", summary.methods())).append("</div>");
        body.append(MemoryCharts.section(memory));
        body.append("<h2>Answers that were wrong</h2>").append(wrong());
        return Html.page("Needle in a Video Haystack: " + run.path("model").asText(), body.toString());
    }

    private String told() {
        return String.format(Locale.ROOT, "Haystack: %s, %.0f s of distinct footage, %.3g frames a second. Needles: %s. Budget: %d tokens of stored blocks. Seed %d.",
                run.path("haystack").asText(), run.path("haystack_seconds").asDouble(), run.path("fps").asDouble(), run.path("needles").asText(),
                run.path("budget").asInt(), run.path("seed").asLong());
    }

    /** Who wins among those that keep to the budget and do not know the truth. */
    private String verdict() {
        List<Method> rivals = summary.methods().stream().filter(Method::fair).toList();
        Method best = null;
        for (Method method : rivals) {
            best = best == null || score(method) > score(best) ? method : best;
        }
        if (best == null) {
            return "No method within the budget was asked.";
        }
        Method winner = best;
        List<String> tied = rivals.stream().filter(method -> method != winner && score(method) == score(winner)).map(Method::title).toList();
        return String.format(Locale.ROOT, "%s%s: %.2f of 10 over cells with and without a needle, the best of %d methods within the budget.", best.title(),
                tied.isEmpty() ? "" : " (level with " + String.join(", ", tied) + ")", score(best), rivals.size());
    }

    /** What is asked of Afterimage, and whether it was reached. */
    private List<List<String>> bars() {
        List<List<String>> bars = new ArrayList<>();
        summary.methods().stream().filter(method -> method.choice() instanceof Method.Choice.Product).forEach(ours -> {
            bars.add(bar("mean score", score(ours), LEAST_SCORE));
            summary.methods().stream().filter(method -> method.fair() && method != ours)
                    .forEach(method -> bars.add(bar("above " + method.title(), score(ours), Math.nextUp(score(method)))));
            figure(summary.of(ours), "localised").ifPresent(share -> bars.add(bar("localised of found", share, LEAST_LOCALISED)));
        });
        return bars;
    }

    private static List<String> bar(String what, double value, double least) {
        return List.of(what, String.format(Locale.ROOT, "%.3f", value), String.format(Locale.ROOT, "%.3f", least), value >= least ? "reached" : "missed");
    }

    private double score(Method method) {
        return summary.of(method).path("mean_score").asDouble();
    }

    private static final List<String> HEAD = List.of("", "mean score", "found", "false alarms", "localised", "cells", "context tokens", "p50 ms", "");

    private List<List<String>> figures() {
        return summary.methods().stream().map(method -> {
            ObjectNode of = summary.of(method);
            return List.of(method.title(), String.format(Locale.ROOT, "%.2f", of.path("mean_score").asDouble()), percent(of, "found"), percent(of, "false_alarm"),
                    percent(of, "localised"), of.path("cells").asText(), number(of, "context_tokens"), number(of, "latency_ms_p50"), method.told());
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
        rows.forEach(row -> table.append(String.format(Locale.ROOT, "%-18s %10s %8s %12s %9s %5s %14s %7s%n", row.subList(0, 8).toArray())));
        return table.toString().stripTrailing();
    }

    private String more() {
        List<List<String>> rows = summary.methods().stream().map(method -> {
            ObjectNode more = summary.more(method);
            List<String> row = new ArrayList<>(List.of(method.title(), number(more, "mean_score_present")));
            List.of("existence", "index", "exact", "retrieval", "ordering", "counting").forEach(field -> row.add(percent(more, field)));
            return row;
        }).toList();
        return Html.table(List.of("", "mean score, needle present", "existence", "index (tenth)", "exact (second)", "retrieval", "ordering", "counting"), rows, -1);
    }

    private String cost(String title, String unit, String field, List<Method> methods) {
        List<LineChart.Curve> curves = methods.stream().map(method -> new LineChart.Curve(methods.size() == 1 ? "stored" : method.title(),
                lengths.stream().sorted().map(length -> new double[] {length, Figures.mean(summary.rows(method, Kind.PRESENT, Kind.ABSENT).stream()
                        .filter(row -> row.path("context_length").asInt() == length).toList(), row -> row.path(field).asDouble()).orElse(0)}).toList())).toList();
        return "<div>" + new LineChart(title, "length, seconds", unit, curves).svg() + "</div>";
    }

    private String wrong() {
        List<List<String>> rows = summary.methods().stream().filter(Method::fair)
                .flatMap(method -> summary.rows(method, Kind.values()).stream()).filter(row -> row.path("score").asInt() < 10).limit(WRONG_SHOWN)
                .map(row -> List.of(row.path("method").asText(), row.path("cell").asText(), row.path("needle").asText(), row.path("question").asText(),
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
