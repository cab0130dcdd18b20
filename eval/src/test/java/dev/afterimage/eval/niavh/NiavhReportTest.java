package dev.afterimage.eval.niavh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.afterimage.core.answer.Answer;
import dev.afterimage.core.answer.Citation;
import dev.afterimage.core.answer.Reply;
import dev.afterimage.eval.input.Json;
import dev.afterimage.eval.needle.Grade;
import dev.afterimage.eval.needle.NeedleSet;
import dev.afterimage.eval.report.HeatMap;
import dev.afterimage.eval.run.MemoryCurve;
import dev.afterimage.qa.browser.Chromium;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report of rows as a run writes them: Afterimage finds all, the last frames find only what came last. */
class NiavhReportTest {

    @TempDir
    private Path directory;
    private final List<JsonNode> rows = new ArrayList<>();
    private NiavhSummary summary;
    private Path page;

    @BeforeEach
    void write() throws IOException {
        Plan plan = Plan.of(Grid.preset("quick"), NeedleSet.of(NeedleSet.TEXTS), 0);
        for (Plan.Watch watch : plan.watches()) {
            for (Cell cell : watch.cells()) {
                if (cell.single()) {
                    rows.add(row("afterimage", cell, cell.second() >= 0));
                    rows.add(row("last-frames", cell, cell.depth() == 100 && cell.second() >= 0));
                }
            }
        }
        ObjectNode run = Json.object().put("model", "some-pack").put("haystack", "<footage> & more").put("haystack_seconds", 70.0)
                .put("fps", 1.0).put("budget", 768).put("seed", 0L).put("multi", 0)
                .put("multi_left_out", "streams with several needles take 56 s");
        run.set("retrieval", Json.object().put("policy", "default").put("token_budget", 768));
        run.set("lengths", Json.MAPPER.valueToTree(Grid.preset("quick").lengths()));
        run.set("depths", Json.MAPPER.valueToTree(Grid.preset("quick").depths()));
        summary = new NiavhSummary(rows);
        Files.writeString(directory.resolve("memory.jsonl"), """
                {"stream": "plain", "second": 0, "kv_bytes": 1000, "disk_bytes": 5000, "resident_bytes": 9000, "elapsed_seconds": 0.1}
                {"stream": "plain", "second": 160, "kv_bytes": 3000, "disk_bytes": 7000, "resident_bytes": 9000, "elapsed_seconds": 8.5}
                {"stream": "plain", "sec""");
        page = NiavhReport.write(directory, summary, run, new MemoryCurve(directory));
    }

    private static ObjectNode row(String method, Cell cell, boolean sees) {
        Row row = new Row("some-pack", method, cell, "footage", 1000L * cell.length());
        String text = cell.needle().answers().get(0).equals("{time}") ? cell.second() + " s" : cell.needle().answers().get(0);
        Answer answer = sees ? new Answer.Answered(text, List.of(new Citation(cell.second(), cell.second() + 1, 1, "block", "", "")),
                "read")
                : new Answer.NotSeen("nothing", List.of());
        row.add(cell.asked().get(0), new Reply(answer, new Reply.Usage(500, 10, 400, 3), new Reply.Timings(1, 2, 3, 4), "some-pack",
                cell.length()));
        return row.graded(cell.second() < 0 ? Grade.absent(cell.needle(), answer)
                : Grade.present(cell.needle(), cell.second(), answer, List.of()));
    }

    @Test
    void theSummaryHasTheKeysThatArePromised() {
        ObjectNode json = summary.json(page.toString());
        assertThat(json.fieldNames()).toIterable().containsExactly("methods", "report");
        JsonNode ours = json.path("methods").path("afterimage");
        assertThat(ours.fieldNames()).toIterable()
                .containsExactly("mean_score", "found", "false_alarm", "localised", "cells", "context_tokens", "latency_ms_p50");
        assertThat(ours.path("mean_score").asDouble()).isEqualTo(10);
        assertThat(ours.path("found").asDouble()).isEqualTo(1);
        assertThat(ours.path("false_alarm").asDouble()).isZero();
        assertThat(ours.path("localised").asDouble()).isEqualTo(1);
        assertThat(ours.path("cells").asInt()).isEqualTo(40);
        JsonNode last = json.path("methods").path("last-frames");
        assertThat(last.path("found").asDouble()).isEqualTo(0.2);
        assertThat(last.path("mean_score").asDouble()).as("absent cells count").isEqualTo((20 * 10 + 4 * 10 + 16) / 40.0);
    }

