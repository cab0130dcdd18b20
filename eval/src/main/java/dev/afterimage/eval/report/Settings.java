package dev.afterimage.eval.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The settings in force, as {@code run.json} has them, and explanations, as parts of a page. */
public final class Settings {

    private Settings() { }

    public static String table(ObjectNode run) {
        List<List<String>> rows = new ArrayList<>();
        run.properties().forEach(setting -> rows.add(List.of(words(setting.getKey()), told(setting.getValue()))));
        return "<details id=\"settings\"><summary>Settings in force</summary>" + Html.table(List.of("", ""), rows, -1) + "</details>";
    }

    private static String words(String name) {
        return name.replace('_', ' ');
    }

    /** In words: {@code policy default, token budget 768}. */
    private static String told(JsonNode value) {
        if (value.isObject()) {
            return value.properties().stream().map(part -> words(part.getKey()) + " " + told(part.getValue()))
                    .collect(Collectors.joining(", "));
        }
        return value.isArray() ? StreamSupport.stream(value.spliterator(), false).map(Settings::told).collect(Collectors.joining(", "))
                : value.isBoolean() ? value.booleanValue() ? "yes" : "no" : value.asText();
    }

    /** @param terms a term and what it means, in turn */
    public static String explained(String... terms) {
        StringBuilder list = new StringBuilder("<details class=\"explained\"><summary>What the figures mean</summary><dl>");
        for (int i = 0; i < terms.length; i += 2) {
            list.append("<dt>").append(Html.escape(terms[i])).append("</dt><dd>").append(Html.escape(terms[i + 1])).append("</dd>");
        }
        return list.append("</dl></details>").toString();
    }
}
