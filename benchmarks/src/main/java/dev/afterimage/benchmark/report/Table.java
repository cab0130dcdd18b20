package dev.afterimage.benchmark.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Rows under named columns, as text for people and as objects for machines. Cells are strings, numbers or {@link Samples}. */
public final class Table {

    private final String title;
    private final List<String> columns;
    private final List<List<Object>> rows = new ArrayList<>();

    public Table(String title, String... columns) {
        this.title = title;
        this.columns = List.of(columns);
    }

    public Table row(Object... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException(cells.length + " cells for " + columns.size() + " columns");
        }
        rows.add(List.of(cells));
        return this;
    }

    String title() {
        return title;
    }

    /** One object a row; a measurement as its median, least, most and all values. */
    List<Map<String, Object>> objects() {
        return rows.stream().map(row -> {
            Map<String, Object> object = new LinkedHashMap<>();
            IntStream.range(0, columns.size()).forEach(i -> object.put(columns.get(i), json(row.get(i))));
            return object;
        }).toList();
    }

    private static Object json(Object cell) {
        if (cell instanceof Samples samples) {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("median", samples.median());
            object.put("least", samples.least());
            object.put("most", samples.most());
            object.put("values", samples.values());
            return object;
        }
        return cell;
    }

    /** First column to the left, numbers to the right. */
    @Override
    public String toString() {
        List<List<String>> lines = new ArrayList<>();
        lines.add(columns);
        rows.forEach(row -> lines.add(row.stream().map(Table::text).toList()));
        int[] widths = IntStream.range(0, columns.size())
                .map(i -> lines.stream().mapToInt(line -> line.get(i).length()).max().orElse(0)).toArray();
        return title + "\n" + lines.stream().map(line -> "  " + IntStream.range(0, widths.length)
                .mapToObj(i -> String.format(Locale.ROOT, (i == 0 ? "%-" : "%") + Math.max(1, widths[i]) + "s", line.get(i)))
                .collect(Collectors.joining("  ")).stripTrailing()).collect(Collectors.joining("\n"));
    }

    /** Three digits that count; whole numbers as they are. */
    static String text(Object cell) {
        if (cell instanceof Double number) {
            double size = Math.abs(number);
            int digits = size == 0 || size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
            return String.format(Locale.ROOT, "%." + digits + "f", number);
        }
        return cell.toString();
    }
}
