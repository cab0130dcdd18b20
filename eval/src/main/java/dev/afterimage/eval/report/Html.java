package dev.afterimage.eval.report;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** Pieces of a page that needs nothing but itself. */
public final class Html {

    private static final String STYLE = """
            :root { color-scheme: light dark; --ink: #18181b; --paper: #fff; --faint: #71717a; --line: #e4e4e7; --soft: #f4f4f5; }
            @media (prefers-color-scheme: dark) {
              :root { --ink: #e4e4e7; --paper: #18181b; --faint: #a1a1aa; --line: #3f3f46; --soft: #27272a; }
            }
            body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); margin: 2rem auto;
              max-width: 1200px; padding: 0 1rem; }
            h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2.2rem; }
            p.faint, td.faint { color: var(--faint); }
            table { border-collapse: collapse; font-variant-numeric: tabular-nums; display: block; overflow-x: auto; }
            th, td { text-align: right; padding: .3rem .7rem; border-bottom: 1px solid var(--line); white-space: nowrap; }
            th:first-child, td:first-child, td.words { text-align: left; } td.words { white-space: normal; min-width: 12rem; }
            tr.ours td { font-weight: 600; background: var(--soft); }
            .maps { display: grid; grid-template-columns: repeat(auto-fill, minmax(360px, 1fr)); gap: 1rem; }
            svg { width: 100%; height: auto; } svg text { font-size: 11px; fill: currentColor; }
            svg text.title { font-size: 14px; font-weight: 600; }
            svg text.score { fill: #18181b; } dt { font-weight: 600; } dd { margin: 0 0 .4rem 1rem; }
            svg .rule { stroke: var(--line); }
            """;

    private Html() { }

    public static String page(String title, String body) {
        return "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, "
                + "initial-scale=1\">"
                + "<link rel=\"icon\" href=\"data:,\"><title>" + escape(title) + "</title><style>" + STYLE + "</style></head><body>\n<h1>"
                + escape(title) + "</h1>\n"
                + body + "\n</body></html>\n";
    }

    public static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }

    /** @param ours number of the row to be set off; -1 for none */
    public static String table(List<String> head, List<List<String>> rows, int ours) {
        StringBuilder table = new StringBuilder("<table><thead><tr>");
        head.forEach(cell -> table.append("<th>").append(escape(cell)).append("</th>"));
        table.append("</tr></thead><tbody>");
        for (int i = 0; i < rows.size(); i++) {
            table.append(i == ours ? "<tr class=\"ours\">" : "<tr>");
            rows.get(i).forEach(cell -> table.append(cell.length() > 24 ? "<td class=\"words\">" : "<td>").append(escape(cell))
                    .append("</td>"));
            table.append("</tr>");
        }
        return table.append("</tbody></table>").toString();
    }

    /** Short: three digits that count, with K, M, G from a thousand on. */
    public static String number(double value) {
        double size = Math.abs(value);
        String unit = size >= 1e9 ? "G" : size >= 1e6 ? "M" : size >= 1e4 ? "K" : "";
        double scaled = value / (unit.equals("G") ? 1e9 : unit.equals("M") ? 1e6 : unit.equals("K") ? 1e3 : 1);
        return String.format(Locale.ROOT, Math.abs(scaled) >= 100 || scaled == Math.rint(scaled) ? "%.0f%s" : Math.abs(scaled) >= 10
                ? "%.1f%s" : "%.2f%s", scaled, unit);
    }

    public static String number(OptionalDouble value) {
        return value.isPresent() ? number(value.getAsDouble()) : "-";
    }

    public static String percent(OptionalDouble share) {
        return share.isPresent() ? String.format(Locale.ROOT, "%.1f %%", 100 * share.getAsDouble()) : "-";
    }
}
