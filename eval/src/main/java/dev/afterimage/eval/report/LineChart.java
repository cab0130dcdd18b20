package dev.afterimage.eval.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Curves over one axis, each with its name at its end. */
public record LineChart(String title, String x, String y, List<Curve> curves) {

    private static final List<String> COLOURS = List.of("#3b82f6", "#ef4444", "#f59e0b", "#10b981", "#8b5cf6", "#64748b", "#ec4899",
            "#14b8a6");
    /** Curves that lie on each other, or are seen without colours, are told apart by their dashes. */
    private static final List<String> DASHES = List.of("none", "7 3", "2 3", "9 3 2 3", "4 4", "12 4", "1 4", "6 2 1 2 1 2");
    private static final int LEFT = 64;
    private static final int TOP = 34;
    private static final int WIDTH = 380;
    private static final int HEIGHT = 170;

    /** @param points {x, y} each, x ascending */
    public record Curve(String name, List<double[]> points) { }

    public String svg() {
        List<double[]> all = new ArrayList<>();
        curves.forEach(curve -> all.addAll(curve.points()));
        double mostX = Math.max(1e-9, all.stream().mapToDouble(p -> p[0]).max().orElse(1));
        double mostY = Math.max(1e-9, all.stream().mapToDouble(p -> p[1]).max().orElse(1));
        StringBuilder svg = new StringBuilder(String.format(Locale.ROOT, "<svg class=\"lines\" viewBox=\"0 0 %d %d\" role=\"img\" "
                + "aria-label=\"%s\">",
                LEFT + WIDTH + 160, TOP + HEIGHT + 44, Html.escape(title)));
        svg.append(String.format(Locale.ROOT, "<text class=\"title\" x=\"%d\" y=\"18\">%s</text>", LEFT, Html.escape(title)));
        for (int i = 0; i <= 4; i++) {
            double level = TOP + HEIGHT - HEIGHT * i / 4.0;
            svg.append(String.format(Locale.ROOT, "<line class=\"rule\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>", LEFT, LEFT + WIDTH,
                    level, level));
            svg.append(String.format(Locale.ROOT, "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>", LEFT - 6, level + 4,
                    Html.number(mostY * i / 4)));
            svg.append(String.format(Locale.ROOT, "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>", LEFT + WIDTH * i / 4.0,
                    TOP + HEIGHT + 16, Html.number(mostX * i / 4)));
        }
        svg.append(String.format(Locale.ROOT, "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>", LEFT + WIDTH / 2,
                TOP + HEIGHT + 36, Html.escape(x)));
        svg.append(String.format(Locale.ROOT, "<text transform=\"translate(12 %d) rotate(-90)\" text-anchor=\"middle\">%s</text>",
                TOP + HEIGHT / 2, Html.escape(y)));
        for (int i = 0; i < curves.size(); i++) {
            svg.append(curve(curves.get(i), COLOURS.get(i % COLOURS.size()), i, mostX, mostY));
        }
        return svg.append("</svg>").toString();
    }

    private static String curve(Curve curve, String colour, int number, double mostX, double mostY) {
        StringBuilder path = new StringBuilder();
        for (double[] point : curve.points()) {
            path.append(String.format(Locale.ROOT, "%s%.1f %.1f", path.isEmpty() ? "M" : " L", LEFT + WIDTH * point[0] / mostX,
                    TOP + HEIGHT - HEIGHT * point[1] / mostY));
        }
        String dash = DASHES.get(number % DASHES.size());
        int y = TOP + 12 + number * 18;
        return String.format(Locale.ROOT, "<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\" stroke-dasharray=\"%s\"/>"
                + "<line x1=\"%d\" x2=\"%d\" y1=\"%d\" y2=\"%d\" stroke=\"%s\" stroke-width=\"2\" stroke-dasharray=\"%s\"/>"
                + "<text x=\"%d\" y=\"%d\">%s</text>",
                path, colour, dash, LEFT + WIDTH + 8, LEFT + WIDTH + 30, y - 4, y - 4, colour, dash, LEFT + WIDTH + 36, y,
                Html.escape(curve.name()));
    }
}
