package dev.afterimage.eval.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** The settings in force, as {@code run.json} has them, and explanations, as parts of a page. */
public final class Settings {

    private Settings() { }

    public static String table(ObjectNode run) {
        List<List<String>> rows = new ArrayList<>();
        run.properties().forEach(setting -> rows.add(List.of(setting.getKey().replace('_', ' '), setting.getValue().isTextual()
                ? setting.getValue().textValue() : setting.getValue().toString())));
        return "<details id=\"settings\"><summary>Settings in force</summary>" + Html.table(List.of("", ""), rows, -1) + "</details>";
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
