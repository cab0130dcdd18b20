package dev.afterimage.eval.videoqa;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.eval.input.Json;
import dev.afterimage.eval.method.Method;
import dev.afterimage.eval.report.ComparisonTable;
import dev.afterimage.eval.report.Html;
import dev.afterimage.eval.report.MemoryCharts;
import dev.afterimage.eval.report.Settings;
import dev.afterimage.eval.run.Figures;
import dev.afterimage.eval.run.MemoryCurve;
import dev.afterimage.eval.stats.Comparisons;
import dev.afterimage.eval.stats.Estimate;
import dev.afterimage.eval.stats.Scale;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeSet;

/** {@code report.html} and {@code summary.json} of streaming question answering. */
public final class VideoQaReport {

    private static final int WRONG_SHOWN = 60;
    private static final String EXPLAINED = Settings.explained(
            "accuracy (95 %)", "The share of right answers, and the interval in which 95 of 100 such runs would have it (Wilson's "
            + "score interval).",
            "evidence recall", "Of questions whose evidence is known, the share for which one of the first three citations meets it.",
            "comparisons", "Both methods answered the same questions. p says how likely chance alone gives such a difference (sign-flip "
            + "permutation test). Better or worse is said only below 0.05, by Holm's correction for the number of tests. Too few cells "
            + "differ where none of their results could have been.",
            "Blind", "The same questions about a grey picture: what can be guessed.",
            "Oracle", "It is given the blocks of the evidence and nothing else. It loses where the answer needs to know what "
                    + "else was there.");

    private final List<JsonNode> rows;
    private Comparisons comparisons;
    private final ObjectNode run;
    private final MemoryCurve memory;

    public VideoQaReport(List<JsonNode> rows, ObjectNode run, MemoryCurve memory) {
        this.rows = List.copyOf(rows);
        this.run = run;
        this.memory = memory;
    }

    /** @return the page */
    public Path write(Path directory) {
        Path page = directory.resolve("report.html");
        try {
            Files.writeString(page, page());
            Files.writeString(directory.resolve("summary.json"), Json.pretty(whole(page)));
            return page;
        } catch (IOException e) {
            throw new AfterimageException(ErrorCode.STORAGE_FAILED, "cannot write the report to " + directory + ": " + e.getMessage(),
                    "check space and permissions of --out", e);
        }
    }

    private ObjectNode whole(Path page) {
        ObjectNode whole = json(page.toString());
        whole.set("comparisons", ComparisonTable.json(comparisons()));
        ObjectNode intervals = whole.putObject("accuracy_intervals");
        methods().forEach(method -> {
            Estimate estimate = comparisons().estimate(method);
            intervals.putObject(method.name()).put("questions", estimate.n()).put("accuracy", Json.rounded(estimate.mean()))
                    .put("low", Json.rounded(estimate.low())).put("high", Json.rounded(estimate.high()));
        });
        return whole.set("run", run);
    }

    private List<Method> methods() {
        return Method.TABLE.stream().filter(method -> !rows(method).isEmpty()).toList();
    }

    private List<JsonNode> rows(Method method) {
        return rows.stream().filter(row -> row.path("method").asText().equals(method.name())).toList();
    }

    private List<String> tasks() {
        return List.copyOf(new TreeSet<>(rows.stream().map(row -> row.path("task").asText()).toList()));
    }

    private static List<JsonNode> of(List<JsonNode> rows, String task) {
        return rows.stream().filter(row -> row.path("task").asText().equals(task)).toList();
    }

    /**
     * {@code {methods: {NAME: {accuracy, evidence_recall, questions, context_tokens, latency_ms_p50, latency_ms_p95,
     * latency_ms_p99, tasks, groups?}}, report}}.
     */
    public ObjectNode json(String report) {
        ObjectNode summary = Json.object();
        ObjectNode methods = summary.putObject("methods");
        for (Method method : methods()) {
            List<JsonNode> own = rows(method);
            ObjectNode figures = methods.putObject(method.name());
            figures.put("accuracy", Figures.boxed(Figures.share(own, "right"))).put("evidence_recall", Figures.boxed(recall(own)))
                    .put("questions", own.size());
            figures.put("context_tokens", Figures.boxed(Figures.mean(own, row -> row.path("prompt_tokens").asDouble())));
            for (int percent : new int[] {50, 95, 99}) {
                figures.put("latency_ms_p" + percent, Figures.boxed(Figures.percentile(own, "latency_ms", percent)));
            }
            ObjectNode tasks = figures.putObject("tasks");
            tasks().forEach(task -> tasks.put(task, Figures.boxed(Figures.share(of(own, task), "right"))));
            Map<String, OptionalDouble> means = groups(own);
            if (!means.isEmpty()) {
                ObjectNode groups = figures.putObject("groups");
                means.forEach((group, mean) -> groups.put(group, Figures.boxed(mean)));
            }
        }
        return summary.put("verdict", verdict()).put("report", report);
    }

    /** The means over kinds of questions that the benchmark publishes; empty where it publishes none. */
    private Map<String, OptionalDouble> groups(List<JsonNode> rows) {
        Map<String, Double> accuracy = new LinkedHashMap<>();
        tasks().forEach(task -> Figures.share(of(rows, task), "right").ifPresent(share -> accuracy.put(task, share)));
        return TaskGroups.means(run.path("task").asText(), accuracy);
    }

