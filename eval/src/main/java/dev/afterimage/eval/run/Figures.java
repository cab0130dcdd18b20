package dev.afterimage.eval.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.afterimage.eval.input.Json;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/** Figures over rows; empty where there is nothing to count. */
public final class Figures {

    private Figures() { }

    public static OptionalDouble mean(List<JsonNode> rows, ToDoubleFunction<JsonNode> value) {
        return rows.stream().mapToDouble(value).average();
    }

    public static OptionalDouble share(List<JsonNode> rows, Predicate<JsonNode> holds) {
        return mean(rows, row -> holds.test(row) ? 1 : 0);
    }

    public static OptionalDouble share(List<JsonNode> rows, String field) {
        return share(rows, row -> row.path(field).asBoolean());
    }

    /** By the nearest rank. */
    public static OptionalDouble percentile(List<JsonNode> rows, String field, double percent) {
        double[] sorted = rows.stream().mapToDouble(row -> row.path(field).asDouble()).sorted().toArray();
        return sorted.length == 0 ? OptionalDouble.empty()
                : OptionalDouble.of(sorted[(int) Math.max(0, Math.ceil(percent / 100 * sorted.length) - 1)]);
    }

    /** As JSON has it: a number, or null where there is none. */
    public static Double boxed(OptionalDouble figure) {
        return figure.isPresent() ? Json.rounded(figure.getAsDouble()) : null;
    }
}
