package dev.afterimage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Evaluations on the real parts: footage through the job into a store, questions through the answerer. */
class EvalTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNode GRIDS = grids();
    private static final Map<String, Command> RUNS = new HashMap<>();

    @TempDir
    private static Path finished;
    @TempDir
    private Path directory;

    /**
     * The grids that every build runs, one for a pack that reads notes and one for a pack that looks, and the mean
     * score under which it fails.
     */
    @TestFactory
    Stream<DynamicTest> theSmallGridsStayAboveTheirFloors() {
        return StreamSupport.stream(GRIDS.spliterator(), false).map(grid -> DynamicTest.dynamicTest(grid.path("model").asText(), () -> {
            Path out = finished.resolve(grid.path("model").asText());
            Command done = finished(grid);
            assertThat(done.exitCode()).as(done.err()).isZero();
            JsonNode summary = done.json();
            JsonNode ours = summary.path("methods").path("afterimage");
            assertThat(ours.path("mean_score").asDouble()).as(done.out() + rows(out))
                    .isGreaterThanOrEqualTo(grid.path("mean_score").asDouble());
            assertThat(ours.path("localised").asDouble()).isGreaterThanOrEqualTo(grid.path("localised").asDouble());
            assertThat(summary.path("methods").path("blind").path("found").asDouble()).as("found without looking").isZero();
            assertThat(Path.of(summary.path("report").asText())).exists();
            assertThat(out.resolve("work")).as("streams are removed").doesNotExist();
        }));
    }

    @Test
    void aFinishedEvaluationIsNotAskedAgainNorMixedWithAnother() throws IOException {
        JsonNode grid = GRIDS.get(1);
        Path out = finished.resolve(grid.path("model").asText());
        JsonNode methods = finished(grid).json().path("methods");
        int asked = rows(out).size();
        assertThat(niavh(out, grid).json().path("methods")).as("nothing is left to do").isEqualTo(methods);
        assertThat(rows(out)).hasSize(asked);
        Command other = Command.run("eval", "niavh", "--lengths", "3", "--depths", "0", "--multi", "0", "--fps", "1", "--out",
                out.toString());
        assertThat(other.exitCode()).isEqualTo(2);
        assertThat(other.err()).contains("another run", "lengths is [6,14] in that run and [3] in this one");
        JsonNode run = JSON.readTree(out.resolve("run.json").toFile());
        assertThat(run.path("precision").asText()).isEqualTo("fp32");
        assertThat(run.path("kv").asText()).isNotEmpty();
        assertThat(run.toString()).doesNotContain("null");
        assertThat(run.path("made_by").path("version").asText()).isNotEmpty();
        assertThat(Command.run("eval", "compare", out.toString(), out.toString()).out()).contains("2 differs from 1: in no setting");
    }

    /** A grid's one run, which several tests look at. */
    private static Command finished(JsonNode grid) {
        return RUNS.computeIfAbsent(grid.path("model").asText(), model -> niavh(finished.resolve(model), grid));
    }

    private static JsonNode grids() {
        try {
            return JSON.readTree(EvalTest.class.getResourceAsStream("/evaluation-floor.json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Command niavh(Path out, JsonNode grid) {
        return Command.run("eval", "niavh", "--model", grid.path("model").asText(), "--needles", grid.path("needles").asText(), "--lengths",
                grid.path("lengths").asText(),
                "--depths", grid.path("depths")
                        .asText(), "--multi", "0", "--fps", "1", "--methods", "afterimage,last-frames,blind", "--out",
                out.toString(), "--json");
    }

    private static List<JsonNode> rows(Path out) throws IOException {
        List<JsonNode> rows = new ArrayList<>();
        for (String line : Files.readAllLines(out.resolve("results.jsonl"))) {
            rows.add(JSON.readTree(line));
        }
        return rows;
    }

    @Test
    void aMadeUpDayIsAskedInItsOwnTime() throws IOException {
        Path out = directory.resolve("out");
        Command done = Command.run("eval", "videoqa", "--level", "1", "--minutes", "1", "--fps", "1", "--methods", "afterimage,oracle",
                "--out",
                out.toString(),
                "--json");
        assertThat(done.exitCode()).as(done.err()).isZero();
        JsonNode ours = done.json().path("methods").path("afterimage");
        assertThat(ours.fieldNames()).toIterable()
                .contains("accuracy", "evidence_recall", "questions", "context_tokens", "latency_ms_p50", "latency_ms_p99", "tasks");
        assertThat(ours.path("tasks").path("never seen").asDouble()).isEqualTo(1);
        assertThat(rows(out)).hasSizeGreaterThan(8).allSatisfy(row -> {
            assertThat(row.path("streamed").asDouble()).isGreaterThanOrEqualTo(row.path("asked_at").asDouble());
            row.path("citations").forEach(citation -> assertThat(citation.path("start").asDouble())
                    .isLessThanOrEqualTo(row.path("asked_at").asDouble()));
        });
        assertThat(rows(out).get(0).path("streamed").asDouble()).as("asked while it went on").isLessThan(59);
        assertThat(Files.readAllLines(out.resolve("memory.jsonl"))).isNotEmpty();
        assertThat(out.resolve("report.html")).exists();
    }

    /** A film as StreamingBench asks about it: with options, and with an instruction whose moment is waited for. */
    @Test
    void optionsThatAreAskedAreChosenFromAndInstructionsAreFollowedInTime() throws IOException {
        Path file = Files.writeString(directory.resolve("questions.json"), """
                [{"time": "[0:00:00 - 0:00:30]", "video_path": "./videos/car-detection.mp4", "video_categories": "street", "questions": [
                  {"task_type": "Counting", "question": "How many cars were there at 00:06?", "time_stamp": "00:00:12", "answer": "B",
                   "options": ["A. none", "B. 1", "C. 3", "D. 7"], "required_ability": "memory"},
                  {"task_type": "Existence", "question": "Was there a dog?", "time_stamp": "00:00:12", "answer": "B",
                   "options": ["A. Yes", "B. No"], "required_ability": "memory"},
                  {"task_type": "Proactive Output", "question": "When a car appears, output \\"Car\\".", "time_stamp": "00:00:01",
                   "ground_truth_time_stamp": "00:00:05", "ground_truth_output": "Car", "required_ability": "memory"}]}]""");
        Path out = directory.resolve("out");
        Command done = Command.run("eval", "videoqa", "--annotations", file.toString(), "--videos",
                Path.of(Command.clip("car-detection.mp4")).getParent().toString(), "--options", "asked", "--methods", "afterimage",
                "--out",
                out.toString(), "--json");
        assertThat(done.exitCode()).as(done.err()).isZero();
        assertThat(rows(out)).hasSize(3).allSatisfy(row -> assertThat(row.path("right").asBoolean()).as(row.toString()).isTrue());
        assertThat(rows(out)).filteredOn(row -> row.path("task").asText().equals("Existence"))
                .extracting(row -> row.path("options").toString()).containsExactly("[\"Yes\",\"No\"]");
        assertThat(rows(out)).extracting(row -> row.path("options_asked").asBoolean()).containsExactlyInAnyOrder(true, true, false);
        JsonNode proactive = rows(out).stream().filter(row -> row.has("said_at")).findFirst().orElseThrow();
        assertThat(proactive.path("said_at").asDouble()).isBetween(3.0, 7.0);
    }

    @Test
    void whatCannotBeEvaluatedIsSaidAtOnce() throws IOException {
        assertRefused(2, "niavh or videoqa", "eval");
        assertRefused(2, "huge", "eval", "niavh", "--preset", "huge");
        assertRefused(2, "take 56 s, and the longest length is 40 s", "eval", "niavh", "--lengths", "10,40", "--multi", "1");
        assertRefused(2, "no method 'magic'", "eval", "niavh", "--methods", "magic");
        assertRefused(2, "0.5 frames", "eval", "niavh", "--fps", "0.5");
        assertRefused(3, "INPUT_NOT_FOUND", "eval", "niavh", "--haystack", directory.resolve("none.mp4").toString());
        assertRefused(3, "INPUT_NO_VIDEO", "eval", "niavh", "--haystack", Files.createDirectory(directory.resolve("empty")).toString());
        Path needles = Files.writeString(directory.resolve("needles.json"), "{\"needles\": [{\"id\": \"a\", \"kind\": \"text\", "
                + "\"text\": \"X\", \"answers\": [\"x\"]}]}");
        assertRefused(3, "needle 1: field 'question' is missing", "eval", "niavh", "--needles", needles.toString());
        Path annotations = Files.writeString(directory.resolve("annotations.json"), "[{\"qid\": 1, \"video_uid\": \"nowhere\"}]");
        assertRefused(3, "item 1 (1): field 'choices' is missing", "eval", "videoqa", "--annotations", annotations.toString());
        assertRefused(2, "--minutes is for the made-up day", "eval", "videoqa", "--minutes", "2", "--annotations", annotations.toString());
        assertRefused(2, "--videos is for annotated films", "eval", "videoqa", "--videos", directory.toString());
        Path misspelt = Files.writeString(directory.resolve("misspelt.json"), "{\"needles\": [{\"text\": \"X\", \"question\": \"Q\", "
                + "\"answers\": [\"x\"], \"hieght\": 0.1}]}");
        assertRefused(3, "needle 1: field 'hieght' is unknown; is 'height' meant?", "eval", "niavh", "--needles", misspelt.toString());
        Path unknown = Files.writeString(directory.resolve("unknown.json"), "{\"needles\": [{\"text\": \"X\", \"question\": \"Q\", "
                + "\"answers\": [\"x\"], \"second\": 4}]}");
        assertRefused(3, "needle 1: field 'second' is unknown; there are answer,", "eval", "niavh", "--needles", unknown.toString());
        assertRefused(2, "0.0 minutes", "eval", "videoqa", "--minutes", "0");
    }

    @Test
    void whatIsStoredIsSpokenOfByTheOptionThatThereIs() {
        AfterimageException failed = new AfterimageException(ErrorCode.STORAGE_IN_USE, "it is in use",
                "choose another directory with --data");
        assertThat(EvalOptions.inOwnWords(failed).remedy()).isEqualTo("choose another directory with --out");
    }

    private void assertRefused(int exitCode, String told, String... words) {
        Command refused = Command.run(words);
        assertThat(refused.exitCode()).as(refused.err()).isEqualTo(exitCode);
        assertThat(refused.err()).contains(told).doesNotContain("\tat ");
    }
}
