package dev.afterimage.eval.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.afterimage.eval.run.ResultsFile.Made;
import dev.afterimage.eval.stats.PairedTest;
import dev.afterimage.eval.stats.Scale;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The cells of two runs that ask the same: of the same footage, for the same needle, in the same words. A cell of one
 * name may be another one under another seed, and a difference between the two would say nothing.
 */
final class PairedCells {

    private final List<Double> first = new ArrayList<>();
    private final List<Double> other = new ArrayList<>();
    private final Map<Reason, Integer> left = new EnumMap<>(Reason.class);

    /** Why a cell is not paired, in the order in which it is looked for. */
    enum Reason {
        FOOTAGE("with other footage"), NEEDLE("with another needle"), QUESTION("with another question"), ONLY_FIRST("in 1 alone"),
        ONLY_HERE("not in 1");

        private final String told;

        Reason(String told) {
            this.told = told;
        }

        String told() {
            return told;
        }

        private static Optional<Reason> of(Made one, JsonNode row, Made another, JsonNode with) {
            if (!footage(one, row).equals(footage(another, with))) {
                return Optional.of(FOOTAGE);
            }
            if (!needle(row).equals(needle(with))) {
                return Optional.of(NEEDLE);
            }
            return question(row).equals(question(with)) ? Optional.empty() : Optional.of(QUESTION);
        }

        /** Rows of older versions do not tell it themselves. */
        private static String footage(Made run, JsonNode row) {
            return row.has("footage") ? row.path("footage").asText() : run.run().path("haystack_digest").asText()
                    + run.run().path("footage_digest").asText();
        }

        private static String needle(JsonNode row) {
            return row.path("needle").asText() + " at " + row.path("needle_second").asText();
        }

        private static String question(JsonNode row) {
            return row.path("question").asText() + row.path("options") + row.path("accepted");
        }
    }

    PairedCells(Made firstRun, Made otherRun, String method) {
        Map<String, JsonNode> before = cells(firstRun, method);
        Map<String, JsonNode> after = cells(otherRun, method);
        after.forEach((cell, row) -> {
            Optional<Reason> reason = before.containsKey(cell) ? Reason.of(firstRun, before.get(cell), otherRun, row)
                    : Optional.of(Reason.ONLY_HERE);
            reason.ifPresentOrElse(this::leave, () -> {
                first.add(value(before.get(cell)));
                other.add(value(row));
            });
        });
        before.keySet().stream().filter(cell -> !after.containsKey(cell)).forEach(gone -> leave(Reason.ONLY_FIRST));
    }

    private void leave(Reason reason) {
        left.merge(reason, 1, Integer::sum);
    }

    /** The plain cells that a method answered. */
    static Map<String, JsonNode> cells(Made run, String method) {
        Map<String, JsonNode> cells = new LinkedHashMap<>();
        for (JsonNode row : run.rows()) {
            boolean plain = !row.has("kind") || List.of("present", "absent").contains(row.path("kind").asText());
            if (row.path("method").asText().equals(method) && plain) {
                cells.put(row.path("cell").asText(), row);
            }
        }
        return cells;
    }

    /** Score or rightness. */
    static double value(JsonNode row) {
        return row.has("score") ? row.path("score").asDouble() : row.path("right").asBoolean() ? 1 : 0;
    }

    PairedTest test(Scale scale) {
        return PairedTest.of(other.stream().mapToDouble(Double::doubleValue).toArray(),
                first.stream().mapToDouble(Double::doubleValue).toArray(), scale);
    }

    /** How many cells are not paired, by the reason. */
    Map<Reason, Integer> left() {
        return left;
    }
}
