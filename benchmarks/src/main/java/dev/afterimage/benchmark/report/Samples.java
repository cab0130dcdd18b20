package dev.afterimage.benchmark.report;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Repeated measurements of one thing. */
public record Samples(List<Double> values) {

    public Samples {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("no measurements");
        }
        values = List.copyOf(values);
    }

    public static Samples of(double... values) {
        return new Samples(Arrays.stream(values).boxed().toList());
    }

    /** The middle one; of an even number the mean of the middle two. */
    public double median() {
        List<Double> sorted = values.stream().sorted().toList();
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }

    public double least() {
        return values.stream().mapToDouble(v -> v).min().orElseThrow();
    }

    public double most() {
        return values.stream().mapToDouble(v -> v).max().orElseThrow();
    }

    /** {@code least-most}. */
    public String range() {
        return Table.text(least()) + "-" + Table.text(most());
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s (%s)", Table.text(median()), range());
    }
}
