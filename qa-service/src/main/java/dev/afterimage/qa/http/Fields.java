package dev.afterimage.qa.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.afterimage.core.answer.Retrieval;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Reads a request's fields, telling the caller which one is wrong. */
record Fields(ObjectNode body) {

    String text(String name) {
        return optionalText(name).orElseThrow(() -> wrong(name, "is missing", "send it as a string"));
    }

    Optional<String> optionalText(String name) {
        JsonNode value = body.path(name);
        if (absent(value)) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            throw wrong(name, "is not a string", "send it as a string");
        }
        return Optional.of(value.textValue());
    }

    OptionalDouble number(String name) {
        JsonNode value = body.path(name);
        if (absent(value)) {
            return OptionalDouble.empty();
        }
        // What is too large for a double reads as infinite.
        if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
            throw wrong(name, "is not a number", "send it as a number");
        }
        return OptionalDouble.of(value.doubleValue());
    }

    OptionalInt count(String name) {
        JsonNode value = body.path(name);
        if (absent(value)) {
            return OptionalInt.empty();
        }
        if (!value.isInt()) {
            throw wrong(name, "is not a whole number", "send how many");
        }
        return OptionalInt.of(value.intValue());
    }

    /** {@code {retrieval?, blocks?, tokens?}}. */
    Retrieval retrieval() {
        return new Retrieval(optionalText("retrieval").map(Retrieval.Policy::of), count("blocks"), count("tokens"), List.of());
    }

    boolean flag(String name, boolean otherwise) {
        JsonNode value = body.path(name);
        if (absent(value)) {
            return otherwise;
        }
        if (!value.isBoolean()) {
            throw wrong(name, "is neither true nor false", "send it as a boolean");
        }
        return value.booleanValue();
    }

    /** An array, or an empty one. */
    JsonNode array(String name) {
        JsonNode value = body.path(name);
        if (absent(value)) {
            return Json.array();
        }
        if (!value.isArray()) {
            throw wrong(name, "is not an array", "send it as an array");
        }
        return value;
    }

    /** An object, or an empty one. */
    Fields object(String name) {
        JsonNode value = body.path(name);
        if (absent(value)) {
            return new Fields(Json.object());
        }
        if (value instanceof ObjectNode object) {
            return new Fields(object);
        }
        throw wrong(name, "is not an object", "send it as an object");
    }

    /**
     * Refuses what nothing reads, so that a misspelt field is not ignored.
     *
     * @param known names of the fields that are read
     */
    Fields only(String... known) {
        List<String> names = List.of(known);
        body.fieldNames().forEachRemaining(name -> {
            if (!names.contains(name)) {
                throw HttpFailure.usage("there is no field '" + name + "'", names.isEmpty() ? "leave it out"
                        : "use some of " + String.join(", ", names)).about(name);
            }
        });
        return this;
    }

    private static HttpFailure wrong(String name, String what, String remedy) {
        return HttpFailure.usage("'" + name + "' " + what, remedy).about(name);
    }

    private static boolean absent(JsonNode value) {
        return value.isMissingNode() || value.isNull();
    }
}
