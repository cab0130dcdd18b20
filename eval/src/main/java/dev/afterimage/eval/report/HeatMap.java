package dev.afterimage.eval.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.IntBinaryOperator;

/**
 * Scores by length (columns) and depth (rows), in the colours NIAVH is published in: {@code #F0496E} for 1, {@code #EBB839} halfway,
 * {@code #0CD79F} for 10.
 *
 * @param scores (depths, lengths), 1..10; empty where there is no row yet
 */
public record HeatMap(String title, List<Integer> lengths, List<Integer> depths, List<List<OptionalDouble>> scores) {

    private static final int[][] COLOURS = {{0xF0, 0x49, 0x6E}, {0xEB, 0xB8, 0x39}, {0x0C, 0xD7, 0x9F}};
    private static final int LEFT = 54;
    private static final int TOP = 34;
    private static final int BOTTOM = 46;
    private static final int WIDTH = 480;
    /** Few rows are higher, and few columns have their scores written in. */
    private static final int ROW = 20;
    private static final int HIGHER_ROW = 34;
    private static final int FEW_ROWS = 6;
    private static final int FEW_COLUMNS = 12;

    public static int rgb(double score) {
        double t = Math.max(0, Math.min(1, (score - 1) / 9)) * 2;
        int[] from = COLOURS[t < 1 ? 0 : 1];
        int[] to = COLOURS[t < 1 ? 1 : 2];
        double share = t < 1 ? t : t - 1;
        IntBinaryOperator mix = (a, b) -> (int) Math.round(a + (b - a) * share);
        return mix.applyAsInt(from[0], to[0]) << 16 | mix.applyAsInt(from[1], to[1]) << 8 | mix.applyAsInt(from[2], to[2]);
    }

    private static String colour(double score) {
        return String.format("#%06X", rgb(score));
    }

    private double cell() {
        return (double) WIDTH / lengths.size();
    }

    private int row() {
        return depths.size() <= FEW_ROWS ? HIGHER_ROW : ROW;
    }

    private int height() {
        return TOP + row() * depths.size() + BOTTOM;
    }

    /** Every so many columns a label, so that forty do not lie over each other. */
    private int step() {
        return Math.max(1, (int) Math.ceil(lengths.size() / 10.0));
    }

    /** With a tooltip on every cell. */
    public String svg() {
        StringBuilder svg = new StringBuilder();
        svg.append(String.format(Locale.ROOT, "<svg class=\"heat\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">",
                LEFT + WIDTH + 10, height(), Html.escape(title)));
        svg.append(String.format(Locale.ROOT, "<text class=\"title\" x=\"%d\" y=\"20\">%s</text>", LEFT, Html.escape(title)));
        for (int row = 0; row < depths.size(); row++) {
            svg.append(String.format(Locale.ROOT, "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%d %%</text>", LEFT - 6,
                    TOP + row * row() + row() / 2 + 4, depths.get(row)));
            for (int column = 0; column < lengths.size(); column++) {
                svg.append(rectangle(row, column));
            }
        }
        int foot = TOP + row() * depths.size();
        for (int column = 0; column < lengths.size(); column += step()) {
            svg.append(String.format(Locale.ROOT, "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%d</text>",
                    LEFT + (column + 0.5) * cell(), foot + 15, lengths.get(column)));
        }
        svg.append(String.format(Locale.ROOT, "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">length, seconds</text>", LEFT + WIDTH / 2,
                foot + 34));
        svg.append(String.format(Locale.ROOT, "<text transform=\"translate(11 %d) rotate(-90)\" text-anchor=\"middle\">depth</text></svg>",
                TOP + row() * depths.size() / 2));
        return svg.toString();
    }

    private String rectangle(int row, int column) {
        OptionalDouble score = scores.get(row).get(column);
        return String.format(Locale.ROOT, "<rect x=\"%.2f\" y=\"%d\" width=\"%.2f\" height=\"%d\" fill=\"%s\"><title>%d s, %d %%: "
                + "%s</title></rect>",
                LEFT + column * cell(), TOP + row * row(), cell() - 1, row() - 1, score.isPresent() ? colour(score.getAsDouble()) : "#8884",
                lengths.get(column), depths.get(row), score.isPresent() ? String.format(Locale.ROOT, "%.1f", score.getAsDouble())
                : "not asked") + written(row, column, score);
    }

    private String written(int row, int column, OptionalDouble score) {
        return lengths.size() > FEW_COLUMNS || score.isEmpty() ? "" : String.format(Locale.ROOT, "<text class=\"score\" "
                + "x=\"%.1f\" y=\"%d\" "
                + "text-anchor=\"middle\">%s</text>", LEFT + (column + 0.5) * cell(), TOP + row * row() + row() / 2 + 4,
                Html.number(score.getAsDouble()));
    }

    /** The same as pixels, twice as large, on white. */
    public BufferedImage png() {
        BufferedImage image = new BufferedImage(2 * (LEFT + WIDTH + 10), 2 * height(), BufferedImage.TYPE_INT_RGB);
        Graphics2D canvas = image.createGraphics();
        canvas.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        canvas.setColor(Color.WHITE);
        canvas.fillRect(0, 0, image.getWidth(), image.getHeight());
        canvas.setTransform(AffineTransform.getScaleInstance(2, 2));
        canvas.setStroke(new BasicStroke(1));
        canvas.setColor(Color.BLACK);
        canvas.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 14));
        canvas.drawString(title, LEFT, 20);
        canvas.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 11));
        for (int row = 0; row < depths.size(); row++) {
            canvas.setColor(Color.BLACK);
            canvas.drawString(depths.get(row) + " %", LEFT - 40, TOP + row * row() + row() / 2 + 4);
            for (int column = 0; column < lengths.size(); column++) {
                OptionalDouble score = scores.get(row).get(column);
                canvas.setColor(new Color(score.isPresent() ? rgb(score.getAsDouble()) : 0xDDDDDD));
                canvas.fillRect((int) Math.round(LEFT + column * cell()), TOP + row * row(), (int) Math.max(1, Math.round(cell() - 1)),
                        row() - 1);
            }
        }
        canvas.setColor(Color.BLACK);
        for (int column = 0; column < lengths.size(); column += step()) {
            canvas.drawString(lengths.get(column).toString(), (float) (LEFT + (column + 0.5) * cell() - 8), TOP + row() * depths.size()
                    + 15);
        }
        canvas.drawString("length, seconds", LEFT + WIDTH / 2 - 40, TOP + row() * depths.size() + 34);
        canvas.dispose();
        return image;
    }
}