    private static OptionalDouble recall(List<JsonNode> rows) {
        return Figures.share(rows.stream().filter(row -> row.path("evidence").asBoolean()).toList(), "recalled");
    }

    private String page() {
        StringBuilder body = new StringBuilder("<p class=\"faint\">").append(Html.escape(setting())).append("</p><p id=\"verdict\">")
                .append(Html.escape(verdict())).append("</p>").append("<h2>Methods</h2>").append(methodsTable()).append(EXPLAINED);
        body.append("<h2>Accuracy by kind of question</h2>").append(tasksTable());
        body.append("<h2 id=\"comparisons\">Comparisons</h2>").append(ComparisonTable.html(comparisons())).append(Settings.table(run));
        body.append(MemoryCharts.section(memory));
        return Html.page("Streaming question answering: " + run.path("model").asText(), body.append("<h2>Answers that were wrong</h2>")
                .append(wrong()).toString());
    }

    private String verdict() {
        return comparisons().verdict("share of right answers");
    }

    private Comparisons comparisons() {
        if (comparisons == null) {
            comparisons = compared();
        }
        return comparisons;
    }

    private Comparisons compared() {
        Map<Method, Map<String, Double>> right = new LinkedHashMap<>();
        methods().forEach(method -> {
            Map<String, Double> cells = new LinkedHashMap<>();
            rows(method).forEach(row -> cells.put(row.path("cell").asText(), row.path("right").asBoolean() ? 1.0 : 0));
            right.put(method, cells);
        });
        return new Comparisons(right, Scale.SHARE);
    }

    private String setting() {
        return String.format(Locale.ROOT, "Data: %s. %.3g frames a second. Budget: %d tokens of stored blocks. Every question is asked "
                + "at its own time; nothing later is read.",
                run.path("data").asText(), run.path("fps").asDouble(), run.path("budget").asInt());
    }

    private static final List<String> HEAD = List.of("", "accuracy (95 %)", "evidence recall", "questions", "context tokens", "p50 ms",
            "p95 ms",
            "p99 ms");

    private List<List<String>> figures() {
        return methods().stream().map(method -> {
            List<JsonNode> own = rows(method);
            return List.of(method.title(), comparisons().estimate(method).percent(), Html.percent(recall(own)),
                    Integer.toString(own.size()),
                    Html.number(Figures.mean(own, row -> row.path("prompt_tokens").asDouble())),
                    Html.number(Figures.percentile(own, "latency_ms", 50)),
                    Html.number(Figures.percentile(own, "latency_ms", 95)), Html.number(Figures.percentile(own, "latency_ms", 99)));
        }).toList();
    }

    private String methodsTable() {
        return Html.table(HEAD, figures(), methods().stream().map(Method::name).toList().indexOf("afterimage"));
    }

    /** For a terminal. */
    public String table() {
        List<List<String>> all = new ArrayList<>(List.of(HEAD));
        all.addAll(figures());
        StringBuilder table = new StringBuilder();
        all.forEach(row -> table.append(String.format(Locale.ROOT, "%-18s %22s %16s %10s %15s %7s %7s %7s%n", row.toArray())));
        return table.toString().stripTrailing() + System.lineSeparator() + verdict();
    }

    private String tasksTable() {
        List<String> head = new ArrayList<>(List.of("", "questions"));
        methods().forEach(method -> head.add(method.title()));
        List<List<String>> table = tasks().stream().map(task -> {
            List<String> row = new ArrayList<>(List.of(task, Integer.toString(of(rows(methods().get(0)), task).size())));
            methods().forEach(method -> row.add(Html.percent(Figures.share(of(rows(method), task), "right"))));
            return row;
        }).toList();
        return Html.table(head, table, -1) + groupsTable();
    }

    private String groupsTable() {
        List<String> groups = List.copyOf(groups(List.of()).keySet());
        if (groups.isEmpty()) {
            return "";
        }
        List<String> head = new ArrayList<>(List.of("mean over kinds"));
        methods().forEach(method -> head.add(method.title()));
        List<List<String>> table = groups.stream().map(group -> {
            List<String> row = new ArrayList<>(List.of(group));
            methods().forEach(method -> row.add(Html.percent(groups(rows(method)).get(group))));
            return row;
        }).toList();
        return "<div id=\"groups\">" + Html.table(head, table, -1) + "</div>";
    }

    private String wrong() {
        List<List<String>> wrong = rows.stream().filter(row -> row.path("method").asText().equals("afterimage")
                && !row.path("right").asBoolean()).limit(WRONG_SHOWN)
                .map(row -> List.of(row.path("cell").asText(), row.path("task").asText(), row.path("question").asText(),
                row.path("model_response").asText(),
                        row.path("accepted").toString())).toList();
        return wrong.isEmpty() ? "<p>None.</p>" : "<details id=\"wrong\"><summary>" + wrong.size()
                + " of Afterimage's shown; all rows are in results.jsonl</summary>"
                + Html.table(List.of("question", "kind", "asked", "answer", "accepted"), wrong, -1) + "</details>";
    }
}
