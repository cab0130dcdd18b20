package dev.afterimage.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Real video, the real model, the command line as people use it: what is true in the shipped clips is asked, and most
 * of it must be told.
 */
class TrueAnswersTest {

    private static final double LEAST_RIGHT = 0.6;
    /** A citation may begin or end this many seconds beside the truth: two sampled frames, and the truth's own rounding. */
    private static final double TOLERANCE = 1.5;

    @TempDir
    private static Path data;
    private static JsonNode clips;

    @BeforeAll
    static void watchTheClips() throws Exception {
        clips = new ObjectMapper().readTree(Path.of(Command.clip("questions.json")).toFile());
        for (String clip : names()) {
            Command watched = Command.run("watch", Command.clip(clip), "--stream", stream(clip), "--data", data.toString(), "--json");
            assertThat(watched.exitCode()).as(watched.err()).isZero();
        }
    }

    @Test
    void mostQuestionsAboutTheClipsAreAnsweredRightWithTheRightMoment() {
        List<String> report = new ArrayList<>();
        int asked = 0;
        int right = 0;
        for (String clip : names()) {
            for (JsonNode question : clips.path(clip).path("questions")) {
                JsonNode reply = ask(clip, question);
                String fault = fault(question, reply);
                asked++;
                right += fault.isEmpty() ? 1 : 0;
                report.add((fault.isEmpty() ? "right  " : "WRONG  ") + question.path("q").asText() + " -> " + reply.path("answer").asText()
                        + (fault.isEmpty() ? "" : "  (" + fault + ")"));
            }
        }
        report.forEach(System.out::println);
        System.out.printf("%d of %d right%n", right, asked);
        assertThat((double) right / asked).as(String.join("\n", report)).isGreaterThanOrEqualTo(LEAST_RIGHT);
    }

    private static JsonNode ask(String clip, JsonNode question) {
        List<String> words = new ArrayList<>(List.of("ask", question.path("q").asText(), "--stream", stream(clip), "--data",
                data.toString(), "--json"));
        if (question.has("at")) {
            words.addAll(List.of("--at", question.path("at").asText()));
        }
        Command asked = Command.run(words.toArray(String[]::new));
        assertThat(asked.exitCode()).as(asked.err()).isZero();
        return asked.json();
    }

    /** What is wrong with a reply; empty when nothing is. */
    private static String fault(JsonNode question, JsonNode reply) {
        if (!reply.path("outcome").asText().equals(question.path("outcome").asText())) {
            return "outcome " + reply.path("outcome").asText();
        }
        List<String> words = Arrays.asList(reply.path("answer").asText().toLowerCase(Locale.ROOT).split("[^a-z0-9]+"));
        boolean said = !question.has("answer_any");
        for (JsonNode accepted : question.path("answer_any")) {
            said |= words.contains(accepted.asText());
        }
        if (!said) {
            return "answer";
        }
        return question.has("cite") && !within(reply.path("citations").path(0), question.path("cite")) ? "citation "
                + reply.path("citations").path(0) : "";
    }

    /** The citation overlaps the true span and does not reach beyond it. */
    private static boolean within(JsonNode citation, JsonNode span) {
        double start = citation.path("start").asDouble(Double.NaN);
        double end = citation.path("end").asDouble(Double.NaN);
        return start >= span.path(0).asDouble() - TOLERANCE && end <= span.path(1).asDouble() + TOLERANCE
                && start <= span.path(1).asDouble() && end >= span.path(0).asDouble();
    }

    private static List<String> names() {
        List<String> names = new ArrayList<>();
        clips.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static String stream(String clip) {
        return clip.replace(".mp4", "");
    }
}
