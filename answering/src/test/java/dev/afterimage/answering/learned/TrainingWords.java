package dev.afterimage.answering.learned;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.afterimage.answering.parse.QuestionGrammar;
import dev.afterimage.answering.parse.QuestionWords;
import dev.afterimage.answering.query.Query;
import dev.afterimage.answering.query.QueryDocument;
import dev.afterimage.answering.query.QuerySentence;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes questions as the reader sees them, for its training ({@code model-training/questions}).
 * {@code words OUT QUESTIONS...}: the questions of the files. {@code sentences OUT LINES}: queries, given as lines, as plain sentences.
 */
final class TrainingWords {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final QuestionGrammar GRAMMAR = new QuestionGrammar();

    private TrainingWords() { }

    public static void main(String[] args) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(Path.of(args[1]))) {
            for (String name : List.of(args).subList(2, args.length)) {
                for (String line : Files.readAllLines(Path.of(name))) {
                    Map<String, Object> row = line.isBlank() ? Map.of() : args[0].equals("words")
                            ? asked(JSON.readTree(line), Path.of(name).getFileName().toString()) : sentence(JSON.readTree(line));
                    if (!row.isEmpty()) {
                        out.write(JSON.writeValueAsString(row));
                        out.newLine();
                    }
                }
            }
        }
    }

    private static Map<String, Object> asked(JsonNode question, String voice) {
        String text = question.path("q").asText();
        List<Query> before = before(question);
        return row(voice, text, question.path("before"), question.path("query"), GRAMMAR.parse(text, before), before);
    }

    /** Empty of a query that no plain sentence asks for. */
    private static Map<String, Object> sentence(JsonNode row) throws IOException {
        List<LineReader.Step> steps = new ArrayList<>();
        row.path("line").forEach(step -> steps.add(step.isInt() ? new LineReader.Step("", step.asInt())
                : new LineReader.Step(step.asText(), -1)));
        String text = row.path("q").asText();
        Query query = LineReader.query(steps, QuestionWords.of(text, before(row)), new Query.Open(text));
        JsonNode document = JSON.readTree(JSON.writeValueAsString(QueryDocument.of(query)));
        if (!document.equals(row.path("query"))) {
            throw new IOException("the line of '" + text + "' writes " + document);
        }
        return query.computable() ? row(row.path("voice").asText(), QuerySentence.of(query), null, document, query, List.of()) : Map.of();
    }

    private static List<Query> before(JsonNode question) {
        List<Query> before = new ArrayList<>();
        question.path("before").forEach(one -> before.add(GRAMMAR.parse(one.asText(), List.copyOf(before))));
        return before;
    }

    private static Map<String, Object> row(String voice, String text, JsonNode earlier, JsonNode query, Query read, List<Query> before) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("voice", voice);
        row.put("q", text);
        row.put("before", earlier);
        row.put("query", query);
        row.put("grammar", QueryDocument.of(read));
        row.put("words", QuestionWords.of(text, before).stream().map(TrainingWords::word).toList());
        return row;
    }

    private static Map<String, Object> word(QuestionWords.Word word) {
        Map<String, Object> row = new LinkedHashMap<>(Map.of("t", word.text(), "s", word.singular(), "n", word.number(),
                "e", word.earlier(), "f", word.facts().stream().boxed().toList()));
        if (word.window() != null) {
            row.put("w", QueryDocument.of(word.window()));
        }
        return row;
    }
}
