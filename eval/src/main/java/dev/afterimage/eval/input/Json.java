package dev.afterimage.eval.input;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** JSON in and out. */
public final class Json {

    public static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() { }

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    public static JsonNode parse(String text) throws JsonProcessingException {
        return MAPPER.readTree(text);
    }

    public static String text(JsonNode node) {
        return write(node, false);
    }

    public static String pretty(JsonNode node) {
        return write(node, true);
    }

    private static String write(JsonNode node, boolean pretty) {
        try {
            return (pretty ? MAPPER.writerWithDefaultPrettyPrinter() : MAPPER.writer()).writeValueAsString(node);
        } catch (JsonProcessingException unwritable) {
            throw new IllegalStateException("a tree of plain values cannot be written", unwritable);
        }
    }

    /** A file of JSON; of JSON lines where its name ends in {@code .jsonl}, as one array. */
    public static JsonNode read(Path file) {
        try {
            if (file.getFileName().toString().endsWith(".jsonl")) {
                List<JsonNode> lines = new ArrayList<>();
                for (String line : Files.readAllLines(file)) {
                    if (!line.isBlank()) {
                        lines.add(MAPPER.readTree(line));
                    }
                }
                return MAPPER.createArrayNode().addAll(lines);
            }
            return MAPPER.readTree(file.toFile());
        } catch (JsonProcessingException malformed) {
            throw new AfterimageException(ErrorCode.INPUT_UNREADABLE, file + " is not JSON: " + malformed.getOriginalMessage()
                    + " at line " + malformed.getLocation().getLineNr(), "correct it, or give another file", malformed);
        } catch (IOException unreadable) {
            throw new AfterimageException(Files.exists(file) ? ErrorCode.INPUT_UNREADABLE : ErrorCode.INPUT_NOT_FOUND,
                    "cannot read " + file + ": " + unreadable.getMessage(), "check the path", unreadable);
        }
    }

    /** To the microsecond: no tails of binary fractions for people to read. */
    public static double rounded(double value) {
        return Math.round(value * 1e6) / 1e6;
    }
}
