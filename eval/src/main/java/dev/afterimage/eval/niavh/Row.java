package dev.afterimage.eval.niavh;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.afterimage.core.answer.Citation;
import dev.afterimage.core.answer.Reply;
import dev.afterimage.eval.input.Json;
import dev.afterimage.eval.needle.Grade;
import dev.afterimage.eval.niavh.Cell.CellQuestion;
import dev.afterimage.eval.niavh.Cell.Kind;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A row of {@code results.jsonl}: the fields that NIAVH publishes for a cell, and ours. */
final class Row {

    private static final DateTimeFormatter PUBLISHED_TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ssZ").withZone(ZoneOffset.UTC);
    private static final int VERSION = 1;
    /** MMNeedle asks in which of ten pictures the needle is; here, in which tenth of the stream. */
    private static final int TENTHS = 10;
    private static final double EXACT = 1;

    private final Cell cell;
    private final ObjectNode row = Json.object();
    private final ArrayNode questions = Json.MAPPER.createArrayNode();
    private final ArrayNode responses = Json.MAPPER.createArrayNode();
    private Reply reply;
    private double millis;
    private long promptTokens;
    private long retrievedTokens;
    private int answerCount;

    /** @param footage which footage this is, see {@link dev.afterimage.eval.haystack.Haystack#footage} */
    Row(String model, String method, Cell cell, String footage, long kvBytes) {
        this.cell = cell;
        row.put("model", model).put("context_length", cell.length()).put("depth_percent", cell.depth()).put("version", VERSION)
                .put("needle", cell.needle().id());
        row.put("file_name", model + "_" + method + "_len_" + cell.length() + "_depth_" + cell.depth()
                + (cell.kind() == Kind.PRESENT ? "" : "_" + kind()));
        row.put("cell", cell.id()).put("method", method).put("kind", kind()).put("modality", cell.needle().modality())
                .put("footage", footage);
        row.put("needle_second", cell.second()).put("kv_bytes", kvBytes);
    }

    private String kind() {
        return cell.kind().name().toLowerCase(Locale.ROOT);
    }

    void add(CellQuestion question, Reply answered) {
        reply = answered;
        answerCount++;
        questions.add(question.question());
        responses.add(Grade.text(answered.answer()));
        millis += answered.timings().total();
        promptTokens += answered.usage().promptTokens();
        retrievedTokens += answered.usage().retrievedTokens();
    }

    Reply reply() {
        return reply;
    }

    ObjectNode graded(Grade grade) {
        row.put("score", grade.score()).put("found", cell.kind() == Kind.PRESENT && grade.found()).put("localised", grade.localised());
        row.put("false_alarm", cell.kind() == Kind.ABSENT && grade.score() < 10 && Grade.seen(reply.answer()));
        row.put("existence", Grade.seen(reply.answer()) == (cell.kind() == Kind.PRESENT) || cell.kind() == Kind.ABSENT
                && grade.score() == 10);
        Optional<Citation> first = Grade.citations(reply.answer()).stream().findFirst();
        if (cell.kind() == Kind.PRESENT) {
            row.put("index", first.map(citation -> tenth(citation.start()) == tenth(cell.second())).orElse(false));
            row.put("exact", first.map(citation -> Math.abs(citation.start() - cell.second()) <= EXACT).orElse(false));
        }
        return document();
    }

    private int tenth(double second) {
        return (int) Math.min(TENTHS - 1, second * TENTHS / cell.length());
    }

    ObjectNode allRight(boolean right) {
        row.put("score", right ? 10 : 1).put("right", right);
        return document();
    }

    private ObjectNode document() {
        row.put("question", questions.get(0).asText()).put("model_response", responses.get(0).asText());
        if (answerCount > 1) {
            row.set("questions", questions);
            row.set("model_responses", responses);
        }
        if (!cell.single()) {
            row.set("options", Json.MAPPER.valueToTree(cell.asked().stream().map(CellQuestion::options).toList()));
        }
        row.set("accepted", Json.MAPPER.valueToTree(cell.single() ? cell.needle().answers() : cell.asked().stream().map(CellQuestion::right)
                .toList()));
        List<Citation> citations = Grade.citations(reply.answer());
        ArrayNode cited = row.putArray("citations");
        citations.forEach(citation -> cited.addObject().put("start", Json.rounded(citation.start()))
                .put("end", Json.rounded(citation.end()))
                .put("score", Json.rounded(citation.score())).put("kind", citation.kind()));
        row.put("prompt_tokens", promptTokens / answerCount).put("retrieved_tokens", retrievedTokens / answerCount)
                .put("latency_ms", Json.rounded(millis / answerCount));
        row.put("test_duration_seconds", Json.rounded(millis / 1000)).put("test_timestamp_utc", PUBLISHED_TIME.format(Instant.now()));
        return row;
    }
}
