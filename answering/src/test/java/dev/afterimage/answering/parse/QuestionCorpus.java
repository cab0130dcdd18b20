package dev.afterimage.answering.parse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.afterimage.answering.query.Query;
import dev.afterimage.answering.query.QueryDocument;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The questions with their queries under {@code src/test/resources/questions}. */
final class QuestionCorpus {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path DIRECTORY = Path.of("src/test/resources/questions");

    /** @param expected the query's document */
    record LabelledQuestion(String voice, List<String> before, String question, JsonNode expected) {

        Query parsed(QuestionParser parser) {
            List<Query> earlier = new ArrayList<>();
            before.forEach(one -> earlier.add(parser.parse(one, List.copyOf(earlier))));
            return parser.parse(question, earlier);
        }

        boolean right(Query query) {
            return expected.equals(document(query));
        }

        boolean open() {
            return expected.path("ask").asText().equals("open");
        }
    }

    private QuestionCorpus() { }

    static JsonNode document(Query query) {
        try {
            // Through text, so that numbers of different Java types are the same.
            return JSON.readTree(JSON.writeValueAsString(QueryDocument.of(query)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<LabelledQuestion> heldOut() {
        return read(true);
    }

    static List<LabelledQuestion> training() {
        return read(false);
    }

    private static List<LabelledQuestion> read(boolean heldOut) {
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            return files.filter(file -> file.toString().endsWith(".jsonl") && file.getFileName().toString()
                    .startsWith("held-out-") == heldOut).sorted()
                    .flatMap(file -> lines(file).stream()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<LabelledQuestion> lines(Path file) {
        try {
            List<LabelledQuestion> asked = new ArrayList<>();
            for (String line : Files.readAllLines(file)) {
                if (!line.isBlank()) {
                    JsonNode json = JSON.readTree(line);
                    List<String> before = new ArrayList<>();
                    json.path("before").forEach(one -> before.add(one.asText()));
                    asked.add(new LabelledQuestion(file.getFileName().toString(), before, json.path("q").asText(), json.path("query")));
                }
            }
            return asked;
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }
}
