package dev.afterimage.eval.videoqa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.afterimage.eval.input.Json;
import dev.afterimage.eval.run.MemoryCurve;
import dev.afterimage.qa.browser.Chromium;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report of rows as a run writes them: Afterimage answers all but counts, the last frames answer nothing. */
class VideoQaReportTest {

    private static final List<String> TASKS = List.of("last seen", "how many times", "put where");

    @TempDir
    private Path directory;
    private VideoQaReport report;
    private Path page;

    @BeforeEach
    void write() throws IOException {
        Files.writeString(directory.resolve("memory.jsonl"), """
                {"stream": "day", "second": 0, "kv_bytes": 1000, "disk_bytes": 5000, "resident_bytes": 9000, "elapsed_seconds": 0.1}
                {"stream": "day", "second": 30, "kv_bytes": 2000, "disk_bytes": 6000, "resident_bytes": 9500, "elapsed_seconds": 4.5}
                {"stream": "day", "second": 60, "kv_bytes": 3000, "disk_bytes": 7000, "resident_bytes": 9000, "elapsed_seconds": 8.5}
                """);
        List<JsonNode> rows = new ArrayList<>();
        for (String task : TASKS) {
            rows.add(row("afterimage", task, !task.equals("how many times")));
            rows.add(row("last-frames", task, false));
        }
        ObjectNode run = Json.object().put("model", "some-pack").put("data", "<a day> & more").put("fps", 1.0).put("budget", 768);
        report = new VideoQaReport(rows, run, new MemoryCurve(directory));
        page = report.write(directory);
    }

    private static ObjectNode row(String method, String task, boolean right) {
        return Json.object().put("cell", "day/" + task).put("method", method).put("task", task).put("question", "What of <it>?")
                .put("model_response", right ? "this" : "that")
                .put("right", right).put("evidence", true).put("recalled", right).put("prompt_tokens", 100)
                .put("latency_ms", right ? 20.0 : 40.0)
                .set("accepted", Json.MAPPER.createArrayNode().add("this"));
    }

    @Test
    void theSummaryHasEveryKindOfQuestion() {
        JsonNode ours = report.json(page.toString()).path("methods").path("afterimage");
        assertThat(ours.path("accuracy").asDouble()).isEqualTo(0.666667);
        assertThat(ours.path("evidence_recall").asDouble()).isEqualTo(0.666667);
        assertThat(ours.path("latency_ms_p99").asDouble()).isEqualTo(40);
        assertThat(ours.path("tasks").fieldNames()).toIterable().containsExactlyInAnyOrderElementsOf(TASKS);
        assertThat(ours.path("tasks").path("how many times").asDouble()).isZero();
    }

    /** None of three may well be a half: an interval from 0 to 0 would be certain of what three questions cannot tell. */
    @Test
    void accuracyHasWilsonsInterval() throws IOException {
        assertThat(report.table()).contains("0.0 % (0 to 56)", "66.7 % (21 to 94)");
        JsonNode intervals = Json.read(directory.resolve("summary.json")).path("accuracy_intervals");
        assertThat(intervals.path("last-frames").path("high").asDouble()).isCloseTo(0.56, within(0.01));
        assertThat(intervals.path("afterimage").path("low").asDouble()).isCloseTo(0.21, within(0.01));
    }

    /** Each kind counts once: two of three EPM and no ASI are a third, and one of one STU makes the total five ninths. */
    @Test
    void aBenchmarksOwnMeansAreOverKindsOfQuestions() {
        List<JsonNode> rows = List.of(row("afterimage", "EPM", true).put("cell", "1"), row("afterimage", "EPM", true).put("cell", "2"),
                row("afterimage", "EPM", false).put("cell", "3"), row("afterimage", "ASI", false).put("cell", "4"),
                row("afterimage", "STU", true).put("cell", "5"));
        JsonNode groups = new VideoQaReport(rows, Json.object().put("task", "ovobench"), new MemoryCurve(directory)).json("")
                .path("methods").path("afterimage").path("groups");
        assertThat(groups.path("backward").asDouble()).isCloseTo(1 / 3.0, within(1e-6));
        assertThat(groups.path("realtime").asDouble()).isEqualTo(1);
        assertThat(groups.path("forward").isNull()).isTrue();
        assertThat(groups.path("total").asDouble()).isCloseTo(5 / 9.0, within(1e-6));
        assertThat(report.json("").path("methods").path("afterimage").has("groups")).isFalse();
    }

    @Test
    void theReportOpensInABrowserWithoutAComplaintAndShowsMethodsKindsAndMemory() {
        assumeTrue(Chromium.installed().isPresent(), "no Chromium on this machine");
        try (Chromium chromium = Chromium.launch()) {
            for (int width : new int[] {1280, 390}) {
                Page open = chromium.page(width, 900, ColorScheme.DARK);
                open.navigate(page.toUri().toString());
                assertThat(open.locator("tr.ours").first().textContent()).startsWith("Afterimage").contains("66.7 %");
                assertThat(open.locator("table").nth(1).locator("tbody tr").allTextContents()).hasSize(3)
                        .anyMatch(row -> row.startsWith("how many times") && row.contains("0.0 %"));
                assertThat(open.locator("#verdict").textContent()).contains("66.7 % (21 to 94)", "3 cells",
                        "Too few cells differ to tell it from Last frames only");
                assertThat(open.locator("#memory svg.lines").count()).isEqualTo(4);
                assertThat(open.locator("#memory svg.lines path").first().getAttribute("d")).as("three samples")
                        .matches("M[^L]+( L[^L]+){2}");
                open.locator("#wrong summary").click();
                assertThat(open.locator("#wrong").innerText()).contains("What of <it>?", "that");
                assertThat(open.locator("body").textContent()).contains("<a day> & more");
                assertThat((boolean) open.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
                        .as("fits a screen " + width + " wide").isTrue();
            }
            assertThat(chromium.takeErrors()).isEmpty();
        }
    }
}