    @Test
    void aRowHasThePublishedFieldsAndOurs() {
        assertThat(rows.get(0).fieldNames()).toIterable()
                .contains("model", "context_length", "depth_percent", "version", "needle", "model_response", "score",
                "test_duration_seconds", "test_timestamp_utc", "file_name", "cell", "method", "localised", "citations", "prompt_tokens",
                "kv_bytes", "latency_ms");
    }

    @Test
    void theHeatMapsHaveThePublishedColours() throws IOException {
        BufferedImage map = ImageIO.read(directory.resolve("heatmap-last-frames.png").toFile());
        assertThat(pixel(map, 0.5, 4.5)).as("found").isEqualTo(0x0CD79F);
        assertThat(pixel(map, 0.5, 0.5)).as("missed").isEqualTo(0xF0496E);
        assertThat(HeatMap.rgb(5.5)).isEqualTo(0xEBB839);
    }

    /** Of a cell by column and row, in a map of four columns. */
    private static int pixel(BufferedImage map, double column, double row) {
        return map.getRGB((int) (2 * (54 + column * 120)), (int) (2 * (34 + row * 34))) & 0xFFFFFF;
    }

    @Test
    void theReportOpensInABrowserWithoutAComplaintAndShowsEveryMethodSideBySide() {
        assumeTrue(Chromium.installed().isPresent(), "no Chromium on this machine");
        try (Chromium chromium = Chromium.launch()) {
            for (int width : new int[] {1280, 390}) {
                Page open = chromium.page(width, 900, ColorScheme.LIGHT);
                open.navigate(page.toUri().toString());
                assertThat(open.locator("#present svg.heat").count()).isEqualTo(2);
                assertThat(open.locator("#absent svg.heat").count()).isEqualTo(2);
                assertThat(open.locator("#present svg.heat").first().locator("rect").count()).isEqualTo(20);
                assertThat(open.locator("#present svg.heat").first().locator("rect").first().getAttribute("fill")).isEqualTo("#0CD79F");
                assertThat(open.locator("#costs svg.lines").count()).isEqualTo(3);
                assertThat(open.locator("#memory svg.lines").count()).isEqualTo(4);
                assertThat(open.locator("#memory svg.lines path").first().getAttribute("d")).as("two samples, the torn one left out")
                        .matches("M\\S+ \\S+ L\\S+ \\S+");
                assertThat(open.locator("#verdict").textContent()).startsWith("Afterimage: 10.00 (9.21 to 10.00)")
                        .contains("40 cells", "Better than Last frames only", "not known whether that is better than guessing");
                assertThat(open.locator("#needles + table tbody tr").count()).isEqualTo(20);
                assertThat(open.locator("#kinds + table tbody tr").allTextContents()).hasSize(1).allMatch(row -> row.startsWith("text20"));
                assertThat(open.locator("#present svg.heat").first().locator("text.score").count()).isEqualTo(20);
                assertThat(open.locator("#settings").textContent()).contains("budget768", "policy default, token budget 768",
                        "lengths10, 40, 80, 160").doesNotContain("{", "[");
                assertThat(open.locator("#multi-left-out").textContent()).contains("take 56 s");
                assertThat(open.locator("body").textContent()).contains("<footage> & more", "false alarms", "localised");
                assertThat((boolean) open.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
                        .as("fits a screen " + width + " wide").isTrue();
            }
            assertThat(chromium.takeErrors()).isEmpty();
        }
    }
}
