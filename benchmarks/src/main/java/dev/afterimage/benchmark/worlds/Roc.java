package dev.afterimage.benchmark.worlds;

import dev.afterimage.benchmark.report.Table;
import dev.afterimage.core.answer.Answer;
import dev.afterimage.core.answer.Citation;
import dev.afterimage.core.answer.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Refusals at every threshold of one score, for what is there and for what is not. */
final class Roc {

    private static final double MOST_FALSE = 0.05;
    private static final double LEAST_REFUSED = 0.95;
    private static final int STEPS = 100;

    private final List<Double> present = new ArrayList<>();
    private final List<Double> absent = new ArrayList<>();

    /** @param reply given with a floor of 0, so that whatever was seen at all is reported with its score */
    void add(boolean there, Reply reply) {
        (there ? present : absent).add(reply.answer() instanceof Answer.Answered answered
                ? answered.citations().stream().mapToDouble(Citation::score).max().orElse(1) : 0.0);
    }

    int present() {
        return present.size();
    }

    int absent() {
        return absent.size();
    }

    /** Share of what is there that is refused. */
    double falseRefusals(double threshold) {
        return share(present, threshold);
    }

    double refused(double threshold) {
        return share(absent, threshold);
    }

    private static double share(List<Double> scores, double threshold) {
        return (double) scores.stream().filter(score -> score < threshold).count() / Math.max(1, scores.size());
    }

    /** The chance that something there scores higher than something not there, halves for equal scores. */
    double area() {
        double won = 0;
        for (double there : present) {
            for (double not : absent) {
                won += there > not ? 1 : there == not ? 0.5 : 0;
            }
        }
        return won / Math.max(1, (double) present.size() * absent.size());
    }

    /** The threshold in the middle of those with fewest mistakes, both kinds weighing alike. */
    double best() {
        double least = IntStream.rangeClosed(1, STEPS).mapToDouble(this::mistakes).min().orElseThrow();
        int[] best = IntStream.rangeClosed(1, STEPS).filter(step -> mistakes(step) < least + 1e-9).toArray();
        return best[best.length / 2] / (double) STEPS;
    }

    private double mistakes(int step) {
        double threshold = step / (double) STEPS;
        return falseRefusals(threshold) + 1 - refused(threshold);
    }

    boolean holds(double threshold) {
        return falseRefusals(threshold) <= MOST_FALSE && refused(threshold) >= LEAST_REFUSED;
    }

    Table table(String title) {
        Table table = new Table(title + ", area " + String.format("%.4f", area()), "threshold", "absent refused %", "false refusals %",
                "holds both bars");
        for (int step = 0; step <= 19; step++) {
            double threshold = step * 0.05;
            table.row(String.format("%.2f", threshold), 100 * refused(threshold), 100 * falseRefusals(threshold),
                    holds(threshold) ? "yes" : "no");
        }
        return table;
    }
}
