package dev.afterimage.eval.input;

import com.fasterxml.jackson.databind.JsonNode;
import dev.afterimage.answering.form.AnswerWords;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * One object of a file given by hand, read field by field; whatever is wrong is reported with the file, the item and the field.
 *
 * @param name how the item is named to people: {@code needle 3} or {@code item 12 (q-0007)}
 */
public record Item(Path file, String name, JsonNode node) {

    public Item {
        if (!node.isObject()) {
            throw failure(file, name, "is not an object");
        }
    }

    public boolean has(String field) {
        return node.hasNonNull(field);
    }

    /** A text that must be there. */
    public String text(String field) {
        JsonNode value = required(field);
        if (!value.isTextual() && !value.isNumber() || value.asText().isBlank()) {
            throw wrong(field, "must be a text");
        }
        return value.asText().strip();
    }

    public String text(String field, String otherwise) {
        return has(field) ? text(field) : otherwise;
    }

    public double number(String field) {
        JsonNode value = required(field);
        if (!value.isNumber()) {
            throw wrong(field, "must be a number, not " + value);
        }
        return value.asDouble();
    }

    public double number(String field, double otherwise) {
        return has(field) ? number(field) : otherwise;
    }

    /** A list of texts that must not be empty; a text alone is a list of one. */
    public List<String> texts(String field) {
        if (has(field) && node.get(field).isValueNode()) {
            return List.of(text(field));
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode value : list(field)) {
            if (!value.isTextual() && !value.isNumber()) {
                throw wrong(field, "must be a list of texts, and holds " + value);
            }
            texts.add(value.asText().strip());
        }
        return texts;
    }

    /** A list that must not be empty. */
    public List<JsonNode> list(String field) {
        JsonNode value = required(field);
        if (!value.isArray() || value.isEmpty()) {
            throw wrong(field, "must be a list with something in it");
        }
        List<JsonNode> items = new ArrayList<>();
        value.forEach(items::add);
        return items;
    }

    /** Fails for a field that nothing reads: what is misspelt would be ignored otherwise. */
    public Item requireKnown(Set<String> known) {
        node.fieldNames().forEachRemaining(field -> {
            if (!known.contains(field)) {
                throw wrong(field, "is unknown" + like(field, known).map(meant -> "; is '" + meant + "' meant?")
                        .orElse("; there are " + String.join(", ", new TreeSet<>(known))));
            }
        });
        return this;
    }

    /** The same for files of others, which may hold fields of their own: fails for one that is written almost like a known one. */
    public Item requireSpelt(Set<String> known) {
        node.fieldNames().forEachRemaining(field -> like(field, known).filter(meant -> !known.contains(field) && !has(meant))
                .ifPresent(meant -> {
                    throw wrong(field, "is unknown; is '" + meant + "' meant?");
                }));
        return this;
    }

    private static Optional<String> like(String field, Set<String> known) {
        return known.stream().filter(other -> AnswerWords.distance(field, other) <= (other.length() < 5 ? 1 : 2))
                .min(Comparator.<String>comparingInt(other -> AnswerWords.distance(field, other)).thenComparing(other -> other));
    }

    public Item within(String field, int number, JsonNode inner) {
        return new Item(file, name + ", " + field + " " + number, inner);
    }

    private JsonNode required(String field) {
        if (!has(field)) {
            throw wrong(field, "is missing");
        }
        return node.get(field);
    }

    public AfterimageException wrong(String field, String why) {
        return failure(file, name, "field '" + field + "' " + why);
    }

    private static AfterimageException failure(Path file, String name, String why) {
        return new AfterimageException(ErrorCode.INPUT_UNREADABLE, file + ", " + name + ": " + why, "correct the file; nothing was run");
    }
}
