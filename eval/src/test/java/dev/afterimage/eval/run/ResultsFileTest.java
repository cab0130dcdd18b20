package dev.afterimage.eval.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.eval.input.FileDigest;
import dev.afterimage.eval.input.Json;
import dev.afterimage.eval.report.RunComparison;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsFileTest {

    private static final ObjectNode RUN = Json.object().put("model", "m").put("seed", 1L);

    @TempDir
    private Path out;

    private static ObjectNode row(String cell) {
        return Json.object().put("cell", cell).put("method", "afterimage").put("score", 10).put("latency_ms", 2.5);
    }

    @Test
    void whenAndByWhatItWasMadeIsToldAndMakesNoOtherRun() {
        ObjectNode begun = RUN.deepCopy();
        begun.set(ResultsFile.MADE_BY, MadeBy.now("1.0"));
        assertThat(begun.path(ResultsFile.MADE_BY).path("commit").asText()).matches("[0-9a-f]{40}(-dirty)?|");
        ResultsFile.open(out, begun).close();
        ObjectNode later = RUN.deepCopy();
        later.set(ResultsFile.MADE_BY, MadeBy.now("2.0"));
        try (ResultsFile results = ResultsFile.open(out, later)) {
            assertThat(results.run().path(ResultsFile.MADE_BY).path("version").asText()).as("of the one that began it").isEqualTo("1.0");
        }
    }

    @Test
    void runsAreComparedBySettingsAndOnTheCellsThatBothAnswered(@TempDir Path other) {
        ObjectNode second = RUN.deepCopy().put("seed", 2L);
        try (ResultsFile first = ResultsFile.open(out, RUN); ResultsFile later = ResultsFile.open(other, second)) {
            for (int i = 0; i < 20; i++) {
                first.append(row("cell " + i).put("score", 5));
                later.append(row("cell " + i).put("score", 9));
            }
        }
        RunComparison comparison = new RunComparison(List.of(ResultsFile.read(out), ResultsFile.read(other)));
        assertThat(comparison.text()).contains("2 differs from 1: seed is 1 in run 1 and 2 in run 2",
                "+4.00 against 1 on 20 cells, p = 0.000");
        assertThat(comparison.json().path("runs").path(1).path("methods").path("afterimage").path("mean").asDouble()).isEqualTo(9);
        assertThatThrownBy(() -> ResultsFile.read(out.resolve("nothing"))).hasMessageContaining("holds no run");
    }

    /** Cells of one name may be others under another seed; what differs between those is not the method. */
    @Test
    void onlyCellsThatAskTheSameOfTheSameFootageArePaired(@TempDir Path other) {
        try (ResultsFile first = ResultsFile.open(out, RUN); ResultsFile later = ResultsFile.open(other, RUN)) {
            for (ResultsFile run : List.of(first, later)) {
                boolean here = run == later;
                run.append(row("same").put("needle", "a").put("footage", "f").put("question", "What?").put("score", here ? 9 : 5));
                run.append(row("needle").put("needle", here ? "b" : "a").put("footage", "f").put("question", "What?"));
                run.append(row("film").put("needle", "a").put("footage", here ? "g" : "f").put("question", "What?"));
                run.append(row("words").put("needle", "a").put("footage", "f").put("question", here ? "What now?" : "What?"));
                run.append(row(here ? "new" : "gone").put("needle", "a").put("footage", "f").put("question", "What?"));
            }
        }
        RunComparison comparison = new RunComparison(List.of(ResultsFile.read(out), ResultsFile.read(other)));
        assertThat(comparison.text()).contains("+4.00 against 1 on 1 cells, p = 1.000; not paired: 1 with other footage, "
                + "1 with another needle, 1 with another question, 1 in 1 alone, 1 not in 1");
        JsonNode against = comparison.json().path("runs").path(1).path("methods").path("afterimage").path("against_first");
        assertThat(against.path("cells").asInt()).isEqualTo(1);
        assertThat(against.path("not_paired").path("needle").asInt()).isEqualTo(1);
        assertThat(against.path("smallest_p").asDouble()).isEqualTo(1);
    }

    /** Rows of older versions do not say which footage they are of, but their run does. */
    @Test
    void cellsOfRunsOfOtherFootageAreNotPaired(@TempDir Path other) {
        ObjectNode elsewhere = RUN.deepCopy().put("haystack_digest", "abc");
        try (ResultsFile first = ResultsFile.open(out, RUN); ResultsFile later = ResultsFile.open(other, elsewhere)) {
            first.append(row("a"));
            later.append(row("a"));
        }
        RunComparison comparison = new RunComparison(List.of(ResultsFile.read(out), ResultsFile.read(other)));
        assertThat(comparison.text()).contains("no cell in common with 1; not paired: 1 with other footage");
        assertThat(comparison.json().path("runs").path(1).path("methods").path("afterimage").path("against_first").path("p").isNull())
                .isTrue();
    }

    @Test
    void filesAreKnownByTheirContent(@TempDir Path directory) throws IOException {
        Path one = Files.write(directory.resolve("one"), new byte[40 << 20]);
        Path same = Files.copy(one, directory.resolve("same"));
        byte[] changed = new byte[40 << 20];
        changed[changed.length - 1] = 1;
        Path other = Files.write(directory.resolve("other"), changed);
        assertThat(FileDigest.of(one)).isEqualTo(FileDigest.of(same)).isNotEqualTo(FileDigest.of(other));
    }

    @Test
    void rowsOfARunThatStoppedAreThereWhenItGoesOn() {
        try (ResultsFile results = ResultsFile.open(out, RUN)) {
            results.append(row("a"));
            results.append(row("b"));
        }
        try (ResultsFile results = ResultsFile.open(out, RUN)) {
            assertThat(results.rows()).hasSize(2);
            assertThat(results.has("a", "afterimage")).isTrue();
            assertThat(results.has("a", "rekv")).isFalse();
            assertThat(results.has("c", "afterimage")).isFalse();
        }
    }

    @Test
    void aRowTornByAKillIsAskedAgainAndWrittenWhole() throws IOException {
        try (ResultsFile results = ResultsFile.open(out, RUN)) {
            results.append(row("a"));
        }
        Path file = out.resolve("results.jsonl");
        Files.writeString(file, "{\"cell\": \"b\", \"meth", StandardOpenOption.APPEND);
        try (ResultsFile results = ResultsFile.open(out, RUN)) {
            assertThat(results.rows()).hasSize(1);
            assertThat(results.has("b", "afterimage")).isFalse();
            results.append(row("b"));
        }
        assertThat(Files.readAllLines(file)).hasSize(2)
                .allSatisfy(line -> assertThat(Json.parse(line).path("score").asInt()).isEqualTo(10));
    }

    @Test
    void resultsOfAnotherRunAreNeverMixedIn() {
        ResultsFile.open(out, RUN).close();
        assertThatThrownBy(() -> ResultsFile.open(out, Json.object().put("model", "m").put("seed", 2L)))
                .isInstanceOf(AfterimageException.class).hasMessageContainingAll("another run", "seed is 1 in that run and 2 in this one");
    }
}
