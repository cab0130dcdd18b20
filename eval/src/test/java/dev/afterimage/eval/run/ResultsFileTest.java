package dev.afterimage.eval.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.afterimage.core.AfterimageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
        assertThat(Files.readAllLines(file)).hasSize(2).allSatisfy(line -> assertThat(Json.parse(line).path("score").asInt()).isEqualTo(10));
    }

    @Test
    void resultsOfAnotherRunAreNeverMixedIn() {
        ResultsFile.open(out, RUN).close();
        assertThatThrownBy(() -> ResultsFile.open(out, Json.object().put("model", "m").put("seed", 2L)))
                .isInstanceOf(AfterimageException.class).hasMessageContaining("another run");
    }
}
