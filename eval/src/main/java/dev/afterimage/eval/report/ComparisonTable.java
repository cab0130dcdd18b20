package dev.afterimage.eval.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.afterimage.eval.input.Json;
import dev.afterimage.eval.stats.Comparisons;
import java.util.List;
import java.util.Locale;

/** Paired tests as a table and as JSON. */
public final class ComparisonTable {

    private ComparisonTable() { }

    public static String html(Comparisons comparisons) {
        List<List<String>> rows = comparisons.tests().stream().map(one -> List.of(one.method().title(), one.with().title(),
                one.test().difference().text(), Integer.toString(one.test().difference().n()), String.format(Locale.ROOT, "%.4f",
                one.test().p()), one.verdict())).toList();
        return rows.isEmpty() ? "<p>Nothing was compared.</p>" : Html.table(List.of("method", "with", "difference (95 %)", "cells",
                "p", ""),
                rows, -1);
    }

    public static ArrayNode json(Comparisons comparisons) {
        ArrayNode all = Json.MAPPER.createArrayNode();
        comparisons.tests().forEach(one -> {
            ObjectNode test = all.addObject().put("method", one.method().name()).put("with", one.with().name());
            test.put("cells", one.test().difference().n()).put("difference", Json.rounded(one.test().difference().mean()))
                    .put("low", Json.rounded(one.test().difference().low())).put("high", Json.rounded(one.test().difference().high()))
                    .put("p", Json.rounded(one.test().p())).put("verdict", one.verdict());
        });
        return all;
    }
}
